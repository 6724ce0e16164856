"""Where numbers overflow or underflow, NumPy's own warnings and errors come."""

import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from paraminit import initialize_parameters, normal, truncated_normal, uniform, variance_scaling

from reference import schemes
from support.outcome import state_of
from support.streams import STREAMS

# A number for each dtype with which results overflow, and one with which they underflow.
LARGE: dict[Any, float] = {np.float64: 1.7e308, np.float32: 3.3e38}
SMALL: dict[Any, float] = {np.float64: 1e-308, np.float32: 1e-38}


def outcome(draw: Callable[[], Any]) -> Any:
    """Return the numbers or the error, and the warnings."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = draw().tobytes()
        except FloatingPointError as error:
            result = str(error)
    return result, [(warning.category, str(warning.message)) for warning in caught]


@pytest.mark.parametrize("kind", STREAMS)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("how", ["warn", "raise", "ignore"])
@pytest.mark.parametrize(
    ("ours", "reference"),
    [(normal, schemes.normal), (truncated_normal, None), (uniform, schemes.uniform)],
    ids=["normal", "truncated_normal", "uniform"],
)
def test_as_numpy(ours: Any, reference: Any, how: Any, dtype: Any, kind: str) -> None:
    """Warn and raise as the formula does, with its numbers and its state."""
    reference = reference or truncated
    for value in (LARGE[dtype], SMALL[dtype], 0.0, 1.0):
        if ours is uniform and value == LARGE[dtype]:
            value /= 2
        for shape in ((40, 50), 3):
            stream, numpy_stream = STREAMS[kind](3), STREAMS[kind](3)
            with np.errstate(over=how, under=how):
                actual = outcome(partial(ours, shape, value, rng=stream, dtype=dtype))
                expected = outcome(partial(reference, shape, value, numpy_stream, dtype))
            assert actual == expected
            assert state_of(stream) == state_of(numpy_stream)


def truncated(shape: Any, std: float, rng: Any, dtype: Any) -> Any:
    """Return truncated normals by the lines of the docstring."""
    single = isinstance(rng, np.random.Generator) and dtype == np.float32
    named: dict[str, Any] = {"dtype": np.float32} if single else {}
    size = int(np.prod(shape))
    kept = np.empty(0, **named)
    while len(kept) < size:
        drawn = rng.standard_normal(size - len(kept), **named)
        kept = np.append(kept, drawn[np.abs(drawn) <= 2])
    scale = np.float32(std) if single else std
    return (kept.reshape(shape) * scale).astype(dtype)


def test_it_does_warn() -> None:
    """Have something to warn of."""
    with pytest.warns(RuntimeWarning, match="overflow encountered in multiply"):
        normal(100, 1.7e308, rng=1)
    with np.errstate(all="raise"):
        with pytest.raises(FloatingPointError, match="overflow"):
            normal(100, 1.7e308, rng=1)
        with pytest.raises(FloatingPointError, match="underflow"):
            normal(100, 1e-308, rng=1)
        normal(100, 1e-200, rng=1)


@pytest.mark.parametrize("distribution", ["normal", "truncated_normal", "uniform"])
def test_the_division_of_a_scale(distribution: Any) -> None:
    """Raise where the scale over the fan underflows, though its root does not."""
    with np.errstate(under="raise"):
        with pytest.raises(FloatingPointError, match="underflow encountered in scalar divide"):
            variance_scaling((3, 7), 1e-308, distribution=distribution, rng=1)
        variance_scaling((3, 7), 3e-200, distribution=distribution, rng=1)


def test_a_network() -> None:
    """Warn of a layer of a network, too."""
    layers: list[Any] = [normal, lambda *a, **k: normal(a[0], 1.7e308, **k)]
    for initializer in (layers, lambda *a, **k: normal(a[0], 1.7e308, **k)):
        with pytest.warns(RuntimeWarning, match="overflow"):
            initialize_parameters([30, 20, 10], initializer, rng=1)
