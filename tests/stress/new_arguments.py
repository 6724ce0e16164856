"""Random calls with axes in tuples, pairs of bounds, layouts and one initializer for each layer."""

from functools import partial
from typing import Any

import numpy as np
import paraminit

from reference import schemes
from reference.schemes import DISTRIBUTIONS, MODES, SCHEMES
from stress.command import FaultError, run
from support.outcome import freeze, state_of
from support.streams import STREAMS

DTYPES = (np.float64, np.float32)
WITHOUT_AXES = tuple(DISTRIBUTIONS.values())


def stress(cases: int = 100_000, seed: int = 0) -> str:
    """Make so many random calls, and compare numbers and states with the formulas'."""
    rng = np.random.default_rng(seed)
    numbers = sum(compare(case, rng) for case in range(cases))
    return f"{cases} calls, {numbers} numbers: equal"


def compare(case: int, rng: np.random.Generator) -> int:
    """Make one random call twice, ours and NumPy's; return the number of weights."""
    kind, start = str(rng.choice(list(STREAMS))), int(rng.integers(2**32))
    ours, numpys = STREAMS[kind](start), STREAMS[kind](start)
    # Anywhere: half of a word, or a normal, may wait for the next call.
    before = rng.integers(0, 3)
    for stream in (ours, numpys):
        stream.standard_normal(before)
        stream.bytes(4 * before)
    call = (interval, weights, network)[rng.integers(3)]
    what, actual, expected = call(rng, ours, numpys, DTYPES[rng.integers(2)])
    if freeze(actual) != freeze(expected):
        raise FaultError(f"case {case}: the numbers of {what}, {kind} {start}")
    if state_of(ours) != state_of(numpys):
        raise FaultError(f"case {case}: the state after {what}, {kind} {start}")
    return sum(a.size for a in actual.values()) if isinstance(actual, dict) else actual.size


def interval(rng: np.random.Generator, ours: Any, numpys: Any, dtype: Any) -> Any:
    """Draw uniform numbers between a pair of bounds."""
    shape = tuple(int(size) for size in rng.choice([0, 1, 2, 3, 7, 40], rng.integers(0, 4)))
    size = float(10 ** rng.normal(0, 4))
    low, high = sorted(
        float(end) for end in rng.choice([0.0, 1.0, *(size * rng.normal(size=4))], 2)
    )
    actual = paraminit.uniform(shape, (low, high), rng=ours, dtype=dtype)
    expected = schemes.uniform(shape, (low, high), numpys, dtype)
    return (shape, low, high, dtype), actual, expected


def weights(rng: np.random.Generator, ours: Any, numpys: Any, dtype: Any) -> Any:
    """Draw weights whose axes are shared out at random."""
    shape = tuple(int(size) for size in rng.choice([0, 1, 2, 3, 5, 8], rng.integers(2, 6)))
    roles: dict[str, list[int]] = {"in_axis": [], "out_axis": [], "batch_axis": []}
    for axis in rng.permutation(len(shape)):
        role = rng.choice([*roles, "none"])
        if role != "none":
            roles[role].append(int(axis) - len(shape) * int(rng.integers(2)))
    axes: dict[str, Any] = {
        name: of[0] if len(of) == 1 and rng.random() < 0.5 else tuple(of)
        for name, of in roles.items()
    }
    name = str(rng.choice([*SCHEMES, "variance_scaling"]))
    scheme: tuple[float, str, str]
    if name in SCHEMES:
        scheme, options = SCHEMES[name], {}
    else:
        scheme = float(rng.random()), str(rng.choice(MODES)), str(rng.choice([*DISTRIBUTIONS]))
        options = dict(zip(("scale", "mode", "distribution"), scheme, strict=True))
    actual = getattr(paraminit, name)(shape, **options, **axes, rng=ours, dtype=dtype)
    expected = schemes.variance_scaling(shape, *scheme, numpys, dtype, **axes)
    return (name, shape, scheme, axes, dtype), actual, expected


def network(rng: np.random.Generator, ours: Any, numpys: Any, dtype: Any) -> Any:
    """Draw a network in either layout, by one initializer or by one for each layer."""
    layers_dims = [int(size) for size in rng.choice([0, 1, 2, 3, 5, 60], rng.integers(2, 6))]
    layout: Any = rng.choice(["out_in", "in_out"])
    pairs = [initializer(rng) for _ in layers_dims[1:]]
    if rng.random() < 0.5:
        one, reference = pairs[0]
    else:
        one, reference = map(list, zip(*pairs, strict=True))
    actual = paraminit.initialize_parameters(layers_dims, one, layout=layout, rng=ours, dtype=dtype)
    expected = schemes.initialize_parameters(
        layers_dims, reference, numpys, dtype, layout, WITHOUT_AXES
    )
    return (layers_dims, layout, one, dtype), actual, expected


def initializer(rng: np.random.Generator) -> tuple[Any, Any]:
    """Return an initializer, and its NumPy."""
    name = str(rng.choice([*SCHEMES, *DISTRIBUTIONS, "variance_scaling"]))
    function = getattr(paraminit, name)
    if name in DISTRIBUTIONS:
        option = "bound" if name == "uniform" else "std"
        value = float(rng.random())
        return partial(function, **{option: value}), partial(DISTRIBUTIONS[name], **{option: value})
    scale, mode, distribution = SCHEMES.get(name, (0.3, "fan_out", "uniform"))
    options: dict[str, Any] = {"scale": scale, "mode": mode, "distribution": distribution}
    axes: dict[str, Any] = {"in_axis": 0, "out_axis": (1,)} if rng.random() < 0.3 else {}
    ours = partial(function, **axes, **({} if name in SCHEMES else options))
    # As it is, now and then: no partial.
    ours = function if not ours.keywords else ours
    return ours, partial(schemes.variance_scaling, **options, **axes)


if __name__ == "__main__":
    raise SystemExit(run(stress))
