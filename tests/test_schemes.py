"""Every scheme equals its NumPy, for every stream, dtype, mode and layout."""

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import paraminit
import pytest

from reference import schemes
from reference.schemes import MODES, SCHEMES
from support.outcome import state_of
from support.streams import STREAMS

Array = npt.NDArray[Any]
DTYPES = (np.float64, np.float32)
SHAPES = ((4, 3), (1, 1), (32, 5, 3, 3), (250, 411))

# Of any arguments: what a type checker makes of them is in type_cases.py.
variance_scaling: Callable[..., Array] = paraminit.variance_scaling

every_stream = pytest.mark.parametrize("kind", STREAMS)
every_dtype = pytest.mark.parametrize("dtype", DTYPES)
every_scheme = pytest.mark.parametrize("name", SCHEMES)


def function(name: str) -> Callable[..., Array]:
    """Return the function of this name."""
    found: Callable[..., Array] = getattr(paraminit, name)
    return found


def assert_same(actual: Array, expected: Array) -> None:
    """Assert equal dtype, shape and bits, and an array with memory of its own."""
    assert type(actual) is np.ndarray
    assert (actual.dtype, actual.shape) == (expected.dtype, expected.shape)
    assert actual.tobytes() == expected.tobytes()
    flags = actual.flags
    assert flags.c_contiguous
    assert flags.owndata
    assert flags.writeable
    assert flags.aligned


@every_stream
@every_dtype
@every_scheme
def test_fixed_schemes(name: str, dtype: Any, kind: str) -> None:
    """Draw the formula's numbers, and leave the stream where it leaves it."""
    stream, numpy_stream = STREAMS[kind](3), STREAMS[kind](3)
    scale, mode, distribution = SCHEMES[name]
    for shape in SHAPES:
        actual = function(name)(shape, rng=stream, dtype=dtype)
        expected = schemes.variance_scaling(shape, scale, mode, distribution, numpy_stream, dtype)
        assert_same(actual, expected)
        assert state_of(stream) == state_of(numpy_stream)


@every_stream
@every_dtype
@pytest.mark.parametrize("distribution", schemes.DISTRIBUTIONS)
def test_variance_scaling(distribution: str, dtype: Any, kind: str) -> None:
    """Do so for every mode, any scale and both layouts."""
    stream, numpy_stream = STREAMS[kind](4), STREAMS[kind](4)
    layouts = [((6, 5, 3), 1, 0), ((3, 5, 6), -2, -1), ((2, 7), 0, 1), ((3, 4, 5), 2, -3)]
    for mode, scale, layout in itertools.product(MODES, (1.0, 1 / 3, 0.0, 7), layouts):
        shape, in_axis, out_axis = layout
        actual = variance_scaling(
            shape,
            scale,
            mode,
            distribution,
            in_axis=in_axis,
            out_axis=out_axis,
            rng=stream,
            dtype=dtype,
        )
        expected = schemes.variance_scaling(
            shape, scale, mode, distribution, numpy_stream, dtype, in_axis, out_axis
        )
        assert_same(actual, expected)
    assert state_of(stream) == state_of(numpy_stream)


@every_scheme
def test_is_variance_scaling(name: str) -> None:
    """Be a case of `variance_scaling`."""
    general = variance_scaling((9, 4), *SCHEMES[name], rng=5)
    assert_same(function(name)((9, 4), rng=5), general)


@every_dtype
@every_scheme
def test_out(name: str, dtype: Any) -> None:
    """Fill `out` itself, with the numbers of a new array."""
    out = np.empty((8, 5), dtype)
    assert function(name)((8, 5), rng=6, dtype=dtype, out=out) is out
    assert_same(out, function(name)((8, 5), rng=6, dtype=dtype))


@every_stream
def test_zero_sizes(kind: str) -> None:
    """Return an empty array without a division, and draw nothing."""
    stream = STREAMS[kind](7)
    before = state_of(stream)
    for shape in [(0, 3), (3, 0), (0, 0), (2, 3, 0)]:
        for mode, distribution in itertools.product(MODES, schemes.DISTRIBUTIONS):
            empty = variance_scaling(shape, 2, mode, distribution, rng=stream)
            assert empty.shape == shape
    assert state_of(stream) == before


REFUSED: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"mode": "fanin"}, ValueError, "mode must be one of 'fan_in', 'fan_out', .*, not 'fanin'"),
    ({"distribution": "untruncated"}, ValueError, "distribution .*'uniform', not 'untruncated'"),
    ({"mode": None}, TypeError, "mode must be a str, not NoneType"),
    ({"distribution": 3}, TypeError, "distribution must be a str, not int"),
    ({"scale": -1.0}, ValueError, "scale .*-1"),
    ({"scale": np.nan}, ValueError, "scale must be finite and not negative, not nan"),
    ({"scale": np.inf}, ValueError, "scale .*inf"),
    ({"scale": "1"}, TypeError, "scale must be a real number, not str"),
    ({"scale": -1e300}, ValueError, r"scale .*, not -1e\+300"),
    ({"scale": 1e100, "dtype": np.float32}, ValueError, r"np.sqrt\(scale / fan\) .*float32"),
    ({"dtype": np.float16}, TypeError, "float64 or float32"),
    ({"out": np.empty((2, 3), np.float32)}, TypeError, "wrong type"),
    ({"out": np.empty((3, 2))}, ValueError, "shape"),
]


@pytest.mark.parametrize(("arguments", "error", "words"), REFUSED)
def test_refused(arguments: dict[str, Any], error: type[Exception], words: str) -> None:
    """Say which argument is wrong, and how, before anything is drawn."""
    stream = np.random.default_rng(8)
    before = state_of(stream)
    with pytest.raises(error, match=words):
        variance_scaling((2, 3), rng=stream, **arguments)
    assert state_of(stream) == before


@pytest.mark.parametrize("scale", [2**53 + 1, 2**60 + 1, 2**70 + 1, np.uint64(2**62 + 3), True])
def test_integer_scales(scale: Any) -> None:
    """Multiply an integer exactly, and round once."""
    exact = np.sqrt(float(3 * int(scale)) / 7)
    weights = variance_scaling((3, 7), scale, distribution="uniform", rng=11)
    assert_same(weights, schemes.uniform((3, 7), float(exact), np.random.default_rng(11), float))


def test_too_wide_for_uniform() -> None:
    """Refuse a range beyond the largest float, as NumPy does."""
    with pytest.raises((ValueError, OverflowError)):
        variance_scaling((1, 1), 1e308, distribution="uniform", rng=9)


@pytest.mark.parametrize("name", ["variance_scaling", *SCHEMES])
def test_fresh_entropy(name: str) -> None:
    """Differ from call to call without an `rng`, and not with an int."""
    draw = function(name)
    assert not np.array_equal(draw((3, 4)), draw((3, 4)))
    assert np.array_equal(draw((3, 4), rng=1), draw((3, 4), rng=1))


@pytest.mark.parametrize("distribution", schemes.DISTRIBUTIONS)
@every_dtype
def test_variance(dtype: Any, distribution: str) -> None:
    """Have the variance that was asked for, within five standard errors, and mean 0."""
    weights = variance_scaling(
        (400, 1000),
        1.7,
        "fan_in",
        distribution,
        rng=10,
        dtype=dtype,
    ).astype(np.float64)
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
