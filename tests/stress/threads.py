"""Threads that draw at once, with our functions and NumPy's, lose and repeat no number."""

import itertools
import random
import sys
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.random.mtrand import get_bit_generator, set_bit_generator

from stress.checks import Array
from stress.command import FaultError, run
from stress.twister import set_words, words_of
from support.numpy_version import LOCK_IS_REENTRANT
from support.outcome import full_state, normals
from support.pairs import HE, RANDOM, XAVIER, Pair
from support.threads import start
from support.watchdog import TIMEOUT, watch

SCALES: dict[Pair, Callable[[int, int], float]] = {
    RANDOM: lambda fan_in, fan_out: 0.01,
    HE: lambda fan_in, fan_out: np.sqrt(2 / fan_in),
    XAVIER: lambda fan_in, fan_out: np.sqrt(2.0 / (fan_in + fan_out)),
}

NORMAL, UNIFORM, WORDS = "normal", "uniform", "words"


@dataclass(frozen=True, eq=False)
class Draw:
    """A way to draw."""

    kind: str
    call: Callable[[], Array]
    scales: Array = field(default_factory=lambda: np.ones(1))
    """What each normal is multiplied by."""


@dataclass(frozen=True, eq=False)
class Result:
    """What one call drew."""

    draw: Draw
    values: Array

    def first(self) -> tuple[str, bytes]:
        """Return the beginning, which no other call can have drawn."""
        return self.draw.kind, self.values[:4].tobytes()[: LENGTHS[self.draw.kind]]


LENGTHS = {NORMAL: 8, UNIFORM: 8, WORDS: 16}
"""How many bytes make a beginning unique: four words are, as one is not."""

Results = list[Result]


def initialization(pair: Pair, *layers_dims: int) -> Draw:
    """Return a call of one of our functions."""
    layers = list(layers_dims)
    scales = [
        np.full(fan_in * fan_out, SCALES[pair](fan_in, fan_out))
        for fan_in, fan_out in itertools.pairwise(layers)
    ]
    return Draw(NORMAL, lambda: normals(pair.ours(layers)), np.concatenate(scales))


def numpys(kind: str, call: Callable[[], Any]) -> Draw:
    """Return a call of one of NumPy's functions."""
    return Draw(kind, lambda: np.atleast_1d(call()))


def words(count: int) -> Array:
    """Draw an odd or even number of words."""
    return np.frombuffer(np.random.bytes(4 * count), np.uint32)


OURS = [
    *[initialization(pair, *sizes)
      for pair in SCALES
      for sizes in [(3, 2, 1), (5, 3, 1), (1, 1), (2, 1), (4, 50, 10), (7, 9, 33, 1)]] * 40,
    *[initialization(pair, *sizes)
      for pair in SCALES for sizes in [(300, 201, 10, 1), (257, 257), (301, 300, 1)]],
]  # fmt: skip

NUMPYS = [
    numpys(NORMAL, np.random.standard_normal),
    numpys(NORMAL, lambda: np.random.randn(3, 5).ravel()),
    numpys(NORMAL, lambda: np.random.normal(size=2000)),
    numpys(UNIFORM, np.random.random_sample),
    numpys(UNIFORM, lambda: np.random.rand(7)),
    numpys(UNIFORM, lambda: np.random.uniform(size=3000)),
]

WORD_DRAWS = [numpys(WORDS, lambda: words(5)), numpys(WORDS, lambda: words(1024))]


def stress(seconds: float = 60.0, threads: int = 8, seed: int = 0) -> str:
    """Draw in many threads, half of the time from one stream, half from many that alternate."""
    sys.setswitchinterval(1e-5)
    crew = Crew(threads, random.Random(seed))
    calls = numbers = 0
    for round_ in range(max(1, round(seconds))):
        watch()
        results = crew.draw_from_one_stream(0.5, seed + round_)
        calls += len(results)
        numbers += sum(result.values.size for result in results)
    library = Library(1 << 20)
    found = 0
    for _ in range(max(1, round(seconds))):
        watch()
        found += crew.draw_from_many_streams(0.5, library)
    if not LOCK_IS_REENTRANT:
        # There a call draws its first numbers before it holds the lock.
        return f"{threads} threads, {calls + found} calls that ended; runs may have gaps here"
    return (
        f"{threads} threads, {calls} calls that drew {numbers} numbers of one stream, each once; "
        f"{found} calls beside seed, set_state and set_bit_generator, each a run of one of "
        f"{len(STREAMS)} streams"
    )


class Crew:
    """Threads that all draw at once."""

    def __init__(self, threads: int, rng: random.Random) -> None:
        """Take so many threads, and let `rng` decide what each does."""
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

    def draw_from_one_stream(self, seconds: float, seed: int) -> Results:
        """Draw and read the state; then find the order in which all that came from one stream."""
        draws = [*OURS, *NUMPYS * 40, *WORD_DRAWS * 20]

        def step(rng: random.Random) -> Result | None:
            if rng.random() < 0.02:
                np.random.get_state()
                return None
            draw = rng.choice(draws)
            return Result(draw, draw.call())

        np.random.seed(seed)
        results = self.draw(seconds, step)
        if LOCK_IS_REENTRANT:
            state = full_state()
            np.random.seed(seed)
            draw_again(results)
            if full_state() != state:
                raise FaultError(f"seed {seed}: the calls in a row end at another place")
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
                return Result(draw, draw.call())
            # Only ours can draw while the bit generator is exchanged: NumPy's own calls read its
            # pointers one by one, and could take some from either bit generator.
            with numpys_turn:
                if rng.random() < 0.5:
                    draw = rng.choice(NUMPYS)
                    result = Result(draw, draw.call())
                    return result if draw.kind == NORMAL else None
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
    bit_generator = get_bit_generator()
    action = rng.randrange(5)
    if action == 0:
        states.clear()
        set_bit_generator(rng.choice([np.random.MT19937, np.random.PCG64])(rng.choice(SEEDS)))
        return
    # Ours work on a copy of a Mersenne Twister, but draw from any other with the GIL released.
    # NumPy takes the lock to seed a Mersenne Twister only, and reads words without it.
    alone = LOCK_IS_REENTRANT and not isinstance(bit_generator, np.random.MT19937)
    with bit_generator.lock if alone else nullcontext():
        if action == 1:
            states.append(np.random.get_state(legacy=False))
        elif action == 2 and states:
            np.random.set_state(rng.choice(states))
        else:
            states.clear()
            np.random.seed(rng.choice(SEEDS))


def draw_again(results: Results) -> None:
    """Draw all once more in one thread, each result where its first numbers are next."""
    left = {result.first(): result for result in results}
    if len(left) < len(results):
        raise FaultError(f"{len(results) - len(left)} calls drew what others drew as well")
    scales = {result.draw.scales[0] for result in results}
    while left:
        result, expected = draw_next(left, np.array(list(scales)))
        if expected.tobytes() != result.values.tobytes():
            raise FaultError("what a call drew is not one run of the stream")


def draw_next(left: dict[tuple[str, bytes], Result], scales: Array) -> tuple[Result, Array]:
    """Take the result out that begins with the stream's next numbers, and draw as many."""
    twister = get_bit_generator()
    place = words_of(twister)
    # Normals last: a cached one stays the next however much else is drawn before it.
    for kind, draw in ((UNIFORM, np.random.random_sample), (WORDS, words)):
        first = draw(4)
        set_words(twister, place)
        result = left.pop((kind, first.tobytes()[: LENGTHS[kind]]), None)
        if result is not None:
            return result, draw(result.values.size)
    normal = np.random.standard_normal(1)
    for candidate in normal * scales:
        result = left.pop((NORMAL, candidate.tobytes()), None)
        if result is not None:
            rest = np.random.standard_normal(result.values.size - 1)
            return result, np.concatenate([normal, rest]) * result.draw.scales
    raise FaultError(f"no call drew the next numbers of the stream; {len(left)} are left")


SEEDS = [1, 2]

STREAMS: list[Callable[[], np.random.RandomState]] = [
    *[lambda seed=seed: np.random.RandomState(seed) for seed in SEEDS],
    *[lambda seed=seed: np.random.RandomState(np.random.MT19937(seed)) for seed in SEEDS],
    *[lambda seed=seed: np.random.RandomState(np.random.PCG64(seed)) for seed in SEEDS],
]  # fmt: skip


class Library:
    """The normals of all known streams, to look runs of them up.

    A uniform number takes half of what one attempt to draw two normals takes: so each stream is
    there twice, the second time from its second uniform number on.
    """

    def __init__(self, length: int) -> None:
        """Draw so many normals of each."""
        self.length = length
        self.normals = np.concatenate(
            [self._run(make, skip) for make in STREAMS for skip in (0, 1)]
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
