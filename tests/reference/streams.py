"""The NumPy that defines the initializers for any stream."""

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def stream(rng: Any = None) -> Any:
    """Return the object whose methods draw for this `rng`."""
    if rng is np.random or isinstance(rng, np.random.RandomState | np.random.Generator):
        return rng
    return np.random.default_rng(rng)


def is_legacy(rng: Any) -> bool:
    """Return whether the methods are those of a RandomState, which draws float64 alone."""
    return rng is np.random or isinstance(rng, np.random.RandomState)


def normal(shape: Any, std: float = 1.0, *, rng: Any = None, dtype: Any = np.float64) -> Array:
    """Return normals of this standard deviation."""
    rng, dtype = stream(rng), np.dtype(dtype)
    if is_legacy(rng) or dtype == np.float64:
        return np.asarray(rng.standard_normal(shape) * std).astype(dtype)
    return np.asarray(rng.standard_normal(shape, dtype=np.float32) * np.float32(std))


def uniform(shape: Any, bound: float = 1.0, *, rng: Any = None, dtype: Any = np.float64) -> Array:
    """Return uniform numbers between minus and plus this bound."""
    rng, dtype = stream(rng), np.dtype(dtype)
    if is_legacy(rng) or dtype == np.float64:
        return np.asarray(rng.uniform(-bound, bound, shape)).astype(dtype)
    drawn = rng.random(shape, dtype=np.float32)
    return np.asarray(np.float32(-bound) + np.float32(2 * bound) * drawn)
