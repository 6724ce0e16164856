"""Very many calls, some of which fail, leave no memory and no reference behind."""

import gc
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.random.mtrand import get_bit_generator, set_bit_generator

from stress.command import FaultError, run
from support.arguments import returned
from support.memory import mebibytes, resident
from support.pairs import DRAWING, PAIRS, Pair
from support.watchdog import watch


class Failing:
    """An entry that raises when it is asked for anything."""

    def __index__(self) -> int:
        """Raise an error that holds on to this entry by its traceback."""
        returned(ValueError("no index"))
        return 0


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

FAILING: list[Any] = [
    [3, 2, "a"],
    [3, 2, -1],
    [3, 2.5],
    [0, 3],
    [0, 0],
    [3, 2, 2**62],
    [10**7, 10**7],
    [3, Failing()],
    [Failing(), 3],
    [3, Decimal(2)],
    {0: 3, 2: 2},
    None,
    3,
]
"""What some function refuses. Others may take it: then they are called that often."""

ALLOWED = 2 << 20
"""Bytes that the heap may grow by itself in that time."""

SOME = 100
"""References that Python may take and drop by itself."""

Function = Callable[[Any], object]
Choose = Callable[[Pair], Function]


def stress(calls: int = 1_000_000, failures: int = 1000) -> str:
    """Make so many small calls and so many of each that fails, on two kinds of bit generators."""
    warnings.simplefilter("ignore")
    before = get_bit_generator()
    grown = []
    for bit_generator in (before, np.random.PCG64(1)):
        set_bit_generator(bit_generator)
        for function, count in ((succeed, calls // 2), (fail, failures // 2)):
            watch(36_000)
            bytes_, ours = left_by(function, lambda pair: pair.ours, count)
            _, theirs = left_by(function, lambda pair: pair.reference, count)
            # NumPy's own `zeros` leaves a reference to the dtype with every call from 2.4 on.
            more = {name: ours[name] - max(theirs[name], 0) for name in ours}
            if max(more.values()) > SOME:
                raise FaultError(f"references are left, beside those that NumPy leaves: {more}")
            grown.append(bytes_)
    set_bit_generator(before)
    return (
        f"{calls} small calls and {failures} of each of {len(FAILING) * len(PAIRS)} that fail: "
        f"{mebibytes(max(grown))} grown at most, no object and no reference left"
    )


def left_by(
    work: Callable[[Choose, int], None], choose: Choose, count: int
) -> tuple[int, dict[str, int]]:
    """Return how many bytes, and references to what, some calls leave."""
    work(choose, max(1, count // 10))  # warms up
    before = references()
    grown = growth(lambda: work(choose, count))
    return grown, {name: after - before[name] for name, after in references().items()}


def succeed(choose: Choose, count: int) -> None:
    """Make so many calls, evenly for each function and network."""
    cases = [(choose(pair), network) for pair in PAIRS for network in NETWORKS]
    repeat(cases, -(-count // len(cases)))


def fail(choose: Choose, count: int) -> None:
    """Make each call that fails so many times."""
    repeat([(choose(pair), network) for pair in PAIRS for network in FAILING], count)


def repeat(cases: list[tuple[Function, Any]], count: int) -> None:
    """Make all calls so many times."""
    for function, layers_dims in cases:
        for _ in range(count):
            with suppress(TypeError, ValueError, MemoryError, ZeroDivisionError, KeyError):
                function(layers_dims)


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
    bit_generator: Any = get_bit_generator()
    one = DRAWING[0].ours([1, 1])
    objects = {
        "stream": random_state,
        "bit generator": bit_generator,
        "lock": bit_generator.lock,
        "capsule": bit_generator.capsule,
        "dtype": np.dtype(np.float64),
        "a key": next(iter(one)),
        "None": None,
        "a failing entry": FAILING[7][1],
        **{f"network {number}": network for number, network in enumerate([*NETWORKS, *FAILING])},
        **{f"function {pair}": pair.ours for pair in PAIRS},
    }
    del one
    gc.collect()
    return {name: sys.getrefcount(value) for name, value in objects.items()}


if __name__ == "__main__":
    raise SystemExit(run(stress))
