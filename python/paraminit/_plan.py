"""What an initializer of this package draws for a shape: which numbers, at which scale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from paraminit import _core
from paraminit._core import INITIALIZERS
from paraminit._orthogonal import orthogonal

if TYPE_CHECKING:
    from paraminit._core import _Shape

Initializer: TypeAlias = Callable[..., npt.NDArray[Any]]


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
    """Say what an initializer draws for a shape."""
    name, keywords = _taken_apart(initializer)
    sizes = np.empty(shape, dtype="V0").shape
    if not sizes:
        raise ValueError("shape must have at least one axis, which gives the rows")
    no_rows = initializer((0, *sizes[1:]), rng=0, dtype=dtype)  # refuses what it does not take
    distribution, low, high = _core.plan(INITIALIZERS[name], keywords, sizes, dtype)
    scale = (low, high) if distribution == "uniform" else high
    return Plan(name, distribution, scale, sizes, no_rows.dtype)


def in_out(initializer: Initializer) -> Initializer:
    """Return what draws weights (in, out) by an initializer of weights (out, in)."""
    name, _ = _taken_apart(initializer)
    if name in ("normal", "truncated_normal", "uniform"):
        return initializer
    return partial(initializer, in_axis=0, out_axis=1)


def _taken_apart(initializer: Initializer) -> tuple[str, dict[str, Any]]:
    """Return the name of one of this package's functions, and the keywords that it was given."""
    function: Initializer = initializer
    keywords: dict[str, Any] = {}
    if isinstance(initializer, partial):
        function, keywords = initializer.func, initializer.keywords
    if function is orthogonal:
        raise TypeError("orthogonal cannot be drawn in blocks: it factors the whole matrix")
    name = next((name for name, ours in INITIALIZERS.items() if function is ours), None)
    if name is None:
        raise TypeError(
            "initializer must be a function of paraminit or a functools.partial of one, not "
            f"{initializer!r}: only for these it is known how to draw a part of an array"
        )
    for key in ("rng", "dtype", "out"):
        if key in keywords:
            raise TypeError(f"initializer must not set {key}, which is an argument of this call")
    return name, keywords
