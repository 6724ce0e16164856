"""SIGINT at random moments of long calls ends them, and changes nothing else."""

import os
import random
import signal
import statistics
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from stress.command import FaultError, run
from support.functions import DTYPES
from support.locks import is_free
from support.memory import mebibytes, resident
from support.outcome import state_of
from support.streams import ALL_STREAMS, OURS, lock_of
from support.threads import start
from support.watchdog import TIMEOUT, watch

TOO_LATE = 10
"""How many interrupts may come after the call's end, for each that ends a call."""


def stress(interrupts: int = 500, size: int = 30_000_000, seed: int = 0) -> str:
    """Interrupt calls for so many numbers, and compare what comes after."""
    # A shell may have had SIGINT ignored, which Python then leaves so.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    rng = random.Random(seed)
    longest: dict[object, float] = {}
    delays: list[float] = []
    late = before = 0
    while len(delays) < interrupts:
        watch()
        function, name = rng.choice(OURS)
        dtype = DTYPES[0] if function.of_notebook else rng.choice(DTYPES)
        make = partial(begun, name, len(delays) + late, rng.randrange(9))
        draw = partial(function.draw, size, dtype=dtype)
        way = (function, name, dtype)
        if way not in longest:
            longest[way] = min(duration(draw, make()) for _ in range(2))  # the first warms up
        moment = rng.random() * longest[way]
        stream = make()
        state = state_of(stream)
        what = f"{function} of {name}, interrupted after {moment:.4f} s"
        delay = interrupted(draw, stream, moment)
        if not start(is_free, lock_of(stream)).result(TIMEOUT):
            raise FaultError(f"{what}: the lock is not free")
        too_late = state_of(stream) != state
        actual = drawn_next(function.draw, stream)
        stream = make()
        if too_late:
            late += 1
            draw(stream)
        else:
            delays.append(delay)
        if drawn_next(function.expected, stream) != actual:
            raise FaultError(f"{what}{' and its end' * too_late}: what comes next is not NumPy's")
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


def begun(name: str, seed: int, some_bytes: int) -> Any:
    """Return a stream that may have a cached normal, or half of a word left."""
    stream = ALL_STREAMS[name](seed)
    stream.standard_normal()
    stream.bytes(some_bytes)
    return stream


def drawn_next(draw: Callable[..., Any], stream: Any) -> object:
    """Draw a few numbers each way; return them and the state after that."""
    return [draw(count, stream).tobytes() for count in (3, 1025, 60_301)], state_of(stream)


def duration(draw: Callable[[Any], object], stream: Any) -> float:
    """Return how long a call takes, in seconds."""
    began = time.perf_counter()
    draw(stream)
    return time.perf_counter() - began


def interrupted(draw: Callable[[Any], object], stream: Any, moment: float) -> float:
    """Interrupt a call after so many seconds, or its end; return how much later it raises."""
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
    return raised - sent[0]


if __name__ == "__main__":
    raise SystemExit(run(stress))
