"""Very many calls, some of which fail, leave no memory and no reference behind."""

import gc
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import numpy as np

from stress.command import FaultError, run
from stress.leaks import growth
from stress.streams_interrupts import STREAMS
from support.memory import mebibytes
from support.streams import DTYPES, FUNCTIONS
from support.watchdog import watch

SHAPES: list[Any] = [0, 1, (2, 3), [3, 4], np.int64(50), 1025, (40, 50)]

SOME = 100
"""References that Python may take and drop by itself."""

SHAPE, OUT, WRONG = (2, 3), np.zeros((2, 3)), np.zeros(5)

FAILING: list[dict[str, Any]] = [
    {"shape": (2, -1)},
    {"shape": "a"},
    {"shape": 2**62},
    {"shape": SHAPE, "out": WRONG},
    {"shape": SHAPE, "dtype": np.int64},
    {"shape": SHAPE, "dtype": np.float32, "out": OUT},
    {"shape": SHAPE, "rng": "a"},
    {"shape": SHAPE, "rng": np.random.PCG64},
]


def stress(calls: int = 1_000_000) -> str:
    """Make so many calls of all kinds."""
    streams = [make(3) for make in STREAMS]
    bits = [stream._bit_generator for stream in streams]
    things: list[Any] = [SHAPE, OUT, WRONG, None, *DTYPES, *map(np.dtype, DTYPES), *SHAPES]
    things += [*streams, *bits, *(each.lock for each in bits), *(each.capsule for each in bits)]
    cases: list[Callable[[], object]] = []
    for function in FUNCTIONS:
        for stream in [*streams, 3, [1, 2]]:
            for dtype in DTYPES:
                for shape in SHAPES:
                    cases.append(partial(function.ours, shape, rng=stream, dtype=dtype))
                for named in FAILING:
                    cases.append(partial(function.ours, **{"rng": stream, "dtype": dtype} | named))
            cases.append(partial(function.ours, SHAPE, rng=stream, out=OUT))

    def repeat(count: int) -> None:
        watch(36_000)
        for case in cases:
            for _ in range(count):
                with suppress(TypeError, ValueError, MemoryError):
                    case()

    count = max(1, calls // len(cases))
    repeat(1 + count // 10)
    gc.collect()
    before = [sys.getrefcount(thing) for thing in things]
    grown = growth(lambda: repeat(count))
    after = [sys.getrefcount(thing) for thing in things]
    for thing, more in zip(things, np.subtract(after, before), strict=True):
        if more > SOME:
            raise FaultError(f"{more} references to {thing!r:.60} are left")
    return (
        f"{count * len(cases)} calls of {len(cases)} kinds: {mebibytes(grown)} grown, no object "
        "and no reference left"
    )


if __name__ == "__main__":
    raise SystemExit(run(stress))
