"""Networks equal a loop over their layers, in either layout, with one initializer or several."""

import itertools
from functools import partial
from typing import Any

import numpy as np
import paraminit
import pytest
from paraminit import (
    he_normal,
    initialize_parameters,
    normal,
    orthogonal,
    truncated_normal,
    uniform,
    variance_scaling,
)

from reference import schemes
from support.functions import INITIALIZE_PARAMETERS, every_dtype
from support.outcome import assert_same
from support.streams import every_stream, in_a_row


def own(shape: Any, *, in_axis: int = 1, out_axis: int = 0, rng: Any, dtype: Any) -> Any:
    """Draw as an initializer of the caller's: with the axes in the numbers."""
    return rng.standard_normal(shape).astype(dtype) + in_axis * 10 + out_axis * 100


class Sequence(tuple[Any, ...]):
    """A sequence that is no plain one."""


INITIALIZERS: dict[str, Any] = {
    **{
        name: getattr(paraminit, name)
        for name in (*schemes.DISTRIBUTIONS, "variance_scaling", *schemes.SCHEMES, "orthogonal")
    },
    "partial": partial(variance_scaling, scale=0.5, mode="fan_out", distribution="uniform"),
    "partial of partial": partial(partial(he_normal, in_axis=0), out_axis=1),
    "partial without axes": partial(normal, std=0.01),
    "partial with an odd keyword": partial(uniform, bound=(np.float32(-0.5), 2)),
    "partial of orthogonal": partial(orthogonal, gain=2),
    "a function of the caller's": own,
    "each, in one run": [he_normal, normal, variance_scaling],
    "each, of several distributions": Sequence([uniform, he_normal, partial(truncated_normal)]),
    "each, by calls": (own, orthogonal, he_normal),
}
LAYERS: list[Any] = [[3, 2, 4, 1], (5, 60, 3, 3), [4, 0, 2, 2], np.array([3, 1, 2, 5])]
OTHER_LAYERS: list[Any] = [[3, 2, 1], [1, 1], [4, 0, 2], [300, 230, 10]]
"""Of other lengths, for which there is not one initializer each."""

every_layout = pytest.mark.parametrize("layout", ["out_in", "in_out"])


@every_stream
@every_dtype
@every_layout
@pytest.mark.parametrize("name", INITIALIZERS)
def test_equals_numpy(name: str, layout: Any, dtype: Any, stream: str) -> None:
    """Give the bits and the state of a loop over the layers."""
    make, one = in_a_row(stream), INITIALIZERS[name]
    for layers_dims in LAYERS + OTHER_LAYERS * callable(one):
        assert_same(INITIALIZE_PARAMETERS, layers_dims, one, make=make, dtype=dtype, layout=layout)


@every_layout
@pytest.mark.parametrize("initializer", [he_normal, [he_normal, normal, he_normal]])
def test_large(initializer: Any, layout: Any) -> None:
    """Give the same where the work is shared among threads."""
    make = partial(np.random.default_rng, 2)
    layers_dims = [1000, 1500, 7, 1001]
    assert_same(INITIALIZE_PARAMETERS, layers_dims, initializer, make=make, layout=layout)


@pytest.mark.parametrize("initializer", INITIALIZERS.values(), ids=INITIALIZERS)
@pytest.mark.parametrize("rng", [0, [1, 2], np.random.SeedSequence(3), None])
def test_no_equal_layers(initializer: Any, rng: Any) -> None:
    """Make one generator of an int, so that layers of one shape differ."""
    parameters = initialize_parameters([4, 4, 4, 4], initializer, rng=rng)
    weights = [parameters[f"W{layer}"] for layer in (1, 2, 3)]
    for one, other in itertools.combinations(weights, 2):
        assert not np.isin(one, other).any()


def test_variance() -> None:
    """Divide by the number of inputs in either layout."""
    for layout in ("out_in", "in_out"):
        parameters = initialize_parameters([400, 1000, 10], layout=layout, rng=3)
        assert parameters["W1"].var() * 400 == pytest.approx(2, rel=0.01)


@pytest.mark.parametrize(
    "layers",
    [
        [he_normal, partial(he_normal, in_axis=2)],
        [uniform, partial(normal, std=-1)],
        [uniform, partial(variance_scaling, scale=np.inf)],
    ],
)
def test_a_failing_layer_draws_nothing(layers: Any, untouched: Any) -> None:
    """Refuse what any layer's initializer cannot draw before the first one is drawn."""
    with pytest.raises(ValueError, match=r"in_axis|std|scale"):
        initialize_parameters([3, 2, 1], layers, rng=untouched)
