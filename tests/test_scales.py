"""The scale is what the notebook's expression gives for the object that was passed."""

import warnings
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from support.arguments import shown
from support.functions import HE, XAVIER, Function, every_scaled_function
from support.outcome import assert_refused, assert_same, full_state

INTEGER_TYPES = [np.dtype(code).type for code in "bBhHiIlLqQ"]


class Size:
    """A size with any quotient, by itself and in a sum."""

    def __init__(self, quotient: Any) -> None:
        self.quotient = quotient

    def __index__(self) -> int:
        return 5

    def __add__(self, other: object) -> "Size":
        return self

    __radd__ = __add__

    def __rtruediv__(self, numerator: float) -> Any:
        if isinstance(self.quotient, Exception):
            raise self.quotient
        return self.quotient


class Radicand:
    """A quotient with any root: NumPy calls an object's own `sqrt`."""

    def __init__(self, root: Any) -> None:
        self.root = root

    def sqrt(self) -> Any:
        """Return the root."""
        return self.root

    def __repr__(self) -> str:
        return f"Radicand({self.root!r})"


class Oddball(int):
    """An int whose quotient and sum are not what an int has."""

    def __rtruediv__(self, numerator: float) -> float:
        return 0.3

    def __add__(self, other: int) -> "Oddball":
        return self


QUOTIENTS: list[Any] = [
    0.3, 0.0, -0.0, 4, 2**60 + 1, float("inf"), float("nan"), 5e-324, 1.7e308, True,
    -1.0,  # a warning, and NaN
    np.float64(0.3), np.float32(0.3), np.float16(0.3), np.int8(3), np.uint64(3), np.array(0.3),
    np.array(0.3, dtype=np.float32), np.array([0.3]), np.array([[0.3]]), Radicand([0.3]),
    Radicand(3e-310),  # weights below the normal numbers, which no mode may flush to zero
    Radicand(0.3), Radicand(np.float32(0.3)), Radicand(np.float64(-0.3)),
]  # fmt: skip

UNUSABLE_QUOTIENTS: list[Any] = ["0.3", None, Fraction(3, 10), ValueError("no quotient")]

OTHER_QUOTIENTS: list[Any] = [
    0.3j, np.complex128(0.3), np.array([0.1, 0.2, 0.3, 0.4, 0.5]),
    np.array([[0.1], [0.2], [0.3], [0.4]]), np.array([[[0.3]]]), np.array([]),
    np.array(0.3, dtype=object), Decimal("0.3"), Radicand([0.1, 0.2, 0.3, 0.4, 0.5]),
]  # fmt: skip

# Before 2.0 a product with a scalar of higher precision was float64 all the same.
(QUOTIENTS if np.__version__.startswith("1.") else OTHER_QUOTIENTS).extend(
    [np.longdouble(0.3), Radicand(np.longdouble(0.3))]
)


@pytest.mark.parametrize("integer", INTEGER_TYPES, ids=lambda integer: np.dtype(integer).char)
@every_scaled_function
def test_integer_types(function: Function, integer: type[np.integer[Any]]) -> None:
    """Keep the precision of NumPy's quotient: half precision for the smallest integers."""
    assert_same(function, [integer(100), integer(50), integer(3), integer(1)])
    assert_same(function, np.array([7, 100, 27, 2], dtype=integer))
    assert_same(function, [integer(100), 50, integer(3), 2])
    assert_same(function, [100, integer(50), 3, integer(2)])
    assert_same(function, [np.array(100, dtype=integer), np.array(50, dtype=integer), 3])


@every_scaled_function
def test_every_small_int(function: Function) -> None:
    """Take the root of 2/n for many n: a shortcut could miss its last bit."""
    for size in range(1, 400):
        assert_same(function, [size, 2])
        assert_same(function, [size, 3, 1])


@every_scaled_function
def test_huge_ints(function: Function) -> None:
    """Take sizes that no float holds exactly, beside an empty layer, as all else is too large."""
    for size in (2**31, 2**53 - 1, 2**53, 2**53 + 1, 2**59):
        assert_same(function, [size, 0])
        assert_same(function, [size, np.int64(0)])


@pytest.mark.parametrize(
    "layers_dims",
    [
        [np.int64(0), 3],
        [3, np.int64(0), 2],
        [np.int64(0), np.int64(0), 2],
        [np.int8(0), np.uint8(0)],
        np.array([4, 0, 3, 0, 0]),
        [np.array(0), 3],
    ],
    ids=shown,
)
@every_scaled_function
def test_numpy_zero(function: Function, layers_dims: Any) -> None:
    """Warn, as NumPy does, of a division by its own zero, and return the empty array."""
    assert_same(function, layers_dims)


def test_numpy_zero_warns() -> None:
    """Warn once for each layer whose fan-in is the zero."""
    with pytest.warns(RuntimeWarning, match="divide by zero") as caught:
        parameters = HE.ours([np.int64(0), np.int64(0), 3])
    assert len(caught) == 2
    assert parameters["W2"].shape == (3, 0)


@pytest.mark.parametrize(
    ("function", "layers_dims", "error"),
    [
        (HE, [3, np.int64(0), 2], "divide by zero"),
        (XAVIER, [3, np.int64(0), np.int64(0)], "divide by zero"),
        (XAVIER, [3, np.int8(100), np.int8(100)], "overflow"),
        (XAVIER, [3, -5, 2], "invalid value"),
    ],
    ids=shown,
)
def test_warnings_that_are_errors(function: Function, layers_dims: Any, error: str) -> None:
    """Raise warnings that the caller has made errors, before anything is drawn."""
    state = full_state()
    with np.errstate(all="raise"):
        with pytest.raises(FloatingPointError, match=error):
            function.ours(layers_dims)
        assert full_state() == state
        assert_refused(function, layers_dims)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(RuntimeWarning, match=error):
            function.ours(layers_dims)
    assert full_state() == state


@pytest.mark.parametrize(
    "layers_dims",
    [
        [np.int8(100), np.int8(100)],
        [np.int8(100), np.int8(100), np.int8(100)],
        [np.int8(127), 127, np.int8(1)],
        [np.uint8(200), np.uint8(100)],
        [np.uint8(128), np.uint8(128)],
        [np.int16(300), np.int8(100)],
        [np.array(100, dtype=np.int8), np.int8(100)],
        np.array([100, 100, 3], dtype=np.int8),
        np.array([200, 100, 3], dtype=np.uint8),
    ],
    ids=shown,
)
def test_sums_that_overflow(layers_dims: Any) -> None:
    """Sum fan-in and fan-out as NumPy does: the sum wraps around, warns, and can give NaN."""
    assert_same(XAVIER, layers_dims)


@pytest.mark.parametrize(
    "layers_dims",
    [[-5, 2], [2, -5], [3, 2, -5], [-1, 1], [np.int8(-5), 2], [np.int64(-1), np.int64(1)]],
    ids=shown,
)
@every_scaled_function
def test_negative_sizes(function: Function, layers_dims: Any) -> None:
    """Refuse a negative size, after the warning of its scale where that comes first."""
    assert_refused(function, layers_dims)


@pytest.mark.parametrize("quotient", QUOTIENTS, ids=shown)
@every_scaled_function
def test_quotients(function: Function, quotient: Any) -> None:
    """Scale by the quotient that the size itself returns."""
    assert_same(function, [Size(quotient), Size(quotient), 4])


@every_scaled_function
def test_int_with_its_own_arithmetic(function: Function) -> None:
    """Ask a subclass of int for its quotient, as Python does."""
    assert_same(function, [Oddball(5), Oddball(3), 2])


@pytest.mark.parametrize("quotient", UNUSABLE_QUOTIENTS, ids=shown)
@every_scaled_function
def test_quotients_without_a_root(function: Function, quotient: Any) -> None:
    """Refuse what NumPy finds no root of."""
    assert_refused(function, [3, Size(quotient), 4])


@pytest.mark.parametrize("quotient", OTHER_QUOTIENTS, ids=shown)
@every_scaled_function
def test_documented_difference_of_scales(function: Function, quotient: Any) -> None:
    """Refuse a scale that is not one float64 number, before anything is drawn.

    With the notebook's code the weights would get another type or shape. No integer has such a
    scale, only an object with arithmetic of its own.
    """
    state = full_state()
    with pytest.raises(TypeError):
        function.ours([3, Size(quotient), 4])
    assert full_state() == state
