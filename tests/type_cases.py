"""What a type checker has to say: never run, but read by mypy and Pyright.

Each `type: ignore` is an error that both have to find, for they refuse those without one.
"""

from functools import partial
from typing import assert_type

import numpy as np
import numpy.typing as npt
from paraminit import (
    __version__,
    he_normal,
    initialize_parameters,
    initialize_parameters_he,
    initialize_parameters_random,
    initialize_parameters_xavier,
    initialize_parameters_zeros,
    normal,
    orthogonal,
    uniform,
    variance_scaling,
)

Parameters = dict[str, npt.NDArray[np.float64]]

assert_type(__version__, str)
assert_type(initialize_parameters_zeros([3, 2, 1]), Parameters)
assert_type(initialize_parameters_random([3, 2, 1]), Parameters)
assert_type(initialize_parameters_he([3, 2, 1]), Parameters)
assert_type(initialize_parameters_xavier(layers_dims=[3, 2, 1]), Parameters)
assert_type(initialize_parameters_he([3, 2])["W1"], npt.NDArray[np.float64])

initialize_parameters_he((3, 2, 1))
initialize_parameters_he(range(1, 4))
initialize_parameters_he(b"\3\2\1")
initialize_parameters_he({0: 3, 1: 2})
initialize_parameters_he(np.array([3, 2, 1]))
initialize_parameters_he([np.int64(3), 2])

initialize_parameters_he()  # type: ignore[call-arg]
initialize_parameters_he(3)  # type: ignore[arg-type]
initialize_parameters_he([3, 2.5])  # type: ignore[list-item]
initialize_parameters_he([3, 2], 1)  # type: ignore[call-arg]
initialize_parameters_he(dims=[3, 2])  # type: ignore[call-arg]

Float64 = npt.NDArray[np.float64]
Float32 = npt.NDArray[np.float32]

assert_type(normal(3), Float64)
assert_type(normal((3, 2), 0.1, rng=1, dtype=np.float64), Float64)
assert_type(normal((3, 2), dtype=np.float32), Float32)
assert_type(uniform([3, 2], np.float64(2), dtype="float32"), Float32)
assert_type(he_normal((3, 2), in_axis=-1, out_axis=np.int64(0)), Float64)
assert_type(he_normal((3, 2), dtype=np.dtype(np.float32)), Float32)
assert_type(variance_scaling((3, 2), 2, "fan_avg", "uniform", rng=np.random), Float64)
assert_type(orthogonal((3, 2), 2), Float64)
assert_type(orthogonal((3, 2), dtype=np.float32, out=np.empty((3, 2), np.float32)), Float32)
assert_type(initialize_parameters([3, 2, 1]), Parameters)
assert_type(initialize_parameters([3, 2, 1], dtype=np.float32), dict[str, Float32])
assert_type(initialize_parameters([3, 2], orthogonal, rng=np.random.PCG64(1)), Parameters)
assert_type(initialize_parameters((3, 2), partial(variance_scaling, scale=2.0)), Parameters)

assert_type(normal(3, dtype=float), Float64)
assert_type(normal(3, dtype="f4"), Float32)
assert_type(orthogonal((3, 3), dtype="f8"), Float64)
assert_type(uniform(3, (0, 1.5)), Float64)
assert_type(he_normal((3, 2, 5), in_axis=(0, 1), out_axis=-1, batch_axis=()), Float64)
assert_type(initialize_parameters([3, 2, 1], [he_normal, normal], layout="in_out"), Parameters)


def of_any_dtype(dtype: npt.DTypeLike) -> None:
    """Pass on what NumPy itself takes."""
    normal(3, dtype=dtype)
    he_normal((3, 2), dtype=dtype, out=None)
    orthogonal((3, 2), dtype=dtype)
    initialize_parameters([3, 2], dtype=dtype)


normal((3, 2), rng="seed")  # type: ignore[arg-type]
uniform(3, (0, 1, 2))  # type: ignore[arg-type]
initialize_parameters([3, 2], layout="oi")  # type: ignore[call-overload]
he_normal((3, 2), 1)  # type: ignore[call-overload]
variance_scaling((3, 2), mode="fanin")  # type: ignore[call-overload]
initialize_parameters([3, 2], 1)  # type: ignore[call-overload]
