"""Streams of every kind."""

import itertools
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
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


def randomgens() -> list[Any]:
    """Return the bit generators of the package randomgen, but those that take no seed."""
    with suppress(ImportError):
        return [
            value
            for name, value in vars(import_module("randomgen")).items()
            if isinstance(value, type)
            and issubclass(value, np.random.BitGenerator)
            and name not in ("RDRAND", "UserBitGenerator")
        ]
    return []


class OwnPCG64(np.random.PCG64):
    """A subclass that changes nothing but the name."""


class Twister(np.random.MT19937):
    """A subclass that changes nothing but the name."""


class MT19937(np.random.PCG64):
    """Another bit generator under a name that promises words which it does not have."""


class OwnGenerator(np.random.Generator):
    """A subclass, whose methods are called."""


class OwnRandomState(np.random.RandomState):
    """A subclass of the legacy kind."""


def overriding(base: Any, *names: str) -> Any:
    """Return a subclass of a kind of stream, of which some methods draw a word more before."""

    def override(name: str) -> Callable[..., Any]:
        def method(self: Any, *args: Any, **named: Any) -> Any:
            base.bytes(self, 4)
            return getattr(base, name)(self, *args, **named)

        return method

    return type(f"Other{base.__name__}", (base,), {name: override(name) for name in names})


OtherGenerator = overriding(np.random.Generator, "standard_normal", "uniform", "random")
OtherRandomState = overriding(np.random.RandomState, "standard_normal", "uniform")


def refuse_a_seed(bit_generator: Any) -> None:
    """Initialise a bit generator with a seed that it refuses, when it has no state any more."""
    with pytest.raises(ValueError, match="non-negative"):
        bit_generator.__init__(-1)


Maker = Callable[[int], Any]


def generator(bit_generator: Any, seed: int, wrap: Any = np.random.Generator) -> Any:
    """Return a generator, or another stream, on a new bit generator."""
    return wrap(bit_generator(seed))


def global_stream(bit_generator: Any, seed: int) -> Any:
    """Return `np.random`, on a new bit generator."""
    set_bit_generator(bit_generator(seed))
    return np.random


GENERATORS: dict[str, Maker] = {kind.__name__: partial(generator, kind) for kind in BIT_GENERATORS}
STREAMS: dict[str, Maker] = GENERATORS | {
    "OwnGenerator": partial(generator, np.random.PCG64, wrap=OwnGenerator),
    "RandomState": np.random.RandomState,
    "RandomState on PCG64": partial(generator, np.random.PCG64, wrap=np.random.RandomState),
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


def source_of(rng: Any) -> Any:
    """Return the bit generator that a stream draws from."""
    return get_bit_generator() if rng is np.random else rng._bit_generator


def lock_of(rng: Any) -> Any:
    """Return its lock."""
    return source_of(rng).lock


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
