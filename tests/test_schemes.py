"""Every scheme equals its NumPy, for every stream, dtype, mode and layout."""

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import paraminit
import pytest

from reference import schemes
from reference.schemes import MODES
from support.functions import (
    SCHEMES,
    VARIANCE_SCALING,
    Function,
    every_dtype,
    every_scheme,
)
from support.outcome import assert_same
from support.streams import every_stream, in_a_row

# Of any arguments: what a type checker makes of them is in type_cases.py.
variance_scaling: Callable[..., npt.NDArray[Any]] = paraminit.variance_scaling

LAYOUTS: list[tuple[tuple[int, ...], int, int]] = [
    *(((6, 5, 3), 1, 0), ((3, 5, 6), -2, -1), ((2, 7), 0, 1), ((3, 4, 5), 2, -3)),
    # Nothing is divided by a fan of 0, and nothing drawn.
    *((shape, 1, 0) for shape in ((0, 3), (3, 0), (0, 0), (2, 3, 0))),
]


@every_stream
@every_dtype
@every_scheme
def test_fixed_schemes(function: Function, dtype: Any, stream: str) -> None:
    """Draw the formula's numbers, and leave the stream where it leaves it."""
    make = in_a_row(stream)
    for shape, with_out in itertools.product(((4, 3), (1, 1), (32, 5, 3, 3), (250, 411)), (0, 1)):
        assert_same(function, shape, make=make, dtype=dtype, with_out=bool(with_out))


@every_stream
@every_dtype
@pytest.mark.parametrize("distribution", schemes.DISTRIBUTIONS)
def test_variance_scaling(distribution: str, dtype: Any, stream: str) -> None:
    """Do so for every mode, any scale and both layouts."""
    make = in_a_row(stream)
    for mode, scale, layout in itertools.product(MODES, (1.0, 2.0, 1 / 3, 0.0, 7), LAYOUTS):
        shape, in_axis, out_axis = layout
        scheme = {"scale": scale, "mode": mode, "distribution": distribution}
        axes = {"in_axis": in_axis, "out_axis": out_axis}
        assert_same(VARIANCE_SCALING, shape, make=make, dtype=dtype, **scheme, **axes)


REFUSED: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"mode": "fanin"}, ValueError, "mode must be one of 'fan_in', 'fan_out', .*, not 'fanin'"),
    ({"distribution": "untruncated"}, ValueError, "distribution .*'uniform', not 'untruncated'"),
    ({"mode": None}, TypeError, "mode must be a str, not NoneType"),
    ({"distribution": 3}, TypeError, "distribution must be a str, not int"),
    ({"scale": 1e100, "dtype": np.float32}, ValueError, r"np.sqrt\(scale / fan\) .*float32"),
    ({"dtype": np.float16}, TypeError, "float64 or float32"),
    ({"out": np.empty((2, 3), np.float32)}, TypeError, "wrong type"),
    ({"out": np.empty((3, 2))}, ValueError, "shape"),
]


@pytest.mark.parametrize(("arguments", "error", "words"), REFUSED)
def test_refused(
    arguments: dict[str, Any], error: type[Exception], words: str, untouched: Any
) -> None:
    """Say which argument is wrong, and how, before anything is drawn."""
    with pytest.raises(error, match=words):
        variance_scaling((2, 3), rng=untouched, **arguments)


@pytest.mark.parametrize("scale", [2**53 + 1, 2**60 + 1, 2**70 + 1, np.uint64(2**62 + 3), True])
def test_integer_scales(scale: Any) -> None:
    """Multiply an integer exactly, and round once."""
    exact = np.sqrt(float(3 * int(scale)) / 7)
    weights = variance_scaling((3, 7), scale, distribution="uniform", rng=11)
    np.testing.assert_array_equal(weights, schemes.uniform((3, 7), float(exact), 11), strict=True)


def test_too_wide_for_uniform() -> None:
    """Refuse a range beyond the largest float, as NumPy does."""
    with pytest.raises((ValueError, OverflowError)):
        variance_scaling((1, 1), 1e308, distribution="uniform", rng=9)


@pytest.mark.parametrize("function", [VARIANCE_SCALING, *SCHEMES], ids=repr)
def test_fresh_entropy(function: Function) -> None:
    """Differ from call to call without an `rng`, and not with an int."""
    assert not np.array_equal(function.ours((3, 4)), function.ours((3, 4)))
    assert np.array_equal(function.ours((3, 4), rng=1), function.ours((3, 4), rng=1))


@pytest.mark.parametrize("distribution", schemes.DISTRIBUTIONS)
@every_dtype
def test_variance(dtype: Any, distribution: str) -> None:
    """Have the variance that was asked for, within five standard errors, and mean 0."""
    drawn = variance_scaling((400, 1000), 1.7, "fan_in", distribution, rng=10, dtype=dtype)
    weights = drawn.astype(np.float64)
    squares = weights.ravel() ** 2
    error = np.std(squares) / np.sqrt(squares.size)
    assert abs(squares.mean() - 1.7 / 1000) < 5 * error
    assert abs(weights.mean()) < 5 * np.std(weights) / np.sqrt(weights.size)


class Marked(np.ndarray[Any, Any]):
    """An array that is nothing special."""


class Odd(np.random.Generator):
    """A generator whose method returns what the test says."""

    returned: Any

    def standard_normal(self, *_: Any, **__: Any) -> Any:
        """Return it."""
        return self.returned


def test_a_subclass_of_arrays() -> None:
    """Keep the type of what a subclass's method returns, as the formula does."""
    stream = Odd(np.random.PCG64(1))
    stream.returned = np.ones((2, 3)).view(Marked)
    weights = paraminit.normal((2, 3), 0.5, rng=stream)
    assert type(weights) is Marked
    assert (weights == 0.5).all()


@pytest.mark.parametrize("with_out", [False, True])
@pytest.mark.parametrize("shape", [(3,), (1, 3), (3, 2), ()])
def test_another_shape(shape: Any, with_out: bool) -> None:
    """Refuse what has another shape than was asked for, which NumPy would broadcast."""
    stream = Odd(np.random.PCG64(1))
    stream.returned = np.ones(shape)
    out = np.zeros((2, 3)) if with_out else None
    with pytest.raises(ValueError, match=r"returned an array of shape .*, not \(2, 3\)"):
        paraminit.normal((2, 3), rng=stream, out=out)
