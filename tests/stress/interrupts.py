"""SIGINT at random moments of long calls ends them, and changes nothing else."""

import os
import random
import signal
import statistics
import threading
import time

import numpy as np
from numpy.random.mtrand import set_bit_generator

from stress.checks import assert_untouched
from stress.command import FaultError, run
from support.memory import mebibytes, resident
from support.outcome import compare, freeze, full_state
from support.pairs import DRAWING, Pair
from support.watchdog import watch

BIT_GENERATORS = [np.random.MT19937, np.random.MT19937, np.random.MT19937, np.random.PCG64]
"""Most of the time the one that is drawn from on several threads."""

TOO_LATE = 10
"""How many interrupts may come after the call's end, for each that ends a call."""


def stress(interrupts: int = 200, width: int = 10_000, seed: int = 0) -> str:
    """Interrupt calls for a square layer of this width, and compare what comes after."""
    # A shell may have had SIGINT ignored, which Python then leaves so.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    rng = random.Random(seed)
    layers_dims = [width, width, 1]
    longest = duration(layers_dims)
    delays: list[float] = []
    late = before = 0
    while len(delays) < interrupts:
        watch()
        set_bit_generator(rng.choice(BIT_GENERATORS)(len(delays) + late))
        np.random.randn(rng.randrange(2))
        delay = interrupted(rng.choice(DRAWING), layers_dims, rng.random() * longest)
        if delay is not None:
            delays.append(delay)
        else:
            late += 1
        if late > TOO_LATE * (len(delays) + 1):
            raise FaultError(f"{late} interrupts came after a call, and {len(delays)} ended one")
        if len(delays) <= interrupts // 10:
            before = resident()
    grown = resident() - before
    if grown > 2**20 * 20:
        raise FaultError(f"interrupted calls leave {mebibytes(grown)}")
    return (
        f"{interrupts} interrupts of a call of {longest * 1000:.0f} ms (and {late} after its end), "
        f"raised after {statistics.median(delays) * 1000:.0f} ms in the median, "
        f"{max(delays) * 1000:.0f} ms at most; stream as before, lock free, "
        f"{mebibytes(grown)} grown"
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

    The call may have ended before: then return nothing.
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
        while True:
            time.sleep(1)  # which the interrupt ends
    except KeyboardInterrupt:
        raised = time.perf_counter()
    timer.join()
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
            raise FaultError(f"{layers_dims} after an interrupt: {differences}")
    return raised - sent[0]


if __name__ == "__main__":
    raise SystemExit(run(stress))
