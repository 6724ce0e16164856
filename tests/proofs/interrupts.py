"""SIGINT at random moments of long calls: an interrupt soon, and nothing else changed."""

import os
import random
import signal
import statistics
import threading
import time

import numpy as np
from helpers import DRAWING, TIMEOUT, Pair, compare, freeze, full_state
from numpy.random.mtrand import set_bit_generator

from proofs.common import (
    DisprovedError,
    assert_untouched,
    mebibytes,
    resident,
    run,
    watch,
)

GENERATORS = [np.random.MT19937, np.random.MT19937, np.random.MT19937, np.random.PCG64]
"""Most of the time the one that is drawn from on several threads."""

SOON = 0.1
"""Seconds within which a call has to raise."""


def prove(interrupts: int = 200, width: int = 10_000, seed: int = 0) -> str:
    """Interrupt calls for a square layer of this width, and compare what comes after."""
    # A shell may have had SIGINT ignored, which Python then leaves so.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    rng = random.Random(seed)
    layers_dims = [width, width, 1]
    longest = duration(layers_dims)
    delays: list[float] = []
    before = 0
    while len(delays) < interrupts:
        watch()
        set_bit_generator(rng.choice(GENERATORS)(len(delays)))
        np.random.randn(rng.randrange(2))
        delay = interrupted(rng.choice(DRAWING), layers_dims, rng.random() * longest)
        if delay is not None:
            delays.append(delay)
        if len(delays) <= interrupts // 10:
            before = resident()
    grown = resident() - before
    if grown > 2**20 * 20:
        raise DisprovedError(f"{mebibytes(grown)} are kept by interrupted calls")
    latest = max(delays)
    if latest > SOON:
        raise DisprovedError(f"an interrupt took {latest * 1000:.0f} ms")
    return (
        f"{interrupts} interrupts of a call of {longest * 1000:.0f} ms, raised after "
        f"{statistics.median(delays) * 1000:.0f} ms in the median, {latest * 1000:.0f} ms at most; "
        f"stream as before, lock free, {mebibytes(grown)} grown"
    )


def duration(layers_dims: list[int]) -> float:
    """Return how long a call takes, in seconds: of two the shorter, as the first one warms up."""
    durations = []
    for _ in range(2):
        began = time.perf_counter()
        DRAWING[0].ours(layers_dims)
        durations.append(time.perf_counter() - began)
    return min(durations)


def interrupted(pair: Pair, layers_dims: list[int], moment: float) -> float | None:
    """Interrupt a call after so many seconds; return how many more it takes to raise.

    It may have ended before: then return nothing.
    """
    state = np.random.get_state(legacy=False)
    sent = []

    def interrupt() -> None:
        sent.append(time.perf_counter())
        os.kill(os.getpid(), signal.SIGINT)

    timer = threading.Timer(moment, interrupt)
    timer.daemon = True
    try:
        timer.start()
        pair.ours(layers_dims)
        timer.join(TIMEOUT)  # which the interrupt ends
    except KeyboardInterrupt:
        raised = time.perf_counter()
    else:
        raise DisprovedError("no interrupt came")
    timer.join(TIMEOUT)
    what = f"{pair} interrupted after {moment:.4f} s"
    after = full_state()
    if after != freeze(state):
        np.random.set_state(state)
        pair.ours(layers_dims)
        assert_untouched(after, f"{what}, which was after its end")
        return None
    assert_untouched(after, what)
    for layers_dims in ([3, 2, 1], [300, 201, 1]):
        _, differences = compare(pair, layers_dims)
        if differences:
            raise DisprovedError(f"{layers_dims} after an interrupt: {differences}")
    return raised - sent[0]


if __name__ == "__main__":
    raise SystemExit(run(prove))
