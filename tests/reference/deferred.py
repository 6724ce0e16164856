"""The notebook's functions, with the one intended difference: all is read before anything is drawn.

The code is the notebook's own, but the `np.random.randn` that it calls returns a matrix that is
drawn only at the end. So a call that fails has drawn nothing, and an entry that draws when it is
read comes before all weights.
"""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt

from reference import notebook
from reference.notebook import Parameters


class Undrawn:
    """A matrix of normals that are still to be drawn."""

    refused = 0
    """How many scales were refused that NumPy would have taken, for weights of another type."""

    def __init__(self, values: npt.NDArray[np.float64]) -> None:
        self.values = values
        self.scale = 1.0

    def __mul__(self, scale: Any) -> "Undrawn":
        try:
            product = np.multiply(np.array([[1.0]]), scale)
        except Exception:
            # NumPy does not even look at the scale of no weights.
            Undrawn.refused += self.values.size == 0
            raise
        kind = type(product), getattr(product, "dtype", None), np.shape(product)
        if kind != (np.ndarray, np.float64, (1, 1)):
            Undrawn.refused += 1
            raise TypeError("the scale of a layer must be a number of type float64")
        self.scale = product.item()
        return self

    def drawn(self) -> npt.NDArray[np.float64]:
        """Return the weights."""
        self.values[:] = np.random.randn(*self.values.shape) * self.scale
        return self.values


def deferred(name: str) -> Callable[[Any], Parameters]:
    """Return one of the notebook's functions, made to draw at its end."""
    function = getattr(_copy_of_the_notebook(), f"initialize_parameters_{name}")

    def initialize(layers_dims: Any) -> Parameters:
        parameters = function(layers_dims)
        return {
            key: value.drawn() if isinstance(value, Undrawn) else value
            for key, value in parameters.items()
        }

    return initialize


def _copy_of_the_notebook() -> ModuleType:
    path = Path(notebook.__file__)
    spec = importlib.util.spec_from_file_location("deferred_notebook", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    random = SimpleNamespace(randn=lambda *shape: Undrawn(np.empty(shape)))
    vars(module)["np"] = SimpleNamespace(random=random, zeros=np.zeros, sqrt=np.sqrt)
    return module
