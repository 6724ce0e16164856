"""Truncated normals are the stream's own, one after another, without those beyond 2."""

from typing import Any

import numpy as np
import pytest
from paraminit import truncated_normal, variance_scaling

from reference import schemes
from support.outcome import state_of
from support.streams import STREAMS

# Sizes from none to more than one stretch of words.
SIZES = (0, 1, 2, 3, 7, 64, 1000, 70_001)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("kind", STREAMS)
def test_equals_numpy(kind: str, dtype: Any) -> None:
    """Draw what is left, and stop behind the last number that was kept."""
    stream, numpy_stream = STREAMS[kind](1), STREAMS[kind](1)
    for size in SIZES:
        actual = truncated_normal(size, 0.3, rng=stream, dtype=dtype)
        expected = schemes.truncated_normal(size, 0.3, numpy_stream, dtype)
        assert actual.dtype == dtype
        assert actual.tobytes() == expected.tobytes()
        assert state_of(stream) == state_of(numpy_stream)


def test_many_at_once() -> None:
    """Equal a vectorized NumPy loop where the work is shared among threads."""
    size = 2_000_000
    generator = np.random.default_rng(2)
    kept = np.empty(0)
    while len(kept) < size:
        drawn = generator.standard_normal(size - len(kept))
        kept = np.append(kept, drawn[np.abs(drawn) <= 2])
    ours = np.random.default_rng(2)
    assert np.array_equal(truncated_normal(size, rng=ours), kept)
    assert state_of(ours) == state_of(generator)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
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
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
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


@pytest.mark.parametrize("std", [-1.0, np.inf, np.nan])
def test_refused(std: float) -> None:
    """Refuse a standard deviation that is none, before anything is drawn."""
    generator = np.random.default_rng(6)
    before = state_of(generator)
    with pytest.raises(ValueError, match="std must be finite and not negative"):
        truncated_normal((2, 3), std, rng=generator)
    assert state_of(generator) == before
