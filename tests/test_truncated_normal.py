"""Truncated normals are the stream's own, one after another, without those beyond 2."""

from functools import partial
from typing import Any

import numpy as np
import pytest
from paraminit import truncated_normal, variance_scaling

from support.functions import TRUNCATED, every_dtype
from support.outcome import assert_same
from support.streams import every_stream, in_a_row

# Sizes from none to more than one stretch of words.
SIZES = (0, 1, 2, 3, 7, 64, 1000, 70_001)


@every_dtype
@every_stream
def test_equals_numpy(stream: str, dtype: Any) -> None:
    """Draw what is left, and stop behind the last number that was kept."""
    make = in_a_row(stream)
    for size in SIZES:
        assert_same(TRUNCATED, size, 0.3, make=make, dtype=dtype)


def test_many_at_once() -> None:
    """Do so where the work is shared among threads."""
    assert_same(TRUNCATED, 2_000_000, make=partial(np.random.default_rng, 2))


@every_dtype
@pytest.mark.parametrize("std", [1.0, 0.1, 1e-30])
def test_within_the_cut(std: float, dtype: Any) -> None:
    """Keep within two standard deviations, without a heap at the ends."""
    numbers = truncated_normal(1_000_000, std, rng=3, dtype=dtype)
    end = dtype(2) * dtype(std)
    assert np.abs(numbers).max() <= end
    # The density there is 0.0565; float32 has 2^22 numbers from 1 to 2, so a few may be the end.
    assert np.count_nonzero(np.abs(numbers) == end) < 10
    near = np.count_nonzero(np.abs(numbers) > end * 0.999) / numbers.size
    assert near == pytest.approx(2 * 0.002 * 0.053991 / 0.9545, rel=0.3)


@pytest.mark.once
@every_dtype
def test_against_scipy(dtype: Any) -> None:
    """Have mean, variance and distribution of scipy's truncated normal."""
    stats = pytest.importorskip("scipy.stats", reason="takes scipy")
    numbers = truncated_normal(1_000_000, rng=4, dtype=dtype).astype(np.float64)
    exact = stats.truncnorm(-2, 2)
    mean, variance, fourth = exact.moment(1), exact.moment(2), exact.moment(4)
    root = np.sqrt(numbers.size)
    assert abs(numbers.mean() - mean) < 4 * np.sqrt(variance) / root
    assert abs(np.mean(numbers**2) - variance) < 4 * np.sqrt(fourth - variance**2) / root
    assert stats.kstest(numbers, exact.cdf).pvalue > 0.001
    # As many as there should be within a thousandth of either end.
    close = exact.cdf(-1.998)
    for end in (numbers < -1.998, numbers > 1.998):
        assert abs(end.mean() - close) < 4 * np.sqrt(close) / root
    assert np.sqrt(variance) == pytest.approx(0.87962566103423978, rel=1e-12)


def test_scaled_up_for_the_variance() -> None:
    """Have the same numbers in `variance_scaling`, by a larger standard deviation."""
    weights = variance_scaling((5, 8), 2, distribution="truncated_normal", rng=5)
    std = np.sqrt(2 / 8) / 0.87962566103423978
    assert np.array_equal(weights, truncated_normal((5, 8), std, rng=5))
