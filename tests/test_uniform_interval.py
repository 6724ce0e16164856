"""Uniform numbers between two bounds are those of `rng.uniform(low, high)` and `rng.random`."""

from typing import Any

import numpy as np
import pytest
from paraminit import uniform

from reference import schemes
from support.outcome import state_of
from support.streams import STREAMS

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


@pytest.mark.parametrize("kind", STREAMS)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_equals_numpy(dtype: Any, kind: str) -> None:
    """Draw the formula's numbers, and leave the stream where it leaves it."""
    stream, numpy_stream = STREAMS[kind](1), STREAMS[kind](1)
    for low, high in INTERVALS:
        for shape in ((3, 4), 0, (), 2000, (300, 401)):
            actual = uniform(shape, (low, high), rng=stream, dtype=dtype)
            interval = float(low), float(high)
            expected = schemes.uniform(shape, interval, numpy_stream, dtype)
            assert actual.tobytes() == expected.tobytes()
            assert (actual.shape, actual.dtype) == (expected.shape, expected.dtype)
        assert state_of(stream) == state_of(numpy_stream)


def test_is_random() -> None:
    """Be `rng.random` from 0 to 1."""
    for dtype in (np.float64, np.float32):
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
