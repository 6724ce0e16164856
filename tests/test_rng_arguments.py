"""Shapes, dtypes and parameters are read as NumPy reads them, or refused before a draw."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import paraminit
import pytest

from support.arguments import Index, assert_refused_as, shown
from support.functions import (
    DTYPES,
    Function,
    every_dtype,
    every_function,
    every_parameter,
)
from support.outcome import assert_same

SHAPES: list[Any] = [
    5, 0, np.int64(4), np.uint8(4), np.array(4), Index(4), (), (3,), (3, 4), [3, 4],
    np.array([3, 4]), (np.int32(3), 4), (Index(3), 2), range(1, 4), (0, 5), (5, 0, 2), (1,) * 8,
    (1,) * 9, (1,) * 32, (2, 3, 4, 5),
]  # fmt: skip

BAD_SHAPES: list[Any] = [
    True, (3, True), -1, (3, -1), 2.5, (3, 2.5), "3", ("3",), [[3, 4]], (None,), {3}, 2**63, 2**70,
    (2**40, 2**40), (2**62, 0), (1,) * 65, 10**15, (10**8, 10**7), np.float64(3), object(), 1j,
]  # fmt: skip

DTYPES_BY_OTHER_NAMES: dict[Any, list[Any]] = {
    np.float64: [
        np.float64, float, "float64", "d", "f8", "=f8", np.dtype(np.float64),
        np.dtype("f8", metadata={"a": 1}), np.double, None,
    ],
    np.float32: [np.float32, "float32", "f", "f4", np.dtype("f4"), np.single],
}  # fmt: skip

BAD_DTYPES: list[Any] = [
    np.float16, np.longdouble, np.complex128, int, bool, object, "S8", [("a", "f8")],
    np.dtype((np.float64, (2,))), *(np.dtype(code).newbyteorder() for code in ("f8", "f4")),
]  # fmt: skip

NO_DTYPES: list[Any] = ["float63", 3, object(), (1, 2, 3)]

BAD_PARAMETERS: dict[Any, str] = {
    float("nan"): "nan", float("inf"): "inf", -float("inf"): "-inf", -1.0: "-1.0",
    -1e300: r"-1e\+300", -5e-324: "-5e-324", np.float64("nan"): "nan", np.float32("inf"): "inf",
    np.int64(-2): "-2.0",
}  # fmt: skip
"""Numbers that are none, and how Python shows them as floats."""

NO_NUMBERS: list[Any] = [
    "0.5", b"1", None, 1j, np.complex128(1 + 2j), np.complex64(1), np.timedelta64(1), {}, object(),
    np.datetime64(1, "s"), np.array("0.1"), np.array(0.1, object), np.str_("0.1"), [0.5], (1,),
    np.array(["a"]),
]  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES, ids=shown)
@every_dtype
@every_function
def test_shape(function: Function, dtype: Any, shape: Any) -> None:
    """Take for a shape what NumPy takes for one; always return an array."""
    for kind in (np.random.default_rng, np.random.RandomState):
        assert_same(function, shape, 0.3, make=partial(kind, 3), dtype=dtype)


@pytest.mark.parametrize("shape", BAD_SHAPES, ids=shown)
@every_dtype
@every_function
def test_bad_shape(function: Function, dtype: Any, shape: Any, untouched: Any) -> None:
    """Refuse a shape in the words of `np.empty`."""
    assert_refused_as(
        lambda: np.empty(shape, dtype),
        lambda: function.ours(shape, rng=untouched, dtype=dtype),
    )


@pytest.mark.parametrize(
    ("dtype", "spelling"),
    [(dtype, each) for dtype, spellings in DTYPES_BY_OTHER_NAMES.items() for each in spellings],
    ids=shown,
)
@every_function
def test_dtype(function: Function, dtype: Any, spelling: Any) -> None:
    """Take whatever NumPy takes for one of the two types."""
    actual = function.ours(3, rng=4, dtype=spelling)
    np.testing.assert_array_equal(actual, function.reference(3, rng=4, dtype=dtype), strict=True)


@pytest.mark.parametrize("dtype", BAD_DTYPES, ids=shown)
@every_function
def test_other_dtype(function: Function, dtype: Any, untouched: Any) -> None:
    """Refuse another type, and name the two."""
    with pytest.raises(TypeError, match="dtype must be float64 or float32, not "):
        function.ours(3, rng=untouched, dtype=dtype)


@pytest.mark.parametrize("dtype", NO_DTYPES, ids=shown)
@every_function
def test_no_dtype(function: Function, dtype: Any, untouched: Any) -> None:
    """Refuse what is no type in NumPy's words."""
    assert_refused_as(lambda: np.dtype(dtype), lambda: function.ours(3, rng=untouched, dtype=dtype))


@pytest.mark.parametrize("value", BAD_PARAMETERS, ids=shown)
@every_parameter
@every_dtype
def test_bad_parameter(
    dtype: Any, draw: Callable[..., Any], name: str, value: Any, untouched: Any
) -> None:
    """Refuse a parameter that is negative or not finite; name it, and show it as Python does."""
    words = f"{name} must be finite and not negative, not {BAD_PARAMETERS[value]}$"
    for arguments, named in (((value,), {}), ((), {name: value})):
        for shape in ((3, 3), (0, 3)):
            with pytest.raises(ValueError, match=words):
                draw(shape, *arguments, **named, rng=untouched, dtype=dtype)


@pytest.mark.parametrize("value", NO_NUMBERS, ids=shown)
@every_parameter
def test_no_number(draw: Callable[..., Any], name: str, value: Any, untouched: Any) -> None:
    """Refuse a parameter that is no real number, though Python may make a float of it."""
    is_pair = name == "bound" and isinstance(value, list | tuple)
    words = f"{name} must be " + ("a number or a pair" if is_pair else "a real number, not ")
    with pytest.raises((TypeError, ValueError), match=words):
        draw((3, 3), value, rng=untouched)


@pytest.mark.parametrize("value", [10**400, -(10**400)], ids=["large", "small"])
@every_function
def test_too_large_an_integer(function: Function, value: Any, untouched: Any) -> None:
    """Refuse an integer that is no float in Python's words."""
    with pytest.raises(OverflowError, match="int too large to convert to float"):
        function.ours(3, value, rng=untouched)


def test_too_wide_a_range(untouched: Any) -> None:
    """Refuse a range that no float holds, with NumPy's own error."""
    for dtype, bound in ((np.float64, 1e308), (np.float32, 2e38)):
        assert_refused_as(
            lambda: np.random.default_rng(3).uniform(-1e308, 1e308),
            lambda: paraminit.uniform(3, bound, rng=untouched, dtype=dtype),  # noqa: B023
        )


@every_function
def test_too_large_for_float32(function: Function, untouched: Any) -> None:
    """Refuse what is infinite in float32."""
    for value in (1e39, 1e300):
        with pytest.raises(ValueError, match="in float32"):
            function.ours(3, value, rng=untouched, dtype=np.float32)


@pytest.mark.parametrize(
    "value",
    [2.5, 2, True, np.float64(2.5), np.float32(2.5), np.int8(2), np.float16(0.1)],
    ids=shown,
)
@every_function
def test_parameters_of_other_types(function: Function, value: Any) -> None:
    """Promote to nothing else, whatever the parameter's type."""
    for dtype in DTYPES:
        expected = function.reference(1500, float(value), rng=3, dtype=dtype)
        actual = function.ours(1500, value, rng=3, dtype=dtype)
        assert actual.dtype == dtype
        assert actual.tobytes() == expected.tobytes()


@every_function
def test_defaults(function: Function) -> None:
    """Draw float64 with the parameter 1 if nothing is said."""
    expected = function.reference(5, 1.0, rng=3, dtype=np.float64)
    assert function.ours(5, rng=3).tobytes() == expected.tobytes()
    assert function.ours(shape=5, rng=3).tobytes() == expected.tobytes()


@every_function
def test_names_only(function: Function) -> None:
    """Take rng, dtype and out by name only, and a shape in any case."""
    for arguments in ((3, 1.0, 5), (3, 1.0, None), ()):
        with pytest.raises(TypeError):
            function.ours(*arguments)
    with pytest.raises(TypeError):
        function.ours(3, seed=5)


@every_function
def test_errors_of_arguments(function: Function, untouched: Any) -> None:
    """Raise what an argument raises when it is read."""
    raising = Index(TimeoutError())
    number = type("Raising", (Index,), {"__float__": Index.__index__})(TimeoutError())
    for arguments in ((raising,), ((3, raising),), (3, raising), (3, number)):
        with pytest.raises(TimeoutError):
            function.ours(*arguments, rng=untouched)
