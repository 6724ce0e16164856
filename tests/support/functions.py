"""Each function of paraminit beside the NumPy that defines it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import paraminit
import pytest

from reference import notebook, schemes

Array = npt.NDArray[Any]


@dataclass(frozen=True, repr=False)
class Function:
    """One function of paraminit, and the NumPy that defines it."""

    name: str
    ours: Callable[..., Any]
    reference: Callable[..., Any]
    of_notebook: bool = False
    """Whether it takes `layers_dims` and draws from the global stream, or a shape and `rng`."""

    def __repr__(self) -> str:
        return self.name

    def draw(self, count: int, rng: Any, dtype: Any = np.float64, **named: Any) -> Array:
        """Draw so many numbers from a stream, by a call of ours."""
        return numbers(self.ours(self.size(count), **self.source(rng, dtype), **named))

    def expected(self, count: int, rng: Any, dtype: Any = np.float64) -> Array:
        """Draw so many numbers from a stream, by the definition."""
        return numbers(self.reference(self.size(count), **self.source(rng, dtype)))

    def size(self, count: int) -> Any:
        """Return the argument that asks for so many numbers."""
        return [count, 1] if self.of_notebook else count

    def source(self, rng: Any, dtype: Any) -> dict[str, Any]:
        """Return the arguments that name a stream and a dtype, if there are any."""
        return {} if self.of_notebook else {"rng": rng, "dtype": dtype}


def numbers(result: Any) -> Array:
    """Return all the numbers that a call drew, in the order in which they were drawn."""
    arrays = [result]
    if isinstance(result, dict):
        arrays = [array.ravel() for name, array in result.items() if name[0] == "W"]
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


PREFIX = "initialize_parameters_"
BY_NAME = {
    name: Function(name, getattr(paraminit, PREFIX + name), getattr(notebook, PREFIX + name), True)
    for name in (name.removeprefix(PREFIX) for name in paraminit.__all__ if PREFIX in name)
}
"""The notebook's functions: one without its definition in `reference.notebook` is an error here."""

ZEROS, RANDOM, HE, XAVIER = (BY_NAME[name] for name in ("zeros", "random", "he", "xavier"))
NOTEBOOK = tuple(BY_NAME.values())
DRAWING = tuple(function for function in NOTEBOOK if function is not ZEROS)

NORMAL = Function("normal", paraminit.normal, schemes.normal)
UNIFORM = Function("uniform", paraminit.uniform, schemes.uniform)
FUNCTIONS = (NORMAL, UNIFORM)
TRUNCATED = Function("truncated_normal", paraminit.truncated_normal, schemes.truncated_normal)
DISTRIBUTIONS = (*FUNCTIONS, TRUNCATED)

VARIANCE_SCALING = Function(
    "variance_scaling", paraminit.variance_scaling, schemes.variance_scaling
)
SCHEMES = tuple(
    Function(
        name,
        getattr(paraminit, name),
        partial(schemes.variance_scaling, scale=scale, mode=mode, distribution=distribution),
    )
    for name, (scale, mode, distribution) in schemes.SCHEMES.items()
)
INITIALIZE_PARAMETERS = Function(
    "initialize_parameters", paraminit.initialize_parameters, schemes.initialize_parameters
)
PARAMETERS: list[tuple[Callable[..., Any], str]] = [
    (paraminit.normal, "std"),
    (paraminit.truncated_normal, "std"),
    (paraminit.uniform, "bound"),
    (paraminit.variance_scaling, "scale"),
    (paraminit.orthogonal, "gain"),
]
"""Functions with the name of the number that each takes after the shape."""

ALL = (*FUNCTIONS, *DRAWING)
"""The functions that stand for all that draw: of each method, by either way to name a stream."""

DTYPES = (np.float64, np.float32)


def name_of(value: Any) -> str:
    """Return what pytest shows."""
    return str(getattr(value, "__name__", value))


every_function = pytest.mark.parametrize("function", FUNCTIONS, ids=repr)
every_distribution = pytest.mark.parametrize("function", DISTRIBUTIONS, ids=repr)
every_scheme = pytest.mark.parametrize("function", SCHEMES, ids=repr)
every_parameter = pytest.mark.parametrize(("draw", "name"), PARAMETERS, ids=name_of)
all_functions = pytest.mark.parametrize("function", ALL, ids=repr)
every_dtype = pytest.mark.parametrize("dtype", DTYPES, ids=name_of)
every_notebook_function = pytest.mark.parametrize("function", NOTEBOOK, ids=repr)
every_drawing_function = pytest.mark.parametrize("function", DRAWING, ids=repr)
every_scaled_function = pytest.mark.parametrize("function", [HE, XAVIER], ids=repr)
