# ruff: noqa: F401 - `overload` is for the stub, where what returns `_Array` has one for each dtype
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any, Literal, Protocol, SupportsFloat, SupportsIndex, TypeAlias, overload

import numpy as np
import numpy.typing as npt

__all__ = [
    "INITIALIZERS",
    "__version__",
    "checked_gain",
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
    "plan",
    "skip",
    "truncated_normal",
    "uniform",
    "variance_scaling",
]

class _LayersDims(Protocol):
    """Anything with a length whose items 0, 1, ... are integers."""

    def __len__(self) -> int: ...
    def __getitem__(self, layer: int, /) -> SupportsIndex: ...

_Shape: TypeAlias = SupportsIndex | Sequence[SupportsIndex]
_Axes: TypeAlias = SupportsIndex | Sequence[SupportsIndex]
_Interval: TypeAlias = SupportsFloat | tuple[SupportsFloat, SupportsFloat]
_Float64: TypeAlias = (
    type[np.float64] | type[float] | np.dtype[np.float64] | Literal["float64", "f8", "d", "double"]
)
_Float32: TypeAlias = (
    type[np.float32] | np.dtype[np.float32] | Literal["float32", "f4", "f", "single"]
)
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
_Layout: TypeAlias = Literal["out_in", "in_out"]
_Initializer: TypeAlias = Callable[..., npt.NDArray[Any]]
_Array: TypeAlias = npt.NDArray[Any]

__version__: str
INITIALIZERS: dict[str, _Initializer]

def initialize_parameters_zeros(layers_dims: _LayersDims) -> dict[str, npt.NDArray[np.float64]]: ...
def initialize_parameters_random(
    layers_dims: _LayersDims,
) -> dict[str, npt.NDArray[np.float64]]: ...
def initialize_parameters_he(layers_dims: _LayersDims) -> dict[str, npt.NDArray[np.float64]]: ...
def initialize_parameters_xavier(
    layers_dims: _LayersDims,
) -> dict[str, npt.NDArray[np.float64]]: ...
def initialize_parameters(
    layers_dims: _LayersDims,
    initializer: _Initializer | Sequence[_Initializer],
    layout: str,
    rng: _Rng,
    dtype: npt.DTypeLike,
    orthogonal: _Initializer,
) -> dict[str, npt.NDArray[Any]]: ...
def skip(
    shape: _Shape,
    distribution: _Distribution = "normal",
    *,
    rng: np.random.Generator | np.random.RandomState | np.random.BitGenerator | ModuleType,
    dtype: npt.DTypeLike = ...,
) -> None: ...
def checked_gain(gain: SupportsFloat, dtype: npt.DTypeLike) -> float: ...
def plan(
    initializer: _Initializer, keywords: dict[str, Any], shape: _Shape, dtype: npt.DTypeLike
) -> tuple[str, float, float]: ...
def normal(
    shape: _Shape,
    std: SupportsFloat = 1.0,
    *,
    rng: _Rng = None,
    dtype: npt.DTypeLike = ...,
    out: _Array | None = None,
) -> _Array: ...
def uniform(
    shape: _Shape,
    bound: _Interval = 1.0,
    *,
    rng: _Rng = None,
    dtype: npt.DTypeLike = ...,
    out: _Array | None = None,
) -> _Array: ...
def truncated_normal(
    shape: _Shape,
    std: SupportsFloat = 1.0,
    *,
    rng: _Rng = None,
    dtype: npt.DTypeLike = ...,
    out: _Array | None = None,
) -> _Array: ...
def variance_scaling(
    shape: _Shape,
    scale: SupportsFloat = 1.0,
    mode: _Mode = "fan_in",
    distribution: _Distribution = "normal",
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: npt.DTypeLike = ...,
    out: _Array | None = None,
) -> _Array: ...
def he_normal(
    shape: _Shape,
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: npt.DTypeLike = ...,
    out: _Array | None = None,
) -> _Array: ...
def he_uniform(
    shape: _Shape,
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: npt.DTypeLike = ...,
    out: _Array | None = None,
) -> _Array: ...
def glorot_normal(
    shape: _Shape,
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: npt.DTypeLike = ...,
    out: _Array | None = None,
) -> _Array: ...
def glorot_uniform(
    shape: _Shape,
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: npt.DTypeLike = ...,
    out: _Array | None = None,
) -> _Array: ...
def lecun_normal(
    shape: _Shape,
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: npt.DTypeLike = ...,
    out: _Array | None = None,
) -> _Array: ...
def lecun_uniform(
    shape: _Shape,
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: npt.DTypeLike = ...,
    out: _Array | None = None,
) -> _Array: ...
