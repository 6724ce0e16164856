"""Where numbers overflow or underflow, NumPy's own warnings and errors come."""

from typing import Any

import numpy as np
import pytest
from paraminit import initialize_parameters, normal, variance_scaling

from support.functions import Function, every_distribution, every_dtype
from support.outcome import observe
from support.streams import STREAMS, every_stream

# A number for each dtype with which results overflow, and one with which they underflow.
LARGE: dict[Any, float] = {np.float64: 1.7e308, np.float32: 3.3e38}
SMALL: dict[Any, float] = {np.float64: 1e-308, np.float32: 1e-38}


@every_stream
@every_dtype
@pytest.mark.parametrize("how", ["warn", "raise", "ignore"])
@every_distribution
def test_as_numpy(function: Function, how: Any, dtype: Any, stream: str) -> None:
    """Warn and raise as the formula does, with its numbers and its state."""
    for value in (LARGE[dtype], SMALL[dtype], 0.0, 1.0):
        if function.name == "uniform" and value == LARGE[dtype]:
            value /= 2
        for shape in ((40, 50), 3):
            outcomes = []
            for draw in (function.ours, function.reference):
                rng = STREAMS[stream](3)
                with np.errstate(over=how, under=how):
                    outcomes.append(observe(draw, shape, value, stream=rng, rng=rng, dtype=dtype))
            assert outcomes[0] == outcomes[1]


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
