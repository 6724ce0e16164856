"""Streams of every kind, and the functions beside the NumPy that defines them."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import paraminit
import pytest

from reference import streams
from reference.streams import Array
from support.outcome import freeze

Make = Callable[[], Any]
"""Makes an `rng`, always the same one, from which numbers are then drawn."""


@dataclass(frozen=True, repr=False)
class Function:
    """One function of paraminit, and its definition."""

    name: str
    ours: Callable[..., Array]
    reference: Callable[..., Array]

    def __repr__(self) -> str:
        """Return the short name, which pytest shows."""
        return self.name


NORMAL = Function("normal", paraminit.normal, streams.normal)
UNIFORM = Function("uniform", paraminit.uniform, streams.uniform)
FUNCTIONS = (NORMAL, UNIFORM)
DTYPES = (np.float64, np.float32)
BIT_GENERATORS: tuple[type[np.random.BitGenerator], ...] = (
    np.random.PCG64,
    np.random.PCG64DXSM,
    np.random.Philox,
    np.random.SFC64,
    np.random.MT19937,
)


def name_of(value: Any) -> str:
    """Return what pytest shows."""
    return str(getattr(value, "__name__", value))


every_function = pytest.mark.parametrize("function", FUNCTIONS, ids=repr)
every_dtype = pytest.mark.parametrize("dtype", DTYPES, ids=name_of)
every_bit_generator = pytest.mark.parametrize("bit_generator", BIT_GENERATORS, ids=name_of)


class Foreign:
    """No `BitGenerator` of NumPy's, but all that a Generator asks of one."""

    def __init__(self, seed: int) -> None:
        """Wrap a bit generator."""
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


def state_of(rng: Any) -> Hashable:
    """Return the whole state of what is passed as `rng`; None if it has none that is to be kept."""
    if streams.is_legacy(rng):
        return freeze(rng.get_state(legacy=False))
    if isinstance(rng, np.random.Generator):
        rng = rng.bit_generator
    return freeze(rng.state) if hasattr(rng, "state") else None


@dataclass(frozen=True)
class Call:
    """A call of a function."""

    function: Function
    shape: Any
    parameter: float = 0.3
    dtype: Any = np.float64
    with_out: bool = False

    def differences(self, make: Make) -> list[str]:
        """Compare what the function does to an `rng` with what NumPy does."""
        theirs = make()
        with np.errstate(over="ignore", under="ignore"):
            expected = self.function.reference(
                self.shape, self.parameter, rng=theirs, dtype=self.dtype
            )
        left = state_of(theirs)
        ours = make()
        out = np.full(expected.shape, np.nan, self.dtype) if self.with_out else None
        actual = self.function.ours(self.shape, self.parameter, rng=ours, dtype=self.dtype, out=out)
        found = []
        if self.with_out and actual is not out:
            found.append("out is not what is returned")
        if type(actual) is not np.ndarray or not actual.flags.carray or not actual.flags.owndata:
            found.append(f"no ordinary array: {type(actual)} {actual.flags}")
        if (actual.dtype, actual.shape) != (expected.dtype, expected.shape):
            found.append(f"{actual.dtype} {actual.shape} for {expected.dtype} {expected.shape}")
        elif actual.tobytes() != expected.tobytes():
            places = np.flatnonzero((actual != expected).ravel())
            found.append(f"{places.size} of {actual.size} numbers differ, first at {places[:3]}")
        if state_of(ours) != left:
            found.append(f"the state is {state_of(ours)!r:.300} for {left!r:.300}")
        return found


def assert_same(
    function: Function,
    make: Make,
    shape: Any,
    parameter: float = 0.3,
    dtype: Any = np.float64,
    with_out: bool = False,
) -> None:
    """Assert that a function returns NumPy's numbers and leaves NumPy's state."""
    call = Call(function, shape, parameter, dtype, with_out)
    found = call.differences(make)
    assert not found, call
