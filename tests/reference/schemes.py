"""The few lines of NumPy that define the initializers, for any stream and either dtype."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def stream(rng: Any = None) -> Any:
    """Return the object whose methods draw for this `rng`."""
    if rng is np.random or isinstance(rng, np.random.RandomState | np.random.Generator):
        return rng
    return np.random.default_rng(rng)


def draws_float32(rng: Any, dtype: Any) -> bool:
    """Return whether the numbers are drawn as float32: a legacy stream has float64 alone."""
    return bool(isinstance(rng, np.random.Generator) and np.dtype(dtype) == np.float32)


def normal(shape: Any, std: float = 1.0, rng: Any = None, dtype: Any = np.float64) -> Array:
    """Return normals of this standard deviation."""
    rng = stream(rng)
    if draws_float32(rng, dtype):
        return np.asarray(rng.standard_normal(shape, dtype=np.float32) * np.float32(std))
    return np.asarray(rng.standard_normal(shape) * std).astype(dtype)


def uniform(shape: Any, bound: Any = 1.0, rng: Any = None, dtype: Any = np.float64) -> Array:
    """Return uniform numbers between minus and plus this bound, or in an interval."""
    rng = stream(rng)
    low, high = bound if isinstance(bound, tuple) else (-bound, bound)
    if draws_float32(rng, dtype):
        width = np.float32(high - low)
        return np.asarray(np.float32(low) + width * rng.random(shape, dtype=np.float32))
    return np.asarray(rng.uniform(low, high, shape)).astype(dtype)


def truncated_normal(
    shape: Any, std: float = 1.0, rng: Any = None, dtype: Any = np.float64
) -> Array:
    """Return the normals of a stream, one after another, without those beyond 2."""
    rng = stream(rng)
    single = draws_float32(rng, dtype)
    named: dict[str, Any] = {"dtype": np.float32} if single else {}
    size = math.prod(shape) if isinstance(shape, tuple) else shape
    kept = np.empty(0, **named)
    while len(kept) < size:  # never more than are missing, so the last one drawn is kept
        drawn = rng.standard_normal(size - len(kept), **named)
        kept = np.append(kept, drawn[np.abs(drawn) <= 2])
    scale = np.float32(std) if single else std
    return np.asarray((kept.reshape(shape) * scale).astype(dtype))


DISTRIBUTIONS = {"normal": normal, "truncated_normal": truncated_normal, "uniform": uniform}
MODES = ("fan_in", "fan_out", "fan_avg", "fan_geo_avg")


def fans(shape: tuple[int, ...], in_axis: Any, out_axis: Any, batch_axis: Any = ()) -> Any:
    """Return fan-in and fan-out: the sizes of the axes times those that have no name."""

    def sizes(axes: Any) -> list[int]:
        axes = axes if isinstance(axes, tuple) else (axes,)
        named.update(axis % len(shape) for axis in axes)
        return [shape[axis] for axis in axes]

    named: set[int] = set()
    inputs, outputs = math.prod(sizes(in_axis)), math.prod(sizes(out_axis))
    sizes(batch_axis)
    receptive = math.prod(size for axis, size in enumerate(shape) if axis not in named)
    return inputs * receptive, outputs * receptive


def parameter(scale: float, mode: str, distribution: str, fan_in: int, fan_out: int) -> float:
    """Return what the distribution needs to have the variance, or 0 if there are no weights."""
    fan = {
        "fan_in": fan_in,
        "fan_out": fan_out,
        "fan_avg": (fan_in + fan_out) / 2,
        "fan_geo_avg": np.sqrt(fan_in * fan_out),
    }[mode]
    if fan == 0:
        return 0.0
    std = np.sqrt(scale / fan)
    return float(
        {
            "normal": std,
            "truncated_normal": std / 0.87962566103423978,
            "uniform": np.sqrt(3 * scale / fan),
        }[distribution]
    )


def variance_scaling(
    shape: tuple[int, ...],
    scale: float,
    mode: str,
    distribution: str,
    rng: Any,
    dtype: Any,
    in_axis: Any = 1,
    out_axis: Any = 0,
    batch_axis: Any = (),
) -> Array:
    """Return weights of variance `scale` over the fan."""
    value = parameter(scale, mode, distribution, *fans(shape, in_axis, out_axis, batch_axis))
    return DISTRIBUTIONS[distribution](shape, value, rng, dtype)


SCHEMES = {
    "he_normal": (2.0, "fan_in", "normal"),
    "he_uniform": (2.0, "fan_in", "uniform"),
    "glorot_normal": (1.0, "fan_avg", "normal"),
    "glorot_uniform": (1.0, "fan_avg", "uniform"),
    "lecun_normal": (1.0, "fan_in", "normal"),
    "lecun_uniform": (1.0, "fan_in", "uniform"),
}


def orthogonal(shape: tuple[int, ...], gain: float, rng: Any, dtype: Any) -> Array:
    """Return the orthogonal factor of a tall matrix of normals, with a positive diagonal in R."""
    rows, columns = shape[0], math.prod(shape[1:])
    q, r = np.linalg.qr(normal((max(rows, columns), min(rows, columns)), 1.0, rng, dtype))
    q = q * np.where(np.diagonal(r) < 0, -1, 1).astype(dtype)
    weights: Array = ((q if rows >= columns else q.T) * gain).reshape(shape)
    return weights


WITHOUT_AXES = {*DISTRIBUTIONS, "orthogonal"}
"""The names of functions, ours or NumPy's, that take no axes."""


def initialize_parameters(
    layers_dims: Any,
    initializer: Any,
    rng: Any = None,
    dtype: Any = np.float64,
    layout: str = "out_in",
) -> dict[str, Array]:
    """Return the parameters of a network, layer after layer from one generator."""
    rng = stream(rng)
    parameters: dict[str, Array] = {}
    for layer in range(1, len(layers_dims)):
        n_in, n_out = layers_dims[layer - 1], layers_dims[layer]
        one = initializer if callable(initializer) else initializer[layer - 1]
        axes: dict[str, int] = {}
        weights = n_out, n_in
        biases: tuple[int, ...] = n_out, 1
        if layout == "in_out":
            weights, biases = (n_in, n_out), (n_out,)
            if getattr(one, "func", one).__name__ not in WITHOUT_AXES:
                axes = {"in_axis": 0, "out_axis": 1}
        parameters[f"W{layer}"] = one(weights, **axes, rng=rng, dtype=dtype)
        parameters[f"b{layer}"] = np.zeros(biases, dtype)
    return parameters
