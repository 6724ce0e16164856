"""Very many calls, some of which fail, leave no memory and no reference behind."""

import gc
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from functools import partial
from typing import Any

import numpy as np

from stress.command import FaultError, run
from support.arguments import returned
from support.functions import DTYPES, FUNCTIONS, NOTEBOOK, RANDOM
from support.memory import mebibytes, resident
from support.streams import ALL_STREAMS, BY_METHODS
from support.watchdog import watch


class Failing:
    """An entry that raises when it is asked for anything."""

    def __index__(self) -> int:
        """Raise an error that holds on to this entry by its traceback."""
        returned(ValueError("no index"))
        return 0


FAILING_ENTRY = Failing()

NETWORKS: list[Any] = [
    [3, 2, 1],
    (5, 3, 1),
    [1, 1],
    [4, 5, 5, 2],
    [2] * 40,
    range(3, 6),
    np.array([3, 4], dtype=np.int8),
    [np.int64(3), 2],
    [40, 50],
    {0: 3, 1: 2},
    [],
]

FAILING_NETWORKS: list[Any] = [
    [3, 2, "a"],
    [3, 2, -1],
    [3, 2.5],
    [0, 3],
    [0, 0],
    [3, 2, 2**62],
    [10**7, 10**7],
    [3, FAILING_ENTRY],
    [FAILING_ENTRY, 3],
    [3, Decimal(2)],
    {0: 3, 2: 2},
    None,
    3,
]
"""What some function refuses. Others may take it: then they are called that often."""

SHAPES: list[Any] = [0, 1, (2, 3), [3, 4], np.int64(50), 1025, (40, 50)]
SHAPE, STD, OUT, WRONG = (2, 3), 1.5, np.zeros((2, 3)), np.zeros(5)

FAILING_ARGUMENTS: list[dict[str, Any]] = [
    {"shape": (2, -1)},
    {"shape": "a"},
    {"shape": 2**62},
    {"shape": SHAPE, "out": WRONG},
    {"shape": SHAPE, "dtype": np.int64},
    {"shape": SHAPE, "dtype": np.float32, "out": OUT},
    {"shape": SHAPE, "rng": "a"},
    {"shape": SHAPE, "rng": np.random.PCG64},
]

ALLOWED = 2 << 20
"""Bytes that the heap may grow by itself in that time."""

SOME = 100
"""References that Python may take and drop by itself."""

STREAMS: dict[str, Any] = {
    name: make(3)
    for name, make in ALL_STREAMS.items()
    if name not in BY_METHODS and "np.random" not in name
}
"""Not those whose own methods draw: NumPy's `uniform` leaves a reference to the dtype each time."""

Case = Callable[[], object]


def stress(calls: int = 1_000_000, failures: int = 1000) -> str:
    """Make so many small calls and so many of each that fails; then as many with kinds of `rng`."""
    warnings.simplefilter("ignore")
    grown = []
    for networks, count in ((NETWORKS, calls), (FAILING_NETWORKS, 0)):
        pairs = [(function, network) for function in NOTEBOOK for network in networks]
        ours: list[Case] = [partial(each.ours, network) for each, network in pairs]
        theirs: list[Case] = [partial(each.reference, network) for each, network in pairs]
        grown.append(check(ours, -(-count // len(ours)) or failures, theirs))
    cases = cases_with_rng()
    grown.append(check(cases, max(1, calls // len(cases)), []))
    return (
        f"{2 * calls} calls, {len(cases)} kinds of them with rng, and {failures} of each of "
        f"{len(FAILING_NETWORKS) * len(NOTEBOOK)} networks that fail: {mebibytes(max(grown))} "
        "grown at most, no object and no reference left"
    )


def cases_with_rng() -> list[Case]:
    """Return calls of all kinds, right and wrong, of the functions that take `rng`."""
    cases: list[Case] = []
    for function in FUNCTIONS:
        for rng in [*STREAMS.values(), np.random, 3, [1, 2]]:
            for dtype in (*DTYPES, *map(np.dtype, DTYPES)):
                for shape in SHAPES:
                    cases.append(partial(function.ours, shape, STD, rng=rng, dtype=dtype))
                for named in FAILING_ARGUMENTS:
                    cases.append(partial(function.ours, **{"rng": rng, "dtype": dtype} | named))
            cases.append(partial(function.ours, SHAPE, rng=rng, out=OUT))
    return cases


def check(ours: list[Case], count: int, theirs: list[Case]) -> int:
    """Make each call so many times; return how many bytes are left.

    From 2.4 on NumPy's own `zeros` leaves a reference to the dtype with every call: what NumPy's
    calls leave, ours may leave as well.
    """
    watch(36_000)
    left, more = left_by(ours, count)
    _, numpys = left_by(theirs, count)
    more = {name: more[name] - max(numpys[name], 0) for name in more}
    if max(more.values()) > SOME:
        raise FaultError(f"references are left, beside those that NumPy leaves: {more}")
    return left


def left_by(cases: list[Case], count: int) -> tuple[int, dict[str, int]]:
    """Return how many bytes, and references to what, so many rounds leave."""
    repeat(cases, 1 + count // 10)  # warms up
    before = references()
    grown = growth(lambda: repeat(cases, count))
    return grown, {name: after - before[name] for name, after in references().items()}


def repeat(cases: list[Case], count: int) -> None:
    """Make all calls so many times."""
    for case in cases:
        for _ in range(count):
            with suppress(TypeError, ValueError, MemoryError, ZeroDivisionError, KeyError):
                case()


def growth(work: Callable[[], None]) -> int:
    """Return how many bytes some work leaves in memory; raise if it leaves an object."""
    gc.collect()
    objects = len(gc.get_objects())
    before = resident()
    work()
    gc.collect()
    left = len(gc.get_objects()) - objects
    if left > 0:
        raise FaultError(f"{left} objects are left")
    grown = resident() - before
    if grown > ALLOWED:
        raise FaultError(f"{mebibytes(grown)} are left")
    return max(grown, 0)


def references() -> dict[str, int]:
    """Return how many references there are to what the calls use in common."""
    random_state: Any = np.random.mtrand._rand  # the name is in NEP 19
    used = [*NETWORKS, *FAILING_NETWORKS, *SHAPES, SHAPE, STD, OUT, WRONG, *DTYPES, *NOTEBOOK]
    used += [*map(np.dtype, DTYPES), *(function.ours for function in (*NOTEBOOK, *FUNCTIONS))]
    objects = {
        "a key": next(iter(RANDOM.ours([1, 1]))),
        "None": None,
        "a failing entry": FAILING_ENTRY,
        **{f"{number}: {thing!r:.40}": thing for number, thing in enumerate(used)},
    }
    for name, stream in {**STREAMS, "np.random": random_state}.items():
        bits = stream._bit_generator
        parts = (stream, bits, bits.lock, bits.capsule)
        objects |= {f"{name}, part {number}": part for number, part in enumerate(parts)}
    del bits, parts
    gc.collect()
    return {name: sys.getrefcount(value) for name, value in objects.items()}


if __name__ == "__main__":
    raise SystemExit(run(stress))
