from typing import Any, SupportsFloat, overload

import numpy as np
import numpy.typing as npt

from paraminit._core import _Float32, _Float64, _Rng, _Shape

@overload
def orthogonal(  # type: ignore[overload-overlap]
    shape: _Shape,
    gain: SupportsFloat = 1.0,
    *,
    rng: _Rng = None,
    dtype: _Float64 = ...,
    out: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.float64]: ...
@overload
def orthogonal(
    shape: _Shape,
    gain: SupportsFloat = 1.0,
    *,
    rng: _Rng = None,
    dtype: _Float32,
    out: npt.NDArray[np.float32] | None = None,
) -> npt.NDArray[np.float32]: ...
@overload
def orthogonal(
    shape: _Shape,
    gain: SupportsFloat = 1.0,
    *,
    rng: _Rng = None,
    dtype: npt.DTypeLike,
    out: npt.NDArray[Any] | None = None,
) -> npt.NDArray[Any]: ...
