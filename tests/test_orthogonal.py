"""Orthogonal weights are orthogonal, Haar, and made of the stream's normals."""

import math
from typing import Any

import numpy as np
import pytest
from paraminit import orthogonal

from reference import schemes
from support.functions import every_dtype
from support.outcome import state_of
from support.streams import every_stream, in_a_row

SHAPES = ((5, 5), (7, 3), (3, 7), (1, 4), (4, 1), (1, 1), (8, 3, 2, 2), (30, 2, 3, 3))
TOLERANCES = {np.float64: 1e-13, np.float32: 1e-5}


@every_dtype
@pytest.mark.parametrize("shape", SHAPES)
def test_orthogonal(shape: tuple[int, ...], dtype: Any) -> None:
    """Have orthonormal rows or columns, times the gain."""
    weights = orthogonal(shape, 3.0, rng=1, dtype=dtype)
    assert (weights.shape, weights.dtype) == (shape, dtype)
    assert weights.flags.c_contiguous
    assert weights.flags.owndata
    matrix = weights.reshape(shape[0], -1) / dtype(3)
    rows, columns = matrix.shape
    product = matrix @ matrix.T if rows <= columns else matrix.T @ matrix
    np.testing.assert_allclose(product, np.eye(min(rows, columns)), atol=TOLERANCES[dtype])


@every_dtype
@every_stream
def test_equals_numpy(stream: str, dtype: Any) -> None:
    """Draw the formula's normals and give its matrix, with the same LAPACK."""
    make = in_a_row(stream)
    for shape in SHAPES:
        expected = schemes.orthogonal(shape, 1.5, theirs := make(), dtype)
        actual = orthogonal(shape, 1.5, rng=(ours := make()), dtype=dtype)
        np.testing.assert_allclose(actual, expected, atol=100 * np.finfo(dtype).eps)
        assert actual.dtype == expected.dtype
        assert state_of(ours) == state_of(theirs)


def test_signs() -> None:
    """Have either sign in any place: the R that goes with Q has a positive diagonal."""
    matrices = np.array([orthogonal((3, 3), rng=seed) for seed in range(2000)])
    positive = (matrices > 0).mean(axis=0)
    assert np.abs(positive - 0.5).max() < 5 * 0.5 / math.sqrt(2000)
    determinants = np.linalg.det(matrices)
    assert abs((determinants > 0).mean() - 0.5) < 5 * 0.5 / math.sqrt(2000)


@pytest.mark.once
@every_dtype
@pytest.mark.parametrize("shape", [(3, 3), (6, 2), (2, 6)])
def test_distribution_of_an_entry(shape: tuple[int, int], dtype: Any) -> None:
    """Follow the Haar measure.

    There an entry is a coordinate of a point that is uniform on the unit sphere in so many
    dimensions as there are rows, or columns if these are more: so in three it is uniform itself
    (Archimedes), and its square follows a beta distribution in any.
    """
    stats = pytest.importorskip("scipy.stats", reason="takes scipy")
    generator = np.random.default_rng(3)
    matrices = np.array([orthogonal(shape, rng=generator, dtype=dtype) for _ in range(3000)])
    dimensions = max(shape)
    squares = stats.beta(1 / 2, (dimensions - 1) / 2)
    for row, column in np.ndindex(shape):
        entries = matrices[:, row, column].astype(np.float64)
        assert stats.kstest(entries**2, squares.cdf).pvalue > 1e-4
        assert abs((entries > 0).mean() - 0.5) < 4 * 0.5 / np.sqrt(entries.size)
        if dimensions == 3:
            assert stats.kstest(entries, stats.uniform(-1, 2).cdf).pvalue > 1e-4


@pytest.mark.parametrize("shape", [(2000, 3), (3, 2000), (3, 50, 40)])
def test_thin(shape: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Factor no more than a tall matrix."""
    shapes: list[tuple[int, ...]] = []
    qr = np.linalg.qr

    def watched(matrix: Any) -> Any:
        q, r = qr(matrix)
        shapes.extend([matrix.shape, q.shape, r.shape])
        return q, r

    monkeypatch.setattr(np.linalg, "qr", watched)
    orthogonal(shape, rng=4)
    assert shapes == [(2000, 3), (2000, 3), (3, 3)]


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0, 0), (2, 0, 3)])
def test_zero_sizes(shape: tuple[int, ...], untouched: Any) -> None:
    """Return an empty array, and draw nothing."""
    assert orthogonal(shape, rng=untouched).shape == shape


def test_zero_gain() -> None:
    """Return zeros for a gain of 0."""
    assert not orthogonal((3, 4), 0, rng=6).any()


@every_dtype
@pytest.mark.parametrize("shape", SHAPES)
def test_out(shape: tuple[int, ...], dtype: Any) -> None:
    """Fill `out` itself."""
    out = np.empty(shape, dtype)
    assert orthogonal(shape, rng=7, dtype=dtype, out=out) is out
    assert np.array_equal(out, orthogonal(shape, rng=7, dtype=dtype))


REFUSED: list[tuple[Any, dict[str, Any], type[Exception], str]] = [
    (3, {}, ValueError, "shape must have at least two axes, not 1: .*biases"),
    ((3,), {}, ValueError, "shape must have at least two axes, not 1: .*biases"),
    ((), {}, ValueError, "shape must have at least two axes, not 0: .*biases"),
    ((3, -1), {}, ValueError, "negative"),
    ((3, 4), {"gain": 1e39, "dtype": np.float32}, ValueError, "gain must be finite in float32"),
    ((3, 4), {"dtype": np.int64}, TypeError, "dtype must be float64 or float32"),
    ((3, 4), {"out": np.empty((4, 3))}, ValueError, "shape"),
    ((3, 4), {"out": np.empty((3, 4), np.float32)}, TypeError, "wrong type"),
]


@pytest.mark.parametrize(("shape", "named", "error", "words"), REFUSED)
def test_refused(
    shape: Any, named: dict[str, Any], error: type[Exception], words: str, untouched: Any
) -> None:
    """Say what is wrong before anything is drawn."""
    with pytest.raises(error, match=words):
        orthogonal(shape, rng=untouched, **named)
