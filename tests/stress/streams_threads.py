"""Threads that draw from one Generator at once, lose and repeat no number."""

import random
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from reference.streams import Array
from stress.command import FaultError, run
from support.streams import (
    BIT_GENERATORS,
    DTYPES,
    NORMAL,
    UNIFORM,
    Foreign,
    Function,
    state_of,
)
from support.threads import start
from support.watchdog import TIMEOUT, watch

KINDS: list[Callable[[int], Any]] = [*BIT_GENERATORS, Foreign]

SIZES = [1, 2, 5, 47, 48, 49, 1000, 1023, 1024, 1025, 5001, 65_535, 65_536, 70_001]
WEIGHTS = [30, 30, 30, 10, 10, 10, 5, 5, 5, 5, 3, 1, 1, 1]


@dataclass(frozen=True)
class Way:
    """A way to draw: the numbers of two ways differ from the first on."""

    function: Function
    dtype: Any

    def reference(self, size: int, generator: Any) -> Array:
        """Draw by NumPy."""
        return self.function.reference(size, 1.0, rng=generator, dtype=self.dtype)


# Uniform numbers first: normals that follow them can also be read from where they begin, if a
# ziggurat refuses the words between. A uniform number that fits is always right.
WAYS = [Way(function, dtype) for function in (UNIFORM, NORMAL) for dtype in DTYPES]
Result = tuple[Way, Array]


def stress(seconds: float = 60.0, threads: int = 8, seed: int = 0) -> str:
    """Draw in many threads from one generator; then find the order in which all came from it."""
    sys.setswitchinterval(1e-5)
    rng = random.Random(seed)
    calls = numbers = rounds = 0
    end = time.perf_counter() + seconds
    while rounds < len(DTYPES) * len(KINDS) or time.perf_counter() < end:
        watch()
        kind = KINDS[rounds % len(KINDS)]
        generator = np.random.Generator(kind(seed + rounds))
        ways = [way for way in WAYS if way.dtype is DTYPES[rounds // len(KINDS) % len(DTYPES)]]
        results = draw(generator, ways, threads, 0.3, rng)
        again = np.random.Generator(kind(seed + rounds))
        draw_again(results, ways, again)
        if state_of(generator) != state_of(again):
            raise FaultError(f"{kind} {seed + rounds}: the calls in a row end at another place")
        calls += len(results)
        numbers += sum(values.size for _, values in results)
        rounds += 1
    return (
        f"{threads} threads, {calls} calls that drew {numbers} numbers of {rounds} generators: "
        "each call a run, and each number once"
    )


def draw(
    generator: Any, ways: list[Way], threads: int, seconds: float, rng: random.Random
) -> list[Result]:
    """Have all threads draw in these ways for some time; return what they drew."""
    line_up = threading.Barrier(threads)

    def steps(rng: random.Random) -> list[Result]:
        line_up.wait(TIMEOUT)
        end = time.perf_counter() + seconds
        results = []
        while time.perf_counter() < end:
            way = rng.choice(ways)
            [size] = rng.choices(SIZES, WEIGHTS)
            # Fewer float32 numbers may be those of another place by chance.
            size = max(size, 5) if way.dtype is np.float32 else size
            if rng.random() < 0.3:
                results.append((way, way.reference(size, generator)))
            else:
                ours = way.function.ours(size, rng=generator, dtype=way.dtype)
                results.append((way, ours))
        return results

    tasks = [start(steps, random.Random(rng.random())) for _ in range(threads)]
    return [result for task in tasks for result in task.result(seconds + TIMEOUT)]


def draw_again(results: list[Result], ways: list[Way], generator: Any) -> None:
    """Draw the same by NumPy in one thread, in whatever order gives the same numbers."""
    left: dict[tuple[Way, bytes], list[Array]] = {}
    for way, values in results:
        left.setdefault((way, values[:1].tobytes()), []).append(values)
    for number in range(len(results)):
        if not draw_next(left, ways, generator):
            raise FaultError(f"no call drew what comes after {number} of {len(results)} calls")


def draw_next(left: dict[tuple[Way, bytes], list[Array]], ways: list[Way], generator: Any) -> bool:
    """Take the call that drew what comes next out of those that are left, and draw that."""
    bits = generator.bit_generator
    state = bits.state
    for way in ways:
        first = way.reference(1, generator).tobytes()
        bits.state = state
        calls = left.get((way, first), [])
        for place, values in enumerate(calls):
            if way.reference(values.size, generator).tobytes() == values.tobytes():
                del calls[place]
                return True
            bits.state = state
    return False


if __name__ == "__main__":
    raise SystemExit(run(stress))
