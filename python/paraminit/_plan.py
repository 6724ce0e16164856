"""What an initializer of this package draws for a shape: which numbers, at which scale."""

from __future__ import annotations

import inspect
import math
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from paraminit import _core
from paraminit._orthogonal import orthogonal

if TYPE_CHECKING:
    from paraminit._core import _Shape

Initializer: TypeAlias = Callable[..., npt.NDArray[Any]]

_UNSCALED = {"normal": "std", "truncated_normal": "std", "uniform": "bound"}
FUNCTIONS: dict[str, Initializer] = {
    name: getattr(_core, name) for name in (*_UNSCALED, *_core.SCHEMES, "variance_scaling")
}


@dataclass(frozen=True)
class Plan:
    """An array, in terms of the three functions that are told their scale.

    Told the scale of the whole array, such a function draws the right numbers of any part of it.
    """

    name: str
    """The initializer's own."""
    distribution: str
    """The name of `normal`, `truncated_normal` or `uniform`."""
    scale: Any
    """What that function is told after the shape."""
    shape: tuple[int, ...]
    dtype: np.dtype[Any]


def plan(initializer: Initializer, shape: _Shape, dtype: npt.DTypeLike) -> Plan:
    """Take the arguments apart, which the initializer itself checks."""
    name = _name(initializer)
    sizes = np.empty(shape, dtype="V0").shape
    if not sizes:
        raise ValueError("shape must have at least one axis, which gives the rows")
    no_rows = initializer((0, *sizes[1:]), rng=0, dtype=dtype)
    call = inspect.signature(initializer).bind(sizes)
    call.apply_defaults()
    arguments = call.arguments
    if name in _UNSCALED:
        return Plan(name, name, arguments[_UNSCALED[name]], sizes, no_rows.dtype)
    own: tuple[Any, ...] = tuple(arguments.get(key) for key in ("scale", "mode", "distribution"))
    factor, mode, distribution = _core.SCHEMES.get(name, own)
    scale = _scale(float(factor), _fan(sizes, mode, arguments), distribution)
    FUNCTIONS[distribution](0, scale, rng=0, dtype=dtype)  # refuses what is too large
    return Plan(name, distribution, scale, sizes, no_rows.dtype)


def in_out(initializer: Initializer) -> Initializer:
    """Return what draws weights (in, out) by an initializer of weights (out, in)."""
    if _name(initializer) in _UNSCALED:
        return initializer
    return partial(initializer, in_axis=0, out_axis=1)


def _name(initializer: Initializer) -> str:
    """Return the name of one of this package's functions, which may have been given keywords."""
    keywords: Mapping[str, Any] = {}
    function = initializer
    if isinstance(initializer, partial):
        function, keywords = initializer.func, initializer.keywords
    if function is orthogonal:
        raise TypeError("orthogonal cannot be drawn in blocks: it factors the whole matrix")
    name = next((name for name, ours in FUNCTIONS.items() if function is ours), None)
    if name is None:
        raise TypeError(
            "initializer must be a function of paraminit or a functools.partial of one, not "
            f"{initializer!r}: only for these it is known how to draw a part of an array"
        )
    for key in ("rng", "dtype", "out"):
        if key in keywords:
            raise TypeError(f"initializer must not set {key}, which is an argument of this call")
    return name


def _fan(shape: tuple[int, ...], mode: str, arguments: Mapping[str, Any]) -> float:
    """Return what the variance is divided by."""

    def axes(argument: str) -> set[int]:
        given = arguments.get(argument, ())
        several = given if isinstance(given, Sequence) else (given,)
        return {operator.index(axis) % len(shape) for axis in several}

    def size(axes: set[int]) -> int:
        return math.prod(shape[axis] for axis in axes)

    in_axes, out_axes, batch_axes = axes("in_axis"), axes("out_axis"), axes("batch_axis")
    receptive = size(set(range(len(shape))) - in_axes - out_axes - batch_axes)
    fan_in, fan_out = size(in_axes) * receptive, size(out_axes) * receptive
    if mode == "fan_in":
        return float(fan_in)
    if mode == "fan_out":
        return float(fan_out)
    if mode == "fan_avg":
        return (fan_in + fan_out) / 2
    return math.sqrt(fan_in * fan_out)


def _scale(factor: float, fan: float, distribution: str) -> float:
    """Return the bound or the standard deviation that `paraminit.variance_scaling` documents."""
    if fan == 0:
        return 0.0  # without a fan there are no weights
    std = math.sqrt(factor / fan)
    return {
        "normal": std,
        "truncated_normal": std / 0.87962566103423978,
        "uniform": math.sqrt(3 * factor / fan),
    }[distribution]
