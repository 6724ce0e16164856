"""All that one call does, in a form that == compares bit for bit."""

import warnings
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from reference.notebook import Parameters
from support.pairs import Pair


def freeze(value: object) -> Hashable:
    """Return `value`, a state as NumPy gives it, in a form that == compares bit for bit."""
    if isinstance(value, dict):
        return tuple((key, freeze(item)) for key, item in value.items())
    if isinstance(value, np.ndarray):
        return value.dtype.str, value.shape, value.tobytes()
    if isinstance(value, float):
        return value.hex()
    assert isinstance(value, Hashable)
    return value


def full_state() -> Hashable:
    """Return the whole state of the global stream: words, position and cached normal."""
    return freeze(np.random.get_state(legacy=False))


def bits(parameters: Parameters) -> list[tuple[str, Hashable]]:
    """Return the arrays, in their order, in a form that == compares bit for bit."""
    return [(name, freeze(array)) for name, array in parameters.items()]


def normals(parameters: Parameters) -> npt.NDArray[np.float64]:
    """Return all the weights, in the order in which they were drawn."""
    return np.concatenate([array.ravel() for name, array in parameters.items() if name[0] == "W"])


@dataclass(frozen=True)
class Outcome:
    """All that one call did."""

    error: tuple[type[Exception], str] | None
    warnings: list[tuple[type[Warning], str]]
    bits: list[tuple[str, Hashable]]
    state: Hashable


def observe(function: Callable[[Any], Parameters], layers_dims: Any) -> Outcome:
    """Call the function and return what it did."""
    error = None
    parameters: Parameters = {}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            parameters = function(layers_dims)
        except Exception as raised:
            error = (type(raised), str(raised))
    return Outcome(
        error=error,
        warnings=[(warning.category, str(warning.message)) for warning in caught],
        bits=bits(parameters),
        state=full_state(),
    )


def compare(pair: Pair, layers_dims: Any) -> tuple[Outcome, list[str]]:
    """Make both calls from the present state; return the notebook's outcome and what differs.

    The one difference that is meant: where the notebook's call fails, it may have drawn some
    layers, and ours leaves the stream as it was.
    """
    before = np.random.get_state(legacy=False)
    expected = observe(pair.reference, layers_dims)
    np.random.set_state(before)
    actual = observe(pair.ours, layers_dims)

    differences = []
    if actual.error != expected.error:
        differences.append(f"{pair}: {actual.error}, where NumPy has {expected.error}")
    if actual.warnings != expected.warnings:
        differences.append(f"{pair}: {actual.warnings}, where NumPy has {expected.warnings}")
    if actual.bits != expected.bits:
        names = [
            f"{mine[0]} for {theirs[0]}"
            for mine, theirs in zip(actual.bits, expected.bits, strict=False)
            if mine != theirs
        ]
        lengths = f"{len(actual.bits)} for {len(expected.bits)} arrays"
        differences.append(f"{pair}: {lengths}, differing {names}")
    if actual.state != (freeze(before) if expected.error else expected.state):
        differences.append(f"{pair}: another state of the stream")
    return expected, differences


def assert_same(pair: Pair, layers_dims: Any) -> None:
    """Assert that both calls do the same, whether they return or fail."""
    _, differences = compare(pair, layers_dims)
    assert not differences


def assert_refused(pair: Pair, layers_dims: Any) -> None:
    """Assert that both calls fail alike, and ours before it draws."""
    expected, differences = compare(pair, layers_dims)
    assert expected.error is not None
    assert not differences
