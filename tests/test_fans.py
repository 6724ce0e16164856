"""Fans follow from the shape and its axes."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import paraminit
import pytest

from reference import schemes
from reference.schemes import SCHEMES
from support.arguments import assert_refused_as

# Of any arguments: what a type checker makes of them is in type_cases.py.
he_normal: Callable[..., npt.NDArray[Any]] = paraminit.he_normal
variance_scaling: Callable[..., npt.NDArray[Any]] = paraminit.variance_scaling


def std(shape: Any, mode: str, **axes: Any) -> float:
    """Return what the weights are multiplied by, from the first one."""
    generator = np.random.default_rng(1)
    weights = variance_scaling(shape, 1.0, mode, rng=1, **axes)
    ratio: float = weights.flat[0] / generator.standard_normal()
    return ratio


@pytest.mark.parametrize(
    ("shape", "axes", "fan_in", "fan_out"),
    [
        ((5, 3), {}, 3, 5),
        ((32, 16, 3, 3), {}, 16 * 9, 32 * 9),
        ((3, 3, 16, 32), {"in_axis": -2, "out_axis": -1}, 16 * 9, 32 * 9),
        ((16, 32), {"in_axis": 0, "out_axis": 1}, 16, 32),
        ((2, 3, 5), {"in_axis": 2, "out_axis": 0}, 15, 6),
        # Four groups of a convolution from 16 to 32 channels: as torch counts.
        ((32, 4, 3, 3), {}, 4 * 9, 32 * 9),
        # Queries of 4 heads, in each of 6 layers: what jax.nn.initializers counts.
        ((6, 16, 4, 8), {"in_axis": 1, "out_axis": (2, 3), "batch_axis": 0}, 16, 32),
        ((4, 8, 16), {"in_axis": (0, -2), "out_axis": -1}, 32, 16),
        ((2, 3, 5, 7), {"in_axis": [1], "out_axis": (0,), "batch_axis": (3, -2)}, 3, 2),
        ((3, 3, 8), {"in_axis": (), "out_axis": 2}, 9, 8 * 9),
    ],
)
def test_fans(shape: Any, axes: dict[str, Any], fan_in: int, fan_out: int) -> None:
    """Multiply the sizes of axes by those of all axes without a name."""
    tuples = {name: tuple(axis) if isinstance(axis, list) else axis for name, axis in axes.items()}
    assert schemes.fans(shape, **{"in_axis": 1, "out_axis": 0} | tuples) == (fan_in, fan_out)
    for mode, fan in [
        ("fan_in", fan_in),
        ("fan_out", fan_out),
        ("fan_avg", (fan_in + fan_out) / 2),
        ("fan_geo_avg", np.sqrt(fan_in * fan_out)),
    ]:
        assert std(shape, mode, **axes) == pytest.approx(np.sqrt(1 / fan), rel=1e-15)


@pytest.mark.parametrize("name", SCHEMES)
@pytest.mark.parametrize("shape", [7, (7,), (), [7]])
def test_too_few_axes(name: str, shape: Any, untouched: Any) -> None:
    """Refuse a shape without fans, with a hint that it may be that of a bias."""
    with pytest.raises(ValueError, match=r"shape must have at least two axes, not [01]: .*biases"):
        getattr(paraminit, name)(shape, rng=untouched)


@pytest.mark.parametrize("axis", [2, -3, 2**63 - 1, -(2**63)])
@pytest.mark.parametrize("name", ["in_axis", "out_axis"])
def test_no_such_axis(name: str, axis: int) -> None:
    """Raise NumPy's AxisError, which names the argument."""
    other = {"in_axis": "out_axis", "out_axis": "in_axis"}[name]
    words = f"{name}: axis {axis} is out of bounds for array of dimension 2"
    with pytest.raises(np.exceptions.AxisError, match=words) as caught:
        he_normal((2, 3), rng=3, **{name: axis, other: 0})
    assert (caught.value.axis, caught.value.ndim) == (axis, 2)
    with pytest.raises(ValueError, match=name):
        he_normal((2, 3), rng=3, **{name: axis, other: 0})


@pytest.mark.parametrize(
    ("axes", "words"),
    [
        *(
            ({"in_axis": one, "out_axis": other}, rf"in_axis and out_axis .* axis {one % 3}")
            for one, other in ((0, 0), (1, -2), (-3, 0))
        ),
        ({"in_axis": (1, 1)}, "in_axis names axis 1 twice"),
        ({"in_axis": (1, -2)}, "in_axis names axis 1 twice"),
        ({"in_axis": 1, "batch_axis": 1}, "in_axis and batch_axis must be .* axis 1"),
        ({"out_axis": (0, 2), "batch_axis": (2,)}, "out_axis and batch_axis must be .* axis 2"),
        ({"batch_axis": (2, 2)}, "batch_axis names axis 2 twice"),
    ],
)
def test_named_twice(axes: dict[str, Any], words: str, untouched: Any) -> None:
    """Refuse an axis with two names, or one twice, before anything is drawn."""
    with pytest.raises(ValueError, match=words):
        he_normal((2, 3, 5), rng=untouched, **axes)


def test_no_such_batch_axis() -> None:
    """Name the argument whose axis there is not."""
    with pytest.raises(np.exceptions.AxisError, match="batch_axis: axis 3 is out of bounds"):
        he_normal((2, 3, 5), batch_axis=(2, 3))


def test_hint_for_the_other_layout() -> None:
    """Say what `x @ W` needs, where it was tried by half."""
    with pytest.raises(ValueError, match=r"for weights \(in, out\), in_axis=0 and out_axis=1"):
        he_normal((784, 256), in_axis=0)


@pytest.mark.parametrize("axis", [1.0, "1", None, (1.0,), ((1,),)])
def test_axis_of_another_type(axis: Any) -> None:
    """Take integers only."""
    with pytest.raises(TypeError, match="in_axis"):
        he_normal((2, 3), in_axis=axis)


@pytest.mark.parametrize("shape", [(2, -3), (2, 3.0), "23"])
def test_impossible_shapes(shape: Any, untouched: Any) -> None:
    """Refuse them as NumPy does."""
    assert_refused_as(lambda: np.empty(shape), lambda: he_normal(shape, rng=untouched))


def test_shapes_like_tuples() -> None:
    """Take what NumPy takes for a shape."""
    expected = he_normal((2, 3), rng=5)
    for shape in ([2, 3], np.array([2, 3]), (np.int64(2), np.uint8(3))):
        assert np.array_equal(he_normal(shape, rng=5), expected)
