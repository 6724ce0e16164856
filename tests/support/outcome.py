"""All that one call does, in a form that == compares bit for bit."""

import warnings
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from support.functions import Function

Make = Callable[[], Any]
"""Makes an `rng`, always the same one, from which numbers are then drawn."""


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


def state_of(rng: Any) -> Hashable:
    """Return the whole state of what is passed as `rng`; None if it has none that is to be kept."""
    if rng is np.random or isinstance(rng, np.random.RandomState):
        return freeze(rng.get_state(legacy=False))
    if isinstance(rng, np.random.Generator):
        rng = rng.bit_generator
    return freeze(rng.state) if hasattr(rng, "state") else None


def full_state() -> Hashable:
    """Return the whole state of the global stream: words, position and cached normal."""
    return state_of(np.random)


def bits(result: Any) -> list[tuple[str, Hashable]]:
    """Return a call's arrays, in their order, in a form that == compares bit for bit."""
    named = result if isinstance(result, dict) else {"the array": result}
    return [(name, freeze(array)) for name, array in named.items()]


@dataclass(frozen=True)
class Outcome:
    """All that one call did."""

    error: tuple[type[Exception], str] | None
    warnings: list[tuple[type[Warning], str]]
    bits: list[tuple[str, Hashable]]
    state: Hashable


def observe(
    function: Callable[..., Any], *arguments: Any, stream: Any = np.random, **named: Any
) -> Outcome:
    """Call the function, which draws from the stream, and return what it did."""
    error = None
    result: Any = {}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = function(*arguments, **named)
        except Exception as raised:
            error = (type(raised), str(raised))
    return Outcome(
        error=error,
        warnings=[(warning.category, str(warning.message)) for warning in caught],
        bits=bits(result),
        state=state_of(stream),
    )


def as_it_is() -> Make:
    """Return what gives the global stream as it is now, each time."""
    state = np.random.get_state(legacy=False)

    def make() -> Any:
        np.random.set_state(state)
        return np.random

    return make


def compare(
    function: Function,
    *arguments: Any,
    make: Make | None = None,
    dtype: Any = np.float64,
    with_out: bool = False,
    **named: Any,
) -> tuple[Outcome, list[str]]:
    """Call NumPy and ours, from streams made alike; return NumPy's outcome and what differs.

    The one difference that is meant: where NumPy's call fails, it may have drawn some layers, and
    ours leaves the stream as it was. If nothing makes a stream, it is the global one as it is.
    """
    make = make or as_it_is()
    theirs = make()
    before = state_of(theirs)
    source = function.source(theirs, dtype) | named
    expected = observe(function.reference, *arguments, stream=theirs, **source)

    ours = make()
    source = function.source(ours, dtype) | named
    found: list[str] = []
    if with_out:
        frozen: Any = expected.bits[0][1]
        source["out"] = np.full(frozen[1], np.nan, dtype)
    actual = observe(partial(ordinary, function, found), *arguments, stream=ours, **source)
    found += differences(actual, expected)
    if actual.state != (before if expected.error else expected.state):
        found.append("another state of the stream")
    return expected, found


def ordinary(function: Function, found: list[str], *arguments: Any, **named: Any) -> Any:
    """Make a call of ours, and add to the faults if its arrays are not ordinary ones."""
    result = function.ours(*arguments, **named)
    if named.get("out") is not None and result is not named["out"]:
        found.append("out is not what is returned")
    for array in result.values() if isinstance(result, dict) else [result]:
        if type(array) is not np.ndarray or not array.flags.carray or not array.flags.owndata:
            found.append(f"no ordinary array: {type(array)} {array.flags}")
    return result


def differences(actual: Outcome, expected: Outcome) -> list[str]:
    """Return in what two outcomes differ, beside the state."""
    found = []
    if actual.error != expected.error:
        found.append(f"{actual.error}, where NumPy has {expected.error}")
    if actual.warnings != expected.warnings:
        found.append(f"{actual.warnings}, where NumPy has {expected.warnings}")
    if len(actual.bits) != len(expected.bits):
        found.append(f"{len(actual.bits)} for {len(expected.bits)} arrays")
    for mine, theirs in zip(actual.bits, expected.bits, strict=False):
        if mine != theirs:
            found.append(f"{mine[0]} for {theirs[0]}: {place(mine[1], theirs[1])}")
    return found


def place(actual: Any, expected: Any) -> str:
    """Return where two frozen arrays differ."""
    if actual[:2] != expected[:2]:
        return f"{actual[:2]} for {expected[:2]}"
    mine, theirs = (np.frombuffer(frozen[2], f"V{np.dtype(frozen[0]).itemsize}")
                    for frozen in (actual, expected))  # fmt: skip
    places = np.flatnonzero(mine != theirs)
    return f"{places.size} of {mine.size} numbers differ, first at {places[:3]}"


def assert_same(function: Function, *arguments: Any, **named: Any) -> None:
    """Assert that both calls do the same, whether they return or fail: see `compare`."""
    _, found = compare(function, *arguments, **named)
    assert not found, (function, arguments, named)


def assert_refused(function: Function, *arguments: Any, **named: Any) -> None:
    """Assert that both calls fail alike, and ours before it draws."""
    expected, found = compare(function, *arguments, **named)
    assert expected.error is not None
    assert not found
