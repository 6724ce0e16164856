"""Threads that draw at once, with our functions and NumPy's, lose and repeat no number."""

import itertools
import random
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from numpy.random.mtrand import get_bit_generator, set_bit_generator

from stress.command import FaultError, run
from support import functions
from support.functions import DTYPES, HE, RANDOM, XAVIER, Array, Function, numbers
from support.numpy_version import LOCK_IS_REENTRANT
from support.outcome import state_of
from support.streams import ALL_STREAMS, GENERATORS
from support.threads import start
from support.watchdog import TIMEOUT, watch

SCALES: dict[Function, Callable[[int, int], float]] = {
    RANDOM: lambda fan_in, fan_out: 0.01,
    HE: lambda fan_in, fan_out: np.sqrt(2 / fan_in),
    XAVIER: lambda fan_in, fan_out: np.sqrt(2.0 / (fan_in + fan_out)),
}


@dataclass(frozen=True)
class Kind:
    """A kind of numbers, which all that draws it draws one after another."""

    name: str
    draw: Callable[[Any, int], Array]
    """Draws so many from a stream."""
    beginning: int = 1
    """So many of them no other call can have drawn."""


def words(rng: Any, count: int) -> Array:
    """Draw an odd or even number of words."""
    return np.frombuffer(rng.bytes(4 * count), np.uint32)


UNIFORM = Kind("uniform", lambda rng, count: rng.random_sample(count))
WORDS = Kind("words", words, beginning=4)
NORMAL = Kind("normal", lambda rng, count: rng.standard_normal(count))


@dataclass(frozen=True, eq=False)
class Draw:
    """A way to draw."""

    kind: Kind
    call: Callable[[Any], Array]
    """Draws from a stream."""
    scales: Array = field(default_factory=lambda: np.ones(1))
    """What each number is multiplied by."""


@dataclass(frozen=True, eq=False)
class Result:
    """What one call drew."""

    draw: Draw
    values: Array

    def first(self) -> tuple[str, bytes]:
        """Return the beginning, which no other call can have drawn."""
        return self.draw.kind.name, self.values[: self.draw.kind.beginning].tobytes()


Results = list[Result]


def initialization(function: Function, *layers_dims: int) -> Draw:
    """Return a call of one of the notebook's functions."""
    layers = list(layers_dims)
    scales = [
        np.full(fan_in * fan_out, SCALES[function](fan_in, fan_out))
        for fan_in, fan_out in itertools.pairwise(layers)
    ]
    return Draw(NORMAL, lambda rng: numbers(function.ours(layers)), np.concatenate(scales))


OURS = [
    *[initialization(function, *sizes)
      for function in SCALES
      for sizes in [(3, 2, 1), (5, 3, 1), (1, 1), (2, 1), (4, 50, 10), (7, 9, 33, 1)]] * 40,
    *[initialization(function, *sizes)
      for function in SCALES for sizes in [(300, 201, 10, 1), (257, 257), (301, 300, 1)]],
]  # fmt: skip

NUMPYS = [
    Draw(NORMAL, lambda rng: np.atleast_1d(rng.standard_normal())),
    Draw(NORMAL, lambda rng: rng.randn(3, 5).ravel()),
    Draw(NORMAL, lambda rng: rng.normal(size=2000)),
    Draw(UNIFORM, lambda rng: np.atleast_1d(rng.random_sample())),
    Draw(UNIFORM, lambda rng: rng.rand(7)),
    Draw(UNIFORM, lambda rng: rng.uniform(size=3000)),
]

WORD_DRAWS = [
    Draw(WORDS, lambda rng: words(rng, 5), np.ones(1, np.uint32)),
    Draw(WORDS, lambda rng: words(rng, 1024), np.ones(1, np.uint32)),
]

SIZES = [1, 2, 5, 47, 48, 49, 1000, 1023, 1024, 1025, 5001, 65_535, 65_536, 70_001]
WEIGHTS = [30, 30, 30, 10, 10, 10, 5, 5, 5, 5, 3, 1, 1, 1]


def expected(function: Function, dtype: Any, rng: Any, count: int) -> Array:
    """Draw by the definition."""
    return function.expected(count, rng, dtype)


def draws_of_generators(dtype: Any) -> list[Draw]:
    """Return ways to draw numbers of this type, some ours and some NumPy's."""
    draws = []
    # A float32 may be that of another place by chance: five of them are not.
    least = 1 if dtype is np.float64 else 5
    for function in functions.FUNCTIONS:
        kind = Kind(function.name, partial(expected, function, dtype), least)
        for size, weight in zip(SIZES, WEIGHTS, strict=True):
            for draw, share in ((function.draw, 7), (function.expected, 3)):
                call = partial(draw, max(size, least), dtype=dtype)
                draws += [Draw(kind, call, np.ones(1, dtype))] * weight * share
    return draws


STREAMS: list[tuple[str, list[Draw]]] = [
    *[("np.random", [*OURS, *NUMPYS * 40, *WORD_DRAWS * 20])] * 6,
    *itertools.product(GENERATORS, map(draws_of_generators, DTYPES)),
]
"""From what to draw, and how."""


def stress(seconds: float = 90.0, threads: int = 8, seed: int = 0, moment: float = 0.5) -> str:
    """Draw in many threads for some seconds, a moment at a time from one stream or from many."""
    sys.setswitchinterval(1e-5)
    crew = Crew(threads, random.Random(seed))
    calls = drawn = 0
    for round_ in range(max(len(STREAMS), round(seconds / moment / 2))):
        watch()
        results = crew.draw_from_one_stream(moment, *STREAMS[round_ % len(STREAMS)], seed + round_)
        calls += len(results)
        drawn += sum(result.values.size for result in results)
    library = Library(1 << 20)
    found = 0
    for _ in range(max(1, round(seconds / moment / 4))):
        watch()
        found += crew.draw_from_many_streams(moment, library)
    if not LOCK_IS_REENTRANT:
        # There a call of the notebook's draws its first numbers before it holds the lock.
        return f"{threads} threads, {calls + found} calls that ended; runs may have gaps here"
    return (
        f"{threads} threads, {calls} calls that drew {drawn} numbers of one stream, each once; "
        f"{found} calls beside seed, set_state and set_bit_generator, each a run of one of "
        f"{len(LIBRARY)} streams"
    )


class Crew:
    """Threads that all draw at once."""

    def __init__(self, threads: int, rng: random.Random) -> None:
        self.threads = threads
        self.rng = rng

    def draw(self, seconds: float, step: Callable[[random.Random], Result | None]) -> Results:
        """Have all threads take steps for some time; return what they drew."""
        line_up = threading.Barrier(self.threads)

        def steps(rng: random.Random) -> Results:
            line_up.wait(TIMEOUT)
            end = time.perf_counter() + seconds
            results = []
            while time.perf_counter() < end:
                result = step(rng)
                if result is not None:
                    results.append(result)
            return results

        tasks = [start(steps, random.Random(self.rng.random())) for _ in range(self.threads)]
        return [result for task in tasks for result in task.result(seconds + TIMEOUT)]

    def draw_from_one_stream(
        self, seconds: float, name: str, draws: list[Draw], seed: int
    ) -> Results:
        """Draw and read the state; then find the order in which all that came from one stream."""
        stream = ALL_STREAMS[name](seed)

        def step(rng: random.Random) -> Result | None:
            if stream is np.random and rng.random() < 0.02:
                np.random.get_state()
                return None
            draw = rng.choice(draws)
            return Result(draw, draw.call(stream))

        results = self.draw(seconds, step)
        if LOCK_IS_REENTRANT or stream is not np.random:
            state = state_of(stream)
            again = ALL_STREAMS[name](seed)
            draw_again(results, again)
            if state_of(again) != state:
                raise FaultError(f"{name} {seed}: the calls in a row end at another place")
        return results

    def draw_from_many_streams(self, seconds: float, library: "Library") -> int:
        """Draw while others put the stream elsewhere; return how many runs were found."""
        numpys_turn = threading.Lock()
        bit_generator = get_bit_generator()
        states: list[Any] = []
        np.random.seed(SEEDS[0])

        def step(rng: random.Random) -> Result | None:
            if rng.random() < 0.8:
                draw = rng.choice(OURS)
                return Result(draw, draw.call(np.random))
            # Only ours can draw while the bit generator is exchanged: NumPy's own calls read its
            # pointers one by one, and could take some from either bit generator.
            with numpys_turn:
                if rng.random() < 0.5:
                    draw = rng.choice(NUMPYS)
                    result = Result(draw, draw.call(np.random))
                    return result if draw.kind is NORMAL else None
                elsewhere(rng, states)
            return None

        results = self.draw(seconds, step)
        set_bit_generator(bit_generator)
        if LOCK_IS_REENTRANT:
            for result in results:
                library.look_up(result)
        return len(results)


def elsewhere(rng: random.Random, states: list[Any]) -> None:
    """Go to the start of a known stream, or back to where the present one has been."""
    action = rng.randrange(5)
    if action == 0:
        states.clear()
        set_bit_generator(np.random.MT19937(rng.choice(SEEDS)))
    elif action == 1:
        states.append(np.random.get_state(legacy=False))
    elif action == 2 and states:
        np.random.set_state(rng.choice(states))
    else:
        states.clear()
        np.random.seed(rng.choice(SEEDS))


def draw_again(results: Results, stream: Any) -> None:
    """Draw all once more in one thread, each result where its first numbers are next."""
    left = {result.first(): result for result in results}
    if len(left) < len(results):
        raise FaultError(f"{len(results) - len(left)} calls drew what others drew as well")
    # Normals last: a cached one stays the next however much else is drawn before it, and those of
    # a ziggurat can also be read from where they begin if it refuses the words between.
    kinds = sorted(
        {result.draw.kind for result in results}, key=lambda kind: kind.name, reverse=True
    )
    scales = {
        kind: {result.draw.scales[0] for result in results if result.draw.kind == kind}
        for kind in kinds
    }
    bits = get_bit_generator() if stream is np.random else stream.bit_generator
    while left:
        state = bits.state
        for kind in kinds:
            first = kind.draw(stream, kind.beginning)
            found = [
                result
                for scale in scales[kind]
                if (result := left.pop((kind.name, (first * scale).tobytes()), None))
            ]
            if found:
                break
            if kind is not kinds[-1]:
                bits.state = state
        else:
            raise FaultError(f"no call drew the next numbers of the stream; {len(left)} are left")
        [result] = found
        rest = kind.draw(stream, result.values.size - first.size)
        expected = np.concatenate([first, rest]) * result.draw.scales
        if expected.tobytes() != result.values.tobytes():
            raise FaultError("what a call drew is not one run of the stream")


SEEDS = [1, 2]

LIBRARY: list[Callable[[], np.random.RandomState]] = [
    *[lambda seed=seed: np.random.RandomState(seed) for seed in SEEDS],
    *[lambda seed=seed: np.random.RandomState(np.random.MT19937(seed)) for seed in SEEDS],
]  # fmt: skip


class Library:
    """The normals of all known streams, to look runs of them up.

    A uniform number takes half of what one attempt to draw two normals takes: so each stream is
    there twice, the second time from its second uniform number on.
    """

    def __init__(self, length: int) -> None:
        self.length = length
        self.normals = np.concatenate(
            [self._run(make, skip) for make in LIBRARY for skip in (0, 1)]
        )
        self.order = np.argsort(self.normals)
        self.sorted = self.normals[self.order]

    def _run(self, make: Callable[[], np.random.RandomState], skip: int) -> Array:
        stream = make()
        stream.random_sample(skip)
        return stream.standard_normal(self.length)

    def find(self, value: float, scale: float) -> int:
        """Return where the normal is that gives this value."""
        near = int(np.searchsorted(self.sorted, value / scale))
        for index in range(max(near - 2, 0), min(near + 3, self.sorted.size)):
            if self.sorted[index] * scale == value:
                return int(self.order[index])
        raise FaultError(f"{value!r} is {scale!r} times no normal of a known stream")

    def look_up(self, result: Result) -> None:
        """Raise unless the result is a run, the first number of which may be from elsewhere.

        It may be the cached normal, which stays from before a bit generator's state is set.
        """
        values, scales = result.values, np.resize(result.draw.scales, result.values.size)
        self.find(values[0], scales[0])
        if values.size == 1:
            return
        place = self.find(values[1], scales[1])
        run_ = self.normals[place : place + values.size - 1] * scales[1:]
        if run_.tobytes() != values[1:].tobytes():
            raise FaultError("what a call drew is not a run of one stream")


if __name__ == "__main__":
    raise SystemExit(run(stress))
