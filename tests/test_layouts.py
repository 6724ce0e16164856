"""Networks in either layout, with one initializer for all layers or one for each."""

from functools import partial
from typing import Any

import numpy as np
import pytest
from paraminit import (
    glorot_uniform,
    he_normal,
    initialize_parameters,
    normal,
    orthogonal,
    truncated_normal,
    uniform,
    variance_scaling,
)

from reference import schemes
from support.outcome import bits, state_of
from support.streams import STREAMS


def own(shape: Any, *, in_axis: int = 1, out_axis: int = 0, rng: Any, dtype: Any) -> Any:
    """Draw as an initializer of the caller's: with the axes in the numbers."""
    return rng.standard_normal(shape).astype(dtype) + in_axis * 10 + out_axis * 100


class Sequence(tuple[Any, ...]):
    """A sequence that is no plain one."""


INITIALIZERS: dict[str, Any] = {
    "he_normal": he_normal,
    "glorot_uniform": glorot_uniform,
    "normal": partial(normal, std=0.01),
    "truncated_normal": truncated_normal,
    "uniform": partial(uniform, bound=(0, 1)),
    "variance_scaling": partial(variance_scaling, scale=3, mode="fan_out"),
    "axes of a partial": partial(he_normal, in_axis=0, out_axis=1),
    "orthogonal": orthogonal,
    "partial of orthogonal": partial(orthogonal, gain=2),
    "a function of the caller's": own,
    "each, in one run": [he_normal, normal, variance_scaling],
    "each, of several distributions": Sequence([uniform, he_normal, partial(truncated_normal)]),
    "each, by calls": (own, orthogonal, he_normal),
}
WITHOUT_AXES = (normal, truncated_normal, uniform, orthogonal)


@pytest.mark.parametrize("kind", STREAMS)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("layout", ["out_in", "in_out"])
@pytest.mark.parametrize("name", INITIALIZERS)
def test_equals_numpy(name: str, layout: Any, dtype: Any, kind: str) -> None:
    """Give the bits and the state of a loop over the layers."""
    stream, numpy_stream = STREAMS[kind](1), STREAMS[kind](1)
    for layers_dims in ([3, 2, 4, 1], (5, 60, 3, 3), [4, 0, 2, 2], np.array([3, 1, 2, 5])):
        actual = initialize_parameters(
            layers_dims, INITIALIZERS[name], layout=layout, rng=stream, dtype=dtype
        )
        expected = schemes.initialize_parameters(
            layers_dims, INITIALIZERS[name], numpy_stream, dtype, layout, WITHOUT_AXES
        )
        assert bits(actual) == bits(expected)
        assert state_of(stream) == state_of(numpy_stream)
        assert all(array.flags.owndata for array in actual.values() if "orth" not in name)


@pytest.mark.parametrize("layout", ["out_in", "in_out"])
def test_large(layout: Any) -> None:
    """Give the same where the work is shared among threads."""
    layers_dims = [1000, 1500, 7, 1001]
    initializer: Any = [he_normal, normal, he_normal]
    ours, numpys = np.random.default_rng(2), np.random.default_rng(2)
    actual = initialize_parameters(layers_dims, initializer, layout=layout, rng=ours)
    scheme = partial(schemes.variance_scaling, scale=2.0, mode="fan_in", distribution="normal")
    plain = partial(schemes.normal, std=1.0)
    expected = schemes.initialize_parameters(
        layers_dims, [scheme, plain, scheme], numpys, np.float64, layout, (schemes.normal,)
    )
    assert bits(actual) == bits(expected)
    assert state_of(ours) == state_of(numpys)


def test_variance() -> None:
    """Divide by the number of inputs in either layout."""
    for layout in ("out_in", "in_out"):
        parameters = initialize_parameters([400, 1000, 10], layout=layout, rng=3)
        assert parameters["W1"].var() * 400 == pytest.approx(2, rel=0.01)


def test_a_failing_layer_draws_nothing() -> None:
    """Refuse what any layer's initializer cannot draw before the first one is drawn."""
    generator = np.random.default_rng(4)
    before = state_of(generator)
    layers: Any
    for layers in (
        [he_normal, partial(he_normal, in_axis=2)],
        [uniform, partial(normal, std=-1)],
        [uniform, partial(variance_scaling, scale=np.inf)],
    ):
        with pytest.raises(ValueError, match=r"in_axis|std|scale"):
            initialize_parameters([3, 2, 1], layers, rng=generator)
        assert state_of(generator) == before
