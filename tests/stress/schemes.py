"""Random calls of the initializers equal their NumPy: streams, dtypes, modes, layouts."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import paraminit

from reference import schemes
from reference.schemes import DISTRIBUTIONS, MODES, SCHEMES
from stress.command import FaultError, run
from support.outcome import freeze
from support.rngs import STREAMS, state

# Of any arguments: they are made at random.
variance_scaling: Callable[..., Any] = paraminit.variance_scaling

DTYPES = (np.float64, np.float32)
SIZES = (0, 1, 1, 2, 3, 3, 5, 8, 17, 64)


def stress(cases: int = 100_000, seed: int = 0) -> str:
    """Make so many random calls, and compare each with NumPy's lines."""
    rng = np.random.default_rng(seed)
    weights = sum(compare(case, rng) for case in range(cases))
    return f"{cases} calls, {weights} weights: equal"


def compare(case: int, rng: np.random.Generator) -> int:
    """Make one random call twice, ours and NumPy's; return the number of weights."""
    kind = str(rng.choice(list(STREAMS)))
    start = int(rng.integers(2**32))
    ours, numpys = STREAMS[kind](start), STREAMS[kind](start)
    # Anywhere: half of a word, or a normal, may wait for the next call.
    before = rng.integers(0, 3)
    for stream in (ours, numpys):
        stream.standard_normal(before)
        stream.bytes(4 * before)
    dtype = DTYPES[rng.integers(2)]
    what, actual, expected = random_call(rng, ours, numpys, dtype)
    if freeze(actual) != freeze(expected) or state(ours) != state(numpys):
        same = "the state" if freeze(actual) == freeze(expected) else "the numbers"
        raise FaultError(f"case {case}: {same} of {what}, {dtype.__name__}, {kind} {start}")
    for array in actual.values() if isinstance(actual, dict) else [actual]:
        flags = array.flags
        if not (flags.c_contiguous and flags.owndata and flags.writeable and flags.aligned):
            raise FaultError(f"case {case}: {what}: {flags}")
    return sum(a.size for a in actual.values()) if isinstance(actual, dict) else actual.size


def random_call(rng: np.random.Generator, ours: Any, numpys: Any, dtype: Any) -> Any:
    """Return what was called, what ours returned and what NumPy's lines returned."""
    shape, in_axis, out_axis = random_shape(rng)
    axes = {"in_axis": in_axis, "out_axis": out_axis}
    value = float(rng.choice([0.0, 1.0, 0.01, 1 / 3, 2.0, rng.random(), 10 ** rng.normal(0, 4)]))
    name = str(rng.choice([*DISTRIBUTIONS, *SCHEMES, "variance_scaling", "network"]))
    out = np.empty(shape, dtype) if name != "network" and rng.random() < 0.2 else None
    actual: Any
    if name in DISTRIBUTIONS:
        actual = getattr(paraminit, name)(shape, value, rng=ours, dtype=dtype, out=out)
        return (name, shape, value), actual, DISTRIBUTIONS[name](shape, value, numpys, dtype)
    scale, mode, distribution = SCHEMES.get(
        name, (value, str(rng.choice(MODES)), str(rng.choice(list(DISTRIBUTIONS))))
    )
    if name in SCHEMES:
        actual = getattr(paraminit, name)(shape, **axes, rng=ours, dtype=dtype, out=out)
    elif name == "variance_scaling":
        actual = variance_scaling(
            shape, scale, mode, distribution, **axes, rng=ours, dtype=dtype, out=out
        )
    else:
        arguments: dict[str, Any] = {"scale": scale, "mode": mode, "distribution": distribution}
        layers_dims = [int(size) for size in rng.choice(SIZES, rng.integers(2, 6))]
        initializer = partial(variance_scaling, **arguments)
        actual = paraminit.initialize_parameters(layers_dims, initializer, rng=ours, dtype=dtype)
        reference = partial(schemes.variance_scaling, **arguments)
        network = schemes.initialize_parameters(layers_dims, reference, numpys, dtype)
        return (name, layers_dims, arguments), actual, network
    if out is not None and actual is not out:
        raise FaultError(f"{name}: another array than out")
    what = (name, shape, axes, scale, mode, distribution)
    expected = schemes.variance_scaling(shape, scale, mode, distribution, numpys, dtype, **axes)
    return what, actual, expected


def random_shape(rng: np.random.Generator) -> tuple[tuple[int, ...], int, int]:
    """Return a shape, now and then a large one, with its axes, as they may be given."""
    ndim = int(rng.integers(2, 6))
    shape = tuple(int(size) for size in rng.choice(SIZES[: 10 - ndim], ndim))
    if rng.random() < 0.003:
        shape = int(rng.integers(100, 400)), int(rng.integers(100, 400))
    in_axis, out_axis = rng.choice(len(shape), 2, replace=False) - len(shape) * rng.integers(
        0, 2, 2
    )
    return shape, int(in_axis), int(out_axis)


if __name__ == "__main__":
    raise SystemExit(run(stress))
