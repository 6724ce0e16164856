"""Streams of every kind."""

import itertools
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from numpy.random.mtrand import get_bit_generator, set_bit_generator

from support import outcome
from support.functions import DRAWING, FUNCTIONS, Function, name_of
from support.outcome import Make

BIT_GENERATORS: tuple[type[np.random.BitGenerator], ...] = (
    np.random.PCG64,
    np.random.PCG64DXSM,
    np.random.Philox,
    np.random.SFC64,
    np.random.MT19937,
)
every_bit_generator = pytest.mark.parametrize("bit_generator", BIT_GENERATORS, ids=name_of)


class Foreign:
    """A duck-typed bit generator: all that a Generator asks of one."""

    def __init__(self, seed: int) -> None:
        self.inner = np.random.SFC64(seed)
        self.capsule = self.inner.capsule
        self.lock = self.inner.lock

    @property
    def state(self) -> Any:
        """Return the state."""
        return self.inner.state

    @state.setter
    def state(self, value: Any) -> None:
        self.inner.state = value


class OwnGenerator(np.random.Generator):
    """A subclass, whose methods are called."""


class OwnRandomState(np.random.RandomState):
    """A subclass of the legacy kind."""


Maker = Callable[[int], Any]


def generator(bit_generator: Any, seed: int) -> np.random.Generator:
    """Return a generator on a new bit generator."""
    return np.random.Generator(bit_generator(seed))


def random_state(bit_generator: Any, seed: int) -> np.random.RandomState:
    """Return a legacy stream on a new bit generator."""
    return np.random.RandomState(bit_generator(seed))


def global_stream(bit_generator: Any, seed: int) -> Any:
    """Return `np.random`, on a new bit generator."""
    set_bit_generator(bit_generator(seed))
    return np.random


GENERATORS: dict[str, Maker] = {kind.__name__: partial(generator, kind) for kind in BIT_GENERATORS}
STREAMS: dict[str, Maker] = GENERATORS | {
    "OwnGenerator": lambda seed: OwnGenerator(np.random.PCG64(seed)),
    "RandomState": np.random.RandomState,
    "RandomState on PCG64": partial(random_state, np.random.PCG64),
    "OwnRandomState": OwnRandomState,
}
GLOBAL: dict[str, Maker] = {
    "np.random": partial(global_stream, np.random.MT19937),
    "np.random on PCG64": partial(global_stream, np.random.PCG64),
}
ALL_STREAMS = STREAMS | GLOBAL | {"foreign": partial(generator, Foreign)}

every_stream = pytest.mark.parametrize("stream", STREAMS)


def in_a_row(stream: str) -> Make:
    """Return what gives, in turns, NumPy's stream and ours, each as its last call has left it."""
    return itertools.cycle([STREAMS[stream](1) for _ in range(2)]).__next__


Way = tuple[Function, str]
WAYS: list[Way] = [
    *((function, stream) for function in FUNCTIONS for stream in ALL_STREAMS),
    *((function, stream) for function in DRAWING for stream in GLOBAL),
]
"""Each function with each stream that it can draw from."""

BY_METHODS = {
    "OwnGenerator",
    "OwnRandomState",
    "RandomState on PCG64",
    "np.random on PCG64",
    "foreign",
}
"""The streams whose own methods draw: nobody interrupts those, and they take more memory."""

OURS = [(function, stream) for function, stream in WAYS if stream not in BY_METHODS]
"""The ways in which paraminit itself draws."""

every_way = pytest.mark.parametrize(
    ("function", "stream"), [pytest.param(*way, id=f"{way[0]}-{way[1]}") for way in WAYS]
)


def lock_of(rng: Any) -> Any:
    """Return the lock of the bit generator that a stream draws from."""
    return (get_bit_generator() if rng is np.random else rng._bit_generator).lock


def assert_same(
    function: Function,
    make: Make,
    shape: Any,
    parameter: float = 0.3,
    dtype: Any = np.float64,
    with_out: bool = False,
) -> None:
    """Assert that a function returns NumPy's numbers and leaves NumPy's state."""
    outcome.assert_same(function, shape, parameter, make=make, dtype=dtype, with_out=with_out)
