"""Moves a stream past the numbers of an array."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from paraminit import _core

if TYPE_CHECKING:
    from types import ModuleType

    from paraminit._core import _Shape

AT_ONCE = 4096


def skip(
    shape: _Shape,
    distribution: str = "normal",
    *,
    rng: np.random.Generator | np.random.RandomState | np.random.BitGenerator | ModuleType,
    dtype: npt.DTypeLike = np.float64,
) -> None:
    """Leave `rng` where an array of this shape, distribution and dtype would leave it."""
    kinds = np.random.Generator, np.random.RandomState, np.random.BitGenerator
    if rng is not np.random and not isinstance(rng, kinds):
        raise TypeError(
            f"rng must be a Generator, a RandomState, a bit generator or np.random, not {rng!r}: "
            "what is made from a seed would be forgotten"
        )
    if distribution not in ("normal", "truncated_normal", "uniform"):
        raise ValueError(
            f"distribution must be 'normal', 'truncated_normal' or 'uniform', not {distribution!r}"
        )
    draw: Any = getattr(_core, distribution)
    left = math.prod(np.empty(shape, dtype="V0").shape)
    out = draw(0, rng=rng, dtype=dtype)
    out = np.empty(min(left, AT_ONCE), out.dtype)
    stream: Any = rng
    legacy = rng is np.random or isinstance(rng, np.random.RandomState)
    owner: Any = getattr(rng, "bit_generator", rng)
    before = stream.get_state(legacy=False) if legacy else owner.state
    try:
        while left:
            size = min(left, AT_ONCE)
            draw(size, rng=rng, dtype=dtype, out=out[:size])
            left -= size
    except BaseException:
        if legacy:
            stream.set_state(before)
        else:
            owner.state = before
        raise


skip.__module__ = "paraminit"
