"""Uniform numbers between two bounds are those of `rng.uniform(low, high)` and `rng.random`."""

from typing import Any

import numpy as np
import pytest
from paraminit import uniform

from support.functions import DTYPES, UNIFORM, every_dtype
from support.outcome import assert_same, state_of
from support.streams import every_stream, in_a_row

INTERVALS: list[tuple[Any, Any]] = [
    (0, 1),
    (-0.1, 0.3),
    (5, 5),
    (-0.0, 0.0),
    (-3, -1.5),
    (1e10, 1e10 + 1),
    (np.float32(0.1), np.int64(7)),
    (-1e-3, 1e-3),
    (1e-30, 1e-28),
    (0, 1.7e38),
]


@every_stream
@every_dtype
def test_equals_numpy(dtype: Any, stream: str) -> None:
    """Draw the formula's numbers, and leave the stream where it leaves it."""
    make = in_a_row(stream)
    for low, high in INTERVALS:
        for shape in ((3, 4), 0, (), 2000, (300, 401)):
            assert_same(UNIFORM, shape, (low, high), make=make, dtype=dtype)


def test_is_random() -> None:
    """Be `rng.random` from 0 to 1."""
    for dtype in DTYPES:
        ours, numpys = np.random.default_rng(2), np.random.default_rng(2)
        assert np.array_equal(
            uniform((30, 40), (0, 1), rng=ours, dtype=dtype), numpys.random((30, 40), dtype)
        )
        assert state_of(ours) == state_of(numpys)
    assert np.array_equal(
        uniform(1000, (0, 1), rng=np.random.RandomState(3)), np.random.RandomState(3).random(1000)
    )


def test_is_a_bound() -> None:
    """Be what a bound gives, for a pair around 0, in a list or a tuple."""
    pair: Any
    for pair in ((-0.3, 0.3), [-0.3, 0.3]):
        assert np.array_equal(uniform(1000, pair, rng=4), uniform(1000, 0.3, rng=4))


REFUSED: list[tuple[Any, Any, type[Exception], str]] = [
    ((1, 0), np.float64, ValueError, r"with low <= high, not \(1\.0, 0\.0\)"),
    ((0.0, -0.0), np.float64, ValueError, "with low <= high"),
    (-0.0, np.float64, ValueError, "bound must not be negative, not -0.0"),
    ((0, np.inf), np.float64, ValueError, r"bound must be finite, not \(0\.0, inf\)"),
    ((np.nan, 0), np.float64, ValueError, "bound must be finite"),
    ((-1e308, 1.5e308), np.float64, OverflowError, "high - low range exceeds valid bounds"),
    ((-2e38, 3e38), np.float32, OverflowError, "high - low range exceeds valid bounds"),
    ((0, 1e39), np.float32, ValueError, "bound must be finite in float32"),
    ((0,), np.float64, ValueError, r"a pair \(low, high\), not of length 1"),
    ((0, 1, 2), np.float64, ValueError, r"a pair \(low, high\), not of length 3"),
    (("0", 1), np.float64, TypeError, "bound must be a real number, not str"),
    ((0, 1j), np.float64, TypeError, "bound must be a real number, not complex"),
]


@pytest.mark.parametrize(("bound", "dtype", "error", "words"), REFUSED)
def test_refused(
    bound: Any, dtype: Any, error: type[Exception], words: str, untouched: Any
) -> None:
    """Say what is wrong with a pair of bounds before anything is drawn."""
    for shape in ((3, 3), 0):
        with pytest.raises(error, match=words):
            uniform(shape, bound, rng=untouched, dtype=dtype)
