"""Streams of every kind, made twice alike, and their whole state."""

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any

import numpy as np

from support.outcome import freeze


class OwnGenerator(np.random.Generator):
    """A subclass, whose methods are called."""


class OwnRandomState(np.random.RandomState):
    """A subclass of the legacy kind."""


Maker = Callable[[int], Any]


def generator(name: str, seed: int) -> np.random.Generator:
    """Return a generator on a bit generator of this name."""
    return np.random.Generator(getattr(np.random, name)(seed))


BIT_GENERATORS = ("MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64")
STREAMS: dict[str, Maker] = {
    **{name: partial(generator, name) for name in BIT_GENERATORS},
    "OwnGenerator": lambda seed: OwnGenerator(np.random.PCG64(seed)),
    "RandomState": np.random.RandomState,
    "RandomState on PCG64": lambda seed: np.random.RandomState(np.random.PCG64(seed)),
    "OwnRandomState": OwnRandomState,
}


def state(stream: Any) -> Hashable:
    """Return the whole state, in a form that == compares bit for bit."""
    if isinstance(stream, np.random.RandomState):
        return freeze(stream.get_state(legacy=False))
    return freeze(stream.bit_generator.state)
