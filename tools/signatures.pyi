from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any, Literal, Protocol, SupportsFloat, SupportsIndex, TypeAlias, overload

import numpy as np
import numpy.typing as npt

__all__ = [
    "__version__",
    "glorot_normal",
    "glorot_uniform",
    "he_normal",
    "he_uniform",
    "initialize_parameters",
    "initialize_parameters_he",
    "initialize_parameters_random",
    "initialize_parameters_xavier",
    "initialize_parameters_zeros",
    "lecun_normal",
    "lecun_uniform",
    "normal",
    "truncated_normal",
    "uniform",
    "variance_scaling",
]

class _LayersDims(Protocol):
    """Anything with a length whose items 0, 1, ... are integers."""

    def __len__(self) -> int: ...
    def __getitem__(self, layer: int, /) -> SupportsIndex: ...

_Shape: TypeAlias = SupportsIndex | Sequence[SupportsIndex]
_Float64: TypeAlias = type[np.float64] | np.dtype[np.float64] | Literal["float64"]
_Float32: TypeAlias = type[np.float32] | np.dtype[np.float32] | Literal["float32"]
_Rng: TypeAlias = (
    SupportsIndex
    | Sequence[int]
    | npt.NDArray[np.integer[Any]]
    | np.random.SeedSequence
    | np.random.BitGenerator
    | np.random.Generator
    | np.random.RandomState
    | ModuleType
    | None
)
_Mode: TypeAlias = Literal["fan_in", "fan_out", "fan_avg", "fan_geo_avg"]
_Distribution: TypeAlias = Literal["normal", "truncated_normal", "uniform"]

__version__: str

def initialize_parameters_zeros(layers_dims: _LayersDims) -> dict[str, npt.NDArray[np.float64]]: ...
def initialize_parameters_random(
    layers_dims: _LayersDims,
) -> dict[str, npt.NDArray[np.float64]]: ...
def initialize_parameters_he(layers_dims: _LayersDims) -> dict[str, npt.NDArray[np.float64]]: ...
def initialize_parameters_xavier(
    layers_dims: _LayersDims,
) -> dict[str, npt.NDArray[np.float64]]: ...
@overload
def initialize_parameters(  # type: ignore[overload-overlap]
    layers_dims: _LayersDims,
    initializer: Callable[..., npt.NDArray[Any]],
    rng: _Rng,
    dtype: _Float64,
) -> dict[str, npt.NDArray[np.float64]]: ...
@overload
def initialize_parameters(
    layers_dims: _LayersDims,
    initializer: Callable[..., npt.NDArray[Any]],
    rng: _Rng,
    dtype: _Float32,
) -> dict[str, npt.NDArray[np.float32]]: ...
@overload
def normal(  # type: ignore[overload-overlap]
    shape: _Shape,
    std: SupportsFloat = 1.0,
    *,
    rng: _Rng = None,
    dtype: _Float64 = ...,
    out: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.float64]: ...
@overload
def normal(
    shape: _Shape,
    std: SupportsFloat = 1.0,
    *,
    rng: _Rng = None,
    dtype: _Float32,
    out: npt.NDArray[np.float32] | None = None,
) -> npt.NDArray[np.float32]: ...
@overload
def uniform(  # type: ignore[overload-overlap]
    shape: _Shape,
    bound: SupportsFloat = 1.0,
    *,
    rng: _Rng = None,
    dtype: _Float64 = ...,
    out: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.float64]: ...
@overload
def uniform(
    shape: _Shape,
    bound: SupportsFloat = 1.0,
    *,
    rng: _Rng = None,
    dtype: _Float32,
    out: npt.NDArray[np.float32] | None = None,
) -> npt.NDArray[np.float32]: ...
@overload
def truncated_normal(  # type: ignore[overload-overlap]
    shape: _Shape,
    std: SupportsFloat = 1.0,
    *,
    rng: _Rng = None,
    dtype: _Float64 = ...,
    out: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.float64]: ...
@overload
def truncated_normal(
    shape: _Shape,
    std: SupportsFloat = 1.0,
    *,
    rng: _Rng = None,
    dtype: _Float32,
    out: npt.NDArray[np.float32] | None = None,
) -> npt.NDArray[np.float32]: ...
@overload
def variance_scaling(  # type: ignore[overload-overlap]
    shape: _Shape,
    scale: SupportsFloat = 1.0,
    mode: _Mode = "fan_in",
    distribution: _Distribution = "normal",
    *,
    in_axis: SupportsIndex = 1,
    out_axis: SupportsIndex = 0,
    rng: _Rng = None,
    dtype: _Float64 = ...,
    out: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.float64]: ...
@overload
def variance_scaling(
    shape: _Shape,
    scale: SupportsFloat = 1.0,
    mode: _Mode = "fan_in",
    distribution: _Distribution = "normal",
    *,
    in_axis: SupportsIndex = 1,
    out_axis: SupportsIndex = 0,
    rng: _Rng = None,
    dtype: _Float32,
    out: npt.NDArray[np.float32] | None = None,
) -> npt.NDArray[np.float32]: ...
@overload
def he_normal(  # type: ignore[overload-overlap]
    shape: _Shape,
    *,
    in_axis: SupportsIndex = 1,
    out_axis: SupportsIndex = 0,
    rng: _Rng = None,
    dtype: _Float64 = ...,
    out: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.float64]: ...
@overload
def he_normal(
    shape: _Shape,
    *,
    in_axis: SupportsIndex = 1,
    out_axis: SupportsIndex = 0,
    rng: _Rng = None,
    dtype: _Float32,
    out: npt.NDArray[np.float32] | None = None,
) -> npt.NDArray[np.float32]: ...
@overload
def he_uniform(  # type: ignore[overload-overlap]
    shape: _Shape,
    *,
    in_axis: SupportsIndex = 1,
    out_axis: SupportsIndex = 0,
    rng: _Rng = None,
    dtype: _Float64 = ...,
    out: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.float64]: ...
@overload
def he_uniform(
    shape: _Shape,
    *,
    in_axis: SupportsIndex = 1,
    out_axis: SupportsIndex = 0,
    rng: _Rng = None,
    dtype: _Float32,
    out: npt.NDArray[np.float32] | None = None,
) -> npt.NDArray[np.float32]: ...
@overload
def glorot_normal(  # type: ignore[overload-overlap]
    shape: _Shape,
    *,
    in_axis: SupportsIndex = 1,
    out_axis: SupportsIndex = 0,
    rng: _Rng = None,
    dtype: _Float64 = ...,
    out: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.float64]: ...
@overload
def glorot_normal(
    shape: _Shape,
    *,
    in_axis: SupportsIndex = 1,
    out_axis: SupportsIndex = 0,
    rng: _Rng = None,
    dtype: _Float32,
    out: npt.NDArray[np.float32] | None = None,
) -> npt.NDArray[np.float32]: ...
@overload
def glorot_uniform(  # type: ignore[overload-overlap]
    shape: _Shape,
    *,
    in_axis: SupportsIndex = 1,
    out_axis: SupportsIndex = 0,
    rng: _Rng = None,
    dtype: _Float64 = ...,
    out: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.float64]: ...
@overload
def glorot_uniform(
    shape: _Shape,
    *,
    in_axis: SupportsIndex = 1,
    out_axis: SupportsIndex = 0,
    rng: _Rng = None,
    dtype: _Float32,
    out: npt.NDArray[np.float32] | None = None,
) -> npt.NDArray[np.float32]: ...
@overload
def lecun_normal(  # type: ignore[overload-overlap]
    shape: _Shape,
    *,
    in_axis: SupportsIndex = 1,
    out_axis: SupportsIndex = 0,
    rng: _Rng = None,
    dtype: _Float64 = ...,
    out: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.float64]: ...
@overload
def lecun_normal(
    shape: _Shape,
    *,
    in_axis: SupportsIndex = 1,
    out_axis: SupportsIndex = 0,
    rng: _Rng = None,
    dtype: _Float32,
    out: npt.NDArray[np.float32] | None = None,
) -> npt.NDArray[np.float32]: ...
@overload
def lecun_uniform(  # type: ignore[overload-overlap]
    shape: _Shape,
    *,
    in_axis: SupportsIndex = 1,
    out_axis: SupportsIndex = 0,
    rng: _Rng = None,
    dtype: _Float64 = ...,
    out: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.float64]: ...
@overload
def lecun_uniform(
    shape: _Shape,
    *,
    in_axis: SupportsIndex = 1,
    out_axis: SupportsIndex = 0,
    rng: _Rng = None,
    dtype: _Float32,
    out: npt.NDArray[np.float32] | None = None,
) -> npt.NDArray[np.float32]: ...
