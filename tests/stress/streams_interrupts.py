"""SIGINT at random moments of long calls ends them, and leaves any stream as it was."""

import os
import random
import signal
import statistics
import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from stress.command import FaultError, run
from support.locks import is_free
from support.memory import mebibytes, resident
from support.streams import BIT_GENERATORS, DTYPES, FUNCTIONS, Call, Foreign, state_of
from support.threads import start
from support.watchdog import TIMEOUT, watch

STREAMS: list[Callable[[int], Any]] = [
    *(lambda seed, kind=kind: np.random.Generator(kind(seed)) for kind in BIT_GENERATORS),
    lambda seed: np.random.Generator(Foreign(seed)),  # type: ignore[arg-type]
    np.random.RandomState,
    lambda seed: np.random.RandomState(np.random.PCG64(seed)),
]

TOO_LATE = 10
"""How many interrupts may come after the call's end, for each that ends a call."""


def stress(interrupts: int = 300, size: int = 30_000_000, seed: int = 0) -> str:
    """Interrupt calls for so many numbers, and compare what comes after."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    rng = random.Random(seed)
    out = {dtype: np.ones(size, dtype) for dtype in DTYPES}  # in memory from now on
    longest: dict[object, float] = {}
    delays: list[float] = []
    late = before = 0
    while len(delays) < interrupts:
        watch()
        kind = rng.randrange(len(STREAMS))
        stream = STREAMS[kind](len(delays) + late)
        stream.standard_normal()
        stream.bytes(rng.randrange(9))
        call = Call(rng.choice(FUNCTIONS), size, dtype=rng.choice(DTYPES))

        def draw(rng: Any, call: Call = call) -> None:
            call.function.ours(size, rng=rng, dtype=call.dtype, out=out[call.dtype])

        key = (kind, call)
        if key not in longest:
            began = time.perf_counter()
            draw(STREAMS[kind](1))
            longest[key] = time.perf_counter() - began
        delay = interrupted(draw, stream, rng.random() * longest[key], f"{call} {stream}")
        if delay is not None:
            delays.append(delay)
        else:
            late += 1
        for few in (3, 1025):
            again = state_of(stream)
            expected = call.function.reference(few, rng=(other := twin(stream)))
            actual = call.function.ours(few, rng=stream)
            if actual.tobytes() != expected.tobytes() or state_of(stream) != state_of(other):
                raise FaultError(f"{call} {stream} after an interrupt, from {again!r:.200}")
        if late > TOO_LATE * (len(delays) + 1):
            raise FaultError(f"{late} interrupts came after a call, and {len(delays)} ended one")
        if len(delays) <= interrupts // 10:
            before = resident()
    grown = resident() - before
    if grown > 2**20 * 20:
        raise FaultError(f"interrupted calls leave {mebibytes(grown)}")
    return (
        f"{interrupts} interrupts of calls for {size} numbers (and {late} after their end), raised "
        f"after {statistics.median(delays) * 1000:.0f} ms in the median, "
        f"{max(delays) * 1000:.0f} ms at most; streams as before, locks free, "
        f"{mebibytes(grown)} grown"
    )


def twin(stream: Any) -> Any:
    """Return a copy of a stream that shares nothing with it."""
    bits = stream._bit_generator
    bits = bits.inner if isinstance(bits, Foreign) else bits
    copied = type(bits)()
    copied.state = bits.state
    if isinstance(stream, np.random.Generator):
        if isinstance(stream.bit_generator, Foreign):
            foreign: Any = Foreign(1)
            foreign.state = bits.state
            return np.random.Generator(foreign)
        return np.random.Generator(copied)
    other = np.random.RandomState(copied)
    other.set_state(stream.get_state(legacy=False))
    return other


def interrupted(draw: Callable[[Any], None], stream: Any, moment: float, what: str) -> float | None:
    """Interrupt a call after so many seconds; return how many more it takes to raise.

    The call may have ended before: then return nothing.
    """
    state = state_of(stream)
    sent = []

    def interrupt() -> None:
        sent.append(time.perf_counter())
        os.kill(os.getpid(), signal.SIGINT)

    timer = threading.Timer(moment, interrupt)
    timer.daemon = True
    try:
        timer.start()
        draw(stream)
        while True:
            time.sleep(1)  # which the interrupt ends
    except KeyboardInterrupt:
        raised = time.perf_counter()
    timer.join()
    if not start(is_free, stream._bit_generator.lock).result(TIMEOUT):
        raise FaultError(f"{what} interrupted after {moment:.4f} s: the lock is not free")
    return raised - sent[0] if state_of(stream) == state else None


if __name__ == "__main__":
    raise SystemExit(run(stress))
