"""Streams are disturbed in every way that Python code has; ours draw what NumPy's methods draw."""

import copy
import pickle
import random
import sys
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.random.mtrand import get_bit_generator, set_bit_generator

from stress.command import FaultError, run
from support.functions import DRAWING, DTYPES, FUNCTIONS, NORMAL, RANDOM, UNIFORM
from support.outcome import freeze, state_of
from support.streams import (
    BIT_GENERATORS,
    Foreign,
    OwnGenerator,
    OwnPCG64,
    OwnRandomState,
    overriding,
    refuse_a_seed,
)
from support.threads import start
from support.watchdog import TIMEOUT, watch

COUNTS = [0, 1, 2, 3, 7, 31, 33, 200, 260, 3000, 65_535, 65_536, 70_001]
WEIGHTS = [20, 100, 100, 100, 100, 60, 60, 40, 40, 20, 1, 1, 1]


class LockedPCG64(np.random.PCG64):
    """A bit generator with a lock of its own kind."""

    lock = threading.Lock()


SOURCES: list[Callable[[int], Any]] = [*BIT_GENERATORS * 3, OwnPCG64, LockedPCG64, Foreign]
WRAPPERS: list[Callable[[Any], Any]] = [
    *[np.random.Generator, np.random.RandomState] * 4,
    OwnGenerator,
    OwnRandomState,
    overriding(np.random.Generator, "standard_normal"),
    overriding(np.random.RandomState, "uniform"),
]


class Twin:
    """A stream, with all the bit generators that it ever had: NumPy's do not keep them alive."""

    def __init__(self, wrap: Callable[[Any], Any], source: Any) -> None:
        self.stream = wrap(source)
        self.sources = [source]
        self.states = [source.state]

    def source(self) -> Any:
        """Return the bit generator that the stream names."""
        return self.stream._bit_generator

    def numpys(self) -> Any:
        """Return the one of NumPy's that it names, or that is behind that."""
        return getattr(self.source(), "inner", self.source())

    def use(self, source: Any) -> Any:
        """Keep a bit generator alive."""
        self.sources.append(source)
        return source

    def everything(self) -> tuple[Any, ...]:
        """Return all states that may have changed."""
        return (state_of(self.stream), *[freeze(source.state) for source in self.sources[-3:]])


def exchange(twin: Twin, seed: int) -> None:
    """Name another bit generator, from which the stream does not draw."""
    twin.stream._bit_generator = twin.use(np.random.PCG64(seed))


def replace_capsule(twin: Twin, seed: int) -> None:
    """Replace the interface of a third-party bit generator."""
    source = twin.source()
    if isinstance(source, Foreign):
        source.capsule = twin.use(np.random.SFC64(seed)).capsule


def replace_lock(twin: Twin, seed: int) -> None:
    """Replace the lock of a third-party bit generator."""
    source = twin.source()
    if isinstance(source, Foreign):
        vars(source)["lock"] = threading.Lock() if seed % 2 else threading.RLock()


def again(twin: Twin, seed: int) -> None:
    """Initialise the stream again, on the bit generator that it names if that has a state."""
    ready = has_state(twin.source())
    source = twin.source() if ready else twin.use(SOURCES[seed % len(SOURCES)](seed))
    twin.stream.__init__(source)


def has_state(source: Any) -> bool:
    """Return whether a bit generator was initialised: from one that was not, NumPy crashes."""
    inner = getattr(source, "inner", source)
    return bool(inner.ctypes.state_address)


def remember(twin: Twin, seed: int) -> None:
    """Remember the state."""
    twin.states.append(twin.source().state)


def set_back(twin: Twin, seed: int) -> None:
    """Set a state of before, if it is of such a bit generator."""
    state = twin.states[-1]
    source = twin.source()
    if state["bit_generator"] == source.state["bit_generator"]:
        source.state = state


def replace_by(copied: Callable[[Any], Any]) -> Callable[[Twin, int], None]:
    """Return what replaces a stream by a copy, on a copy of what it names."""

    def step(twin: Twin, seed: int) -> None:
        source = twin.source()
        if type(source) in BIT_GENERATORS and has_state(source):
            twin.stream = copied(twin.stream)
            twin.use(twin.source())

    return step


def legacy_state(twin: Twin, seed: int) -> None:
    """Set a cached normal."""
    if isinstance(twin.stream, np.random.RandomState) and type(twin.source()) in BIT_GENERATORS:
        state = twin.stream.get_state(legacy=False)
        twin.stream.set_state(state | {"has_gauss": seed % 2, "gauss": 0.25 if seed % 2 else 0.0})


def share(twin: Twin, seed: int) -> None:
    """Draw by another stream on the same bit generator."""
    if has_state(twin.source()):
        np.random.Generator(twin.source()).random(3, dtype=np.float32)


STEPS: dict[str, Callable[[Twin, int], Any]] = {
    "refused": lambda twin, seed: refuse_a_seed(twin.numpys()),
    "initialised by the base": lambda twin, seed: np.random.BitGenerator.__init__(twin.numpys(), 1),
    "initialised": lambda twin, seed: twin.numpys().__init__(seed),
    "exchanged": exchange,
    "capsule": replace_capsule,
    "lock": replace_lock,
    "again": again,
    "remembered": remember,
    "set back": set_back,
    "copied": replace_by(copy.copy),
    "copied deeply": replace_by(copy.deepcopy),
    "pickled": replace_by(lambda stream: pickle.loads(pickle.dumps(stream))),
    "cached normal": legacy_state,
    "shared": share,
    "drawn by NumPy": lambda twin, seed: twin.stream.standard_normal(seed % 4),
    "bytes": lambda twin, seed: twin.stream.bytes(seed % 11),
    "seeded": lambda twin, seed: (
        twin.stream.seed(seed)
        if isinstance(twin.source(), np.random.MT19937)
        and isinstance(twin.stream, np.random.RandomState)
        else None
    ),
}


def stress(steps: int = 100_000, seed: int = 0, rounds: int = 60) -> str:
    """Take so many steps with pairs of streams, one drawn by ours, one by NumPy; then threads."""
    rng = random.Random(seed)
    counts: Counter[str] = Counter()
    twins: list[Twin] = []
    for step in range(steps):
        if step % 100 == 0:
            watch()
        if step % 40 == 0:
            make, wrap, first = rng.choice(SOURCES), rng.choice(WRAPPERS), rng.randrange(2**32)
            twins = [Twin(wrap, make(first)) for _ in range(2)]
        if rng.random() < 0.4:
            name, number = rng.choice(list(STEPS)), rng.randrange(2**32)
            for twin in twins:
                STEPS[name](twin, number)
        else:
            name = draw(twins, rng)
        counts[name] += 1
        mine, theirs = twins
        if mine.everything() != theirs.everything():
            raise FaultError(f"step {step}, {name}: another state")
    rarest = min(counts, key=counts.__getitem__)
    numbers = sum(threads(round_, rng) for round_ in range(rounds))
    return (
        f"{steps} steps of {len(counts)} kinds ({rarest} least often, {counts[rarest]} times), and "
        f"{numbers} numbers in threads: none differs, none is lost or given twice"
    )


def draw(twins: list[Twin], rng: random.Random) -> str:
    """Draw by a function of ours from the first stream, and as it is defined from the second."""
    [count] = rng.choices(COUNTS, WEIGHTS)
    stream = twins[0].stream
    function = rng.choice(FUNCTIONS + DRAWING)
    dtype = rng.choice(DTYPES)
    if function.of_notebook:
        source = twins[0].source()
        if type(stream) is not np.random.RandomState or not has_state(source):
            function = NORMAL
    if function.of_notebook:
        count = max(count, 1)  # without a fan-in there is no scale
    drawn = []
    for twin, by in zip(twins, (function.draw, function.expected), strict=True):
        if function.of_notebook:
            drawn.append(freeze(by_the_global_stream(twin, by, count)))
        else:
            drawn.append(freeze(by(count, twin.stream, dtype)))
    if drawn[0] != drawn[1]:
        raise FaultError(f"{function}({count}) of {stream} on {twins[0].source()} differs")
    return function.name


def by_the_global_stream(twin: Twin, draw: Callable[..., Any], count: int) -> Any:
    """Draw while the global stream has the bit generator that a stream names."""
    before = get_bit_generator()
    set_bit_generator(twin.source())
    try:
        return draw(count, np.random)
    finally:
        set_bit_generator(before)


def threads(round_: int, rng: random.Random, workers: int = 4, calls: int = 60) -> int:
    """Draw from one stream by ours and by NumPy in threads, while its seeds are refused."""
    sys.setswitchinterval(1e-5)
    watch()
    make = BIT_GENERATORS[round_ % len(BIT_GENERATORS)]
    function, wrap = rng.choice(
        [
            (UNIFORM, np.random.Generator),
            (NORMAL, np.random.Generator),
            (UNIFORM, np.random.RandomState),
            (NORMAL, np.random.RandomState),
            (RANDOM, set_bit_generator),
        ]
    )
    if function is RANDOM:
        set_bit_generator(make(round_))
        stream: Any = np.random
    else:
        stream = wrap(make(round_))  # type: ignore[operator]
    source: Any = get_bit_generator() if stream is np.random else stream._bit_generator
    disturbed = rng.random() < 0.7

    def work(seed: int) -> list[Any]:
        rng = random.Random(seed)
        results = []
        for _ in range(calls):
            [count] = rng.choices(COUNTS, WEIGHTS)
            by = function.expected if rng.random() < 0.4 else function.draw
            results.append(by(count, stream))
        return results

    def disturb() -> None:
        while disturbed and not over.is_set():
            try:
                source.__init__(-1)
            except ValueError:
                continue

    over = threading.Event()
    disturber = start(disturb)
    tasks = [start(work, rng.randrange(2**32)) for _ in range(workers)]
    results = [numbers for task in tasks for numbers in task.result(TIMEOUT)]
    over.set()
    disturber.result(TIMEOUT)
    drawn = np.concatenate(results)
    if function is RANDOM:
        set_bit_generator(make(round_))
        again: Any = np.random
    else:
        again = wrap(make(round_))  # type: ignore[operator]
    expected = function.expected(drawn.size, again)
    if not np.array_equal(np.sort(drawn), np.sort(expected)):
        lost = np.setdiff1d(expected, drawn).size
        raise FaultError(f"round {round_}, {function} of {make}: {lost} of {drawn.size} lost")
    return int(drawn.size)


if __name__ == "__main__":
    raise SystemExit(run(stress))
