"""Any function, from any stream in any state, draws and leaves what NumPy's methods do."""

import os
import random
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from reference import schemes
from stress.command import FaultError, run
from support.functions import (
    DISTRIBUTIONS,
    DTYPES,
    FUNCTIONS,
    INITIALIZE_PARAMETERS,
    NOTEBOOK,
    SCHEMES,
    VARIANCE_SCALING,
    Function,
)
from support.outcome import Make, compare
from support.streams import (
    BIT_GENERATORS,
    Foreign,
    OtherGenerator,
    OtherRandomState,
    OwnGenerator,
    OwnPCG64,
    randomgens,
)
from support.watchdog import watch

KINDS: list[Callable[[int], Any]] = [*BIT_GENERATORS * 4, *randomgens(), OwnPCG64, Foreign]

SIZES = (0, 1, 1, 2, 3, 3, 5, 8, 17, 64)
"""Of axes and layers."""

Call = tuple[Function, list[Any], dict[str, Any]]
"""A function with arguments."""


def stress(cases: int = 400_000, first: int = 0, largest: int = 1_000_000) -> str:
    """Compare so many cases, the first of which has this number."""
    counts: Counter[str] = Counter()
    refused = 0
    for case in range(first, first + cases):
        if case % 100 == 0:
            watch()
        rng = random.Random(case)
        os.environ["PARAMINIT_NUM_THREADS"] = str(rng.choice([1, 2, 3, 8]))
        kind, make = stream(rng)
        function, arguments, named = call(rng, largest, kind)
        dtype = rng.choice(DTYPES)
        with np.errstate(over="ignore"):
            expected, found = compare(function, *arguments, make=make, dtype=dtype, **named)
        if found:
            raise FaultError(f"case {case}: {function} {arguments} {named} of {kind}: {found}")
        counts[kind] += 1
        refused += expected.error is not None
    rarest = min(counts, key=counts.__getitem__)
    return (
        f"{cases} cases of {len(counts)} kinds of streams ({rarest} least often, "
        f"{counts[rarest]} times), {refused} refused: values, states and arrays are NumPy's"
    )


def call(rng: random.Random, largest: int, kind: str) -> Call:
    """Return a function with arguments for a kind of stream.

    How often `truncated_normal` calls a method is not part of its definition: so it draws from no
    stream with methods that override NumPy's.
    """
    if kind == "np.random" and rng.random() < 0.8:
        return rng.choice(NOTEBOOK), [random_layers(np.random.default_rng(rng.getrandbits(64)))], {}
    if not kind.startswith("Other") and rng.random() < 0.5:
        return rng.choice([weights, network])(rng)
    function = rng.choice(FUNCTIONS if kind.startswith("Other") else DISTRIBUTIONS)
    parameter: Any = rng.choice([0.0, 1.0, 0.05, rng.random(), 10 ** rng.uniform(-320, 37)])
    if function.name == "uniform" and rng.random() < 0.3:
        ends = [0.0, 1.0, *(10 ** rng.gauss(0, 4) * rng.gauss(0, 1) for _ in range(4))]
        parameter = tuple(sorted(rng.choices(ends, k=2)))
    arguments = [shape(rng, size(rng, largest)), parameter]
    return function, arguments, {"with_out": rng.random() < 0.3}


def scheme(rng: random.Random) -> dict[str, Any]:
    """Return the arguments of `variance_scaling` beside the shape and the axes."""
    scales = [0.0, 1.0, 0.01, 1 / 3, 2.0, rng.random(), 10 ** rng.gauss(0, 4)]
    distribution = rng.choice(list(schemes.DISTRIBUTIONS))
    mode = rng.choice(schemes.MODES)
    return {"scale": rng.choice(scales), "mode": mode, "distribution": distribution}


def weights(rng: random.Random) -> Call:
    """Return a scheme for weights whose axes are shared out at random."""
    of_shape = shape_of_weights(rng)
    roles: dict[str, list[int]] = {"in_axis": [], "out_axis": [], "batch_axis": [], "none": []}
    for axis in rng.sample(range(len(of_shape)), len(of_shape)):
        roles[rng.choice(list(roles))].append(axis - len(of_shape) * rng.randrange(2))
    named: dict[str, Any] = {
        name: axes[0] if len(axes) == 1 and rng.random() < 0.7 else tuple(axes)
        for name, axes in roles.items()
        if name != "none"
    }
    function = rng.choice([*SCHEMES, VARIANCE_SCALING])
    if function is VARIANCE_SCALING:
        named |= scheme(rng)
    return function, [of_shape], named | {"with_out": rng.random() < 0.3}


def network(rng: random.Random) -> Call:
    """Return a network in either layout, drawn by one initializer or by one for each layer."""
    layers_dims = rng.choices(SIZES, k=rng.randrange(2, 6))
    pairs = [initializer(rng) for _ in layers_dims[1:]]
    ours: Any = [pair[0] for pair in pairs]
    theirs: Any = [pair[1] for pair in pairs]
    if rng.random() < 0.5:
        [ours, *_], [theirs, *_] = ours, theirs
    function = Function(
        INITIALIZE_PARAMETERS.name,
        partial(INITIALIZE_PARAMETERS.ours, initializer=ours),
        partial(INITIALIZE_PARAMETERS.reference, initializer=theirs),
    )
    return function, [layers_dims], {"layout": rng.choice(["out_in", "in_out"])}


def initializer(rng: random.Random) -> tuple[Any, Any]:
    """Return an initializer, as it is or as a partial, and its NumPy."""
    function = rng.choice([*SCHEMES, *DISTRIBUTIONS, VARIANCE_SCALING])
    named: dict[str, Any] = {}
    if function in DISTRIBUTIONS:
        named = {"bound" if function.name == "uniform" else "std": rng.random()}
    elif rng.random() < 0.3:
        named = {"in_axis": 0, "out_axis": (1,)}
    if function is VARIANCE_SCALING:
        named |= scheme(rng)
    ours = partial(function.ours, **named) if named else function.ours
    return ours, partial(function.reference, **named)


def shape_of_weights(rng: random.Random) -> tuple[int, ...]:
    """Return the shape of a layer's weights, now and then a large one."""
    if rng.random() < 0.003:
        return rng.randrange(100, 400), rng.randrange(100, 400)
    ndim = rng.randrange(2, 6)
    return tuple(rng.choices(SIZES[: 10 - ndim], k=ndim))


def size(rng: random.Random, largest: int) -> int:
    """Return how many numbers to draw: mostly few, and often around where the ways part."""
    kind = rng.random()
    if kind < 0.6:
        count = rng.randrange(130)
    elif kind < 0.85:
        count = rng.choice([1024, 2048, 4096]) + rng.randrange(-3, 4)
    elif kind < 0.98:
        count = int(10 ** rng.uniform(2, 5))
    elif kind < 0.99:
        count = 65536 * rng.randrange(1, 4) + rng.randrange(-2, 3)
    else:
        count = rng.randrange(largest + 1)
    return min(count, largest)


def shape(rng: random.Random, count: int) -> Any:
    """Return a shape of so many numbers, or of a few less."""
    kind = rng.randrange(4)
    if kind == 0:
        return count
    if kind == 1:
        return (count,)
    columns = rng.randrange(1, 9)
    if kind == 2:
        return (count // columns, columns)
    return (1, count // columns, columns, 1)


def random_layers(rng: np.random.Generator) -> list[int]:
    """Return the sizes of a network, of one of the kinds that take different paths."""
    length = int(rng.integers(0, 7))
    kind = rng.choice(
        ["small", "degenerate", "odd", "mixed", "blocks", "large"],
        p=[0.3, 0.1, 0.198, 0.2, 0.2, 0.002],
    )
    sizes: Sequence[int]
    match kind:
        case "small":
            sizes = rng.integers(1, 9, length).tolist()
        case "degenerate":
            sizes = rng.integers(0, 3, length).tolist()
        case "odd":
            sizes = (2 * rng.integers(0, 16, length) + 1).tolist()
        case "mixed":
            # Tiny layers beside large ones, so that a bulk fill starts and ends anywhere.
            sizes = rng.choice([0, 1, 2, 3, 50, 51, 200, 333], length).tolist()
        case "blocks":
            # A block of 624 words is 156 attempts and about 122 pairs.
            sizes = [1, int(rng.integers(100, 700)), int(rng.integers(0, 3))]
        case _:
            width = int(rng.integers(100, 1000))
            sizes = [width, int(rng.integers(10**5, 10**6)) // width, 1]
    return list(sizes)


def stream(rng: random.Random) -> tuple[str, Make]:
    """Return a kind of `rng`, and what makes it in some state."""
    seed = rng.randrange(2**32)
    steps = [rng.choice(STEPS) for _ in range(rng.choice([0, 0, 1, 2, 5]))]
    kind = rng.randrange(24)
    bit_generator = rng.choice(KINDS)
    name = f"{bit_generator.__module__.split('.')[0]}.{bit_generator.__name__}"
    if kind < 11:
        places = odd_state(rng, bit_generator)
        return f"Generator({name})", lambda: generator(bit_generator, seed, places, steps)
    if kind == 11:
        return f"{name}", lambda: bit_generator_of(bit_generator, seed, steps)
    if kind == 12:
        return "seed", lambda: seed
    if kind == 13:
        sequence = [rng.randrange(2**32) for _ in range(rng.randrange(1, 6))]
        made: Any = rng.choice([tuple, list, np.array])
        return "sequence", lambda: made(sequence)
    if kind == 14:
        return "SeedSequence", lambda: np.random.SeedSequence(seed, spawn_key=(3,))
    if kind in (15, *range(20, 24)):
        words = rng.randrange(700)
        steps.insert(0, lambda rng, is_legacy: rng.bytes(4 * words))  # to anywhere in a block
        return "np.random", lambda: legacy(np.random, seed, steps)
    if kind == 16:
        other = rng.choice([OtherRandomState, np.random.RandomState])
        return other.__name__, lambda: legacy(other(), seed, steps)
    if kind == 17:
        made = rng.choice([OtherGenerator, OwnGenerator])
        return made.__name__, lambda: walked(made(bit_generator(seed)), steps)
    return f"RandomState({name})", lambda: walked(np.random.RandomState(bit_generator(seed)), steps)


Step = Callable[[Any, bool], object]

STEPS: list[Step] = [
    lambda rng, is_legacy: rng.bytes(5),
    lambda rng, is_legacy: rng.standard_normal(),
    lambda rng, is_legacy: rng.standard_normal(7),
    lambda rng, is_legacy: rng.permutation(5),
    lambda rng, is_legacy: rng.uniform(size=3),
    lambda rng, is_legacy: (rng.randint if is_legacy else rng.integers)(1000, dtype=np.uint32),
    lambda rng, is_legacy: (rng.randint if is_legacy else rng.integers)(100, dtype=np.uint8),
    lambda rng, is_legacy: None if is_legacy else rng.random(3, dtype=np.float32),
    lambda rng, is_legacy: rng.bytes(4 * 619),
]
"""What may have been drawn before: some leave half a word, or a normal, for the next call."""


def walked(rng: Any, steps: list[Step]) -> Any:
    """Return the stream after some steps."""
    is_legacy = rng is np.random or isinstance(rng, np.random.RandomState)
    for step in steps:
        step(rng, is_legacy)
    return rng


def legacy(rng: Any, seed: int, steps: list[Step]) -> Any:
    """Return a legacy stream, seeded."""
    rng.seed(seed)
    return walked(rng, steps)


def bit_generator_of(bit_generator: Callable[[int], Any], seed: int, steps: list[Step]) -> Any:
    """Return a bit generator after some steps of a generator on it."""
    made = bit_generator(seed)
    walked(np.random.Generator(made), steps)
    return made


def generator(
    bit_generator: Callable[[int], Any], seed: int, state: Any, steps: list[Step]
) -> np.random.Generator:
    """Return a generator in a state, or one from a seed, after some steps."""
    made = bit_generator(seed)
    if state is not None:
        made.state = state
    rng: np.random.Generator = walked(np.random.Generator(made), steps)
    return rng


def odd_state(rng: random.Random, bit_generator: Callable[[int], Any]) -> Any:
    """Return now and then a state that no seed gives: large, small, full of ones or zeros."""
    if rng.random() < 0.7:
        return None

    def word(bits: int) -> Any:
        return rng.choice([0, 1, 2**bits - 1, 2 ** (bits - 1), rng.randrange(2**bits)])

    def words(count: int, bits: int = 64) -> Any:
        return np.array([word(bits) for _ in range(count)], f"u{bits // 8}")

    half: dict[str, Any] = {"has_uint32": rng.randrange(2), "uinteger": word(32)}
    name = bit_generator.__name__
    if bit_generator in (np.random.PCG64, np.random.PCG64DXSM):
        state = {"state": word(128), "inc": word(128) | 1}
        return {"bit_generator": name, "state": state, **half}
    if bit_generator is np.random.SFC64:
        return {"bit_generator": name, "state": {"state": words(4)}, **half}
    if bit_generator is np.random.Philox:
        state = {"counter": words(4), "key": words(2)}
        position = rng.randrange(5)
        return {
            "bit_generator": name,
            "state": state,
            "buffer": words(4),
            "buffer_pos": position,
            **half,
        }
    if bit_generator is np.random.MT19937:
        key = np.random.MT19937(rng.randrange(2**32)).state["state"]["key"]
        state = {"key": key, "pos": rng.choice([0, 1, 2, 623, 624, rng.randrange(625)])}
        return {"bit_generator": name, "state": state}
    return None


if __name__ == "__main__":
    raise SystemExit(run(stress))
