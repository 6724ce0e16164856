from collections.abc import Sequence
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from paraminit._core import _Float32, _Float64, _Initializer, _LayersDims, _Layout, _Rng

@overload
def initialize_parameters(  # type: ignore[overload-overlap]
    layers_dims: _LayersDims,
    initializer: _Initializer | Sequence[_Initializer] = ...,
    *,
    layout: _Layout = "out_in",
    rng: _Rng = None,
    dtype: _Float64 = ...,
) -> dict[str, npt.NDArray[np.float64]]: ...
@overload
def initialize_parameters(
    layers_dims: _LayersDims,
    initializer: _Initializer | Sequence[_Initializer] = ...,
    *,
    layout: _Layout = "out_in",
    rng: _Rng = None,
    dtype: _Float32,
) -> dict[str, npt.NDArray[np.float32]]: ...
@overload
def initialize_parameters(
    layers_dims: _LayersDims,
    initializer: _Initializer | Sequence[_Initializer] = ...,
    *,
    layout: _Layout = "out_in",
    rng: _Rng = None,
    dtype: npt.DTypeLike,
) -> dict[str, npt.NDArray[Any]]: ...
