"""The formulas as they stand in the documentation, with an object's own methods.

So is drawn from all that is not known to be NumPy's own, and what NumPy may have to warn of. Other
people's code may run here, so the stream is left where that code leaves it, on an error too.

Each function draws numbers of one type: ``float``, which is NumPy's float64, or ``np.float32``.
NumPy's names are looked up at the import: what a program puts in their place later changes nothing.
"""

from collections.abc import Callable
from typing import Any

from numpy import asanyarray, copyto, empty


def normal(shape: Any, rng: Any, dtype: Any, std: float) -> Any:
    """Draw ``rng.standard_normal(shape) * std``."""
    return _numbers(rng.standard_normal, shape, dtype) * dtype(std)


def truncated_normal(shape: Any, rng: Any, dtype: Any, std: float) -> Any:
    """Draw the same without the normals of more than 2 in size."""
    kept = empty(shape, dtype)
    flat, start = kept.reshape(-1), 0
    while start < kept.size:
        drawn = _numbers(rng.standard_normal, kept.size - start, dtype)
        drawn = drawn[abs(drawn) <= 2]
        flat[start : start + len(drawn)] = drawn
        start += len(drawn)
    return kept * dtype(std)


def uniform(shape: Any, rng: Any, dtype: Any, low: float, high: float) -> Any:
    """Draw ``rng.uniform(low, high, shape)``, or what stands for it in float32."""
    if dtype is float:
        return rng.uniform(low, high, shape)
    return dtype(low) + dtype(high - low) * _numbers(rng.random, shape, dtype)


def _numbers(method: Callable[..., Any], shape: Any, dtype: Any) -> Any:
    """Call a method, which need not know of a dtype, for so many numbers."""
    return method(shape) if dtype is float else method(shape, dtype=dtype)


def fill(
    array: Any, dtype: Any, is_new: bool, formula: Callable[..., Any], arguments: tuple[Any, ...]
) -> Any:
    """Draw what goes into an array, rounded to its dtype. Another may stand for a new one."""
    numbers = asanyarray(formula(array.shape, *arguments), dtype)
    if numbers.shape != array.shape:
        words = f"the methods of rng returned an array of shape {numbers.shape}, not {array.shape}"
        raise ValueError(words)
    if is_new:
        return numbers
    copyto(array, numbers)
    return array


def skip(count: int, formula: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """Draw so many numbers, some at a time, and let them go."""
    at_a_time = 1 << 14
    for start in range(0, count, at_a_time):
        formula(min(count - start, at_a_time), *arguments)
