from typing import Protocol, SupportsIndex

import numpy as np
import numpy.typing as npt

__all__ = [
    "__version__",
    "initialize_parameters_he",
    "initialize_parameters_random",
    "initialize_parameters_xavier",
    "initialize_parameters_zeros",
]

class _LayersDims(Protocol):
    """Anything with a length whose items 0, 1, ... are integers."""

    def __len__(self) -> int: ...
    def __getitem__(self, layer: int, /) -> SupportsIndex: ...

__version__: str

def initialize_parameters_zeros(layers_dims: _LayersDims) -> dict[str, npt.NDArray[np.float64]]: ...
def initialize_parameters_random(
    layers_dims: _LayersDims,
) -> dict[str, npt.NDArray[np.float64]]: ...
def initialize_parameters_he(layers_dims: _LayersDims) -> dict[str, npt.NDArray[np.float64]]: ...
def initialize_parameters_xavier(
    layers_dims: _LayersDims,
) -> dict[str, npt.NDArray[np.float64]]: ...
