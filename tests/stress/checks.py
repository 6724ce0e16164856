"""Comparisons of large results, without a copy of them."""

from typing import Any

import numpy as np
import numpy.typing as npt

from reference.notebook import Parameters
from stress.command import FaultError
from support.locks import lock_is_free
from support.outcome import full_state

Array = npt.NDArray[Any]


def same_bits(first: Array, second: Array) -> bool:
    """Return whether two arrays of float64 are equal bit for bit."""
    return first.shape == second.shape and np.array_equal(
        first.view(np.uint64), second.view(np.uint64)
    )


def assert_same_parameters(actual: Parameters, expected: Parameters, what: object) -> None:
    """Raise if any bit of two results differs."""
    if list(actual) != list(expected):
        raise FaultError(f"{what}: the arrays {list(actual)} for {list(expected)}")
    for name, array in actual.items():
        if not same_bits(array, expected[name]):
            raise FaultError(f"{what}: {name} differs")


def assert_untouched(state: object, what: object) -> None:
    """Raise unless the global stream is in this state, as it was frozen, and its lock is free."""
    if full_state() != state:
        raise FaultError(f"{what}: the stream has moved")
    if not lock_is_free():
        raise FaultError(f"{what}: the lock is not free")
