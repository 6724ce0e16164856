"""Any function, from any stream in any state, draws and leaves what NumPy's methods do."""

import os
import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import Any

import numpy as np
import paraminit

from reference import schemes
from reference.schemes import DISTRIBUTIONS, MODES, SCHEMES
from stress.command import FaultError, run
from support.functions import DTYPES, FUNCTIONS, Function
from support.outcome import Make, compare
from support.streams import BIT_GENERATORS, Foreign, OwnGenerator
from support.watchdog import watch


class OtherGenerator(np.random.Generator):
    """A subclass that overrides what is called."""

    def standard_normal(self, *args: Any, **kwargs: Any) -> Any:
        """Draw a number more before."""
        super().standard_normal()
        return super().standard_normal(*args, **kwargs)

    def uniform(self, *args: Any, **kwargs: Any) -> Any:
        """Draw a number more before."""
        super().random()
        return super().uniform(*args, **kwargs)


class OtherRandomState(np.random.RandomState):
    """A subclass that overrides what is called."""

    def standard_normal(self, *args: Any, **kwargs: Any) -> Any:
        """Draw a number more before."""
        super().random_sample()
        return super().standard_normal(*args, **kwargs)


class SamePCG64(np.random.PCG64):
    """A subclass that overrides nothing."""


def bit_generators() -> list[Callable[[int], Any]]:
    """Return all there are, those of randomgen among them where it is installed."""
    found: list[Callable[[int], Any]] = [*BIT_GENERATORS] * 4
    with suppress(ImportError):
        found += [
            value
            for name, value in vars(import_module("randomgen")).items()
            if isinstance(value, type)
            and issubclass(value, np.random.BitGenerator)
            and name not in ("RDRAND", "UserBitGenerator")
        ]
    return [*found, SamePCG64, Foreign]


KINDS = bit_generators()


VARIANCE_SCALING: Callable[..., Any] = paraminit.variance_scaling
"""Of any arguments."""

SIZES = (0, 1, 1, 2, 3, 3, 5, 8, 17, 64)
"""Of axes and layers."""


def stress(cases: int = 200_000, first: int = 0, largest: int = 1_000_000) -> str:
    """Compare so many cases, the first of which has this number."""
    counts: Counter[str] = Counter()
    for case in range(first, first + cases):
        if case % 100 == 0:
            watch()
        rng = random.Random(case)
        os.environ["PARAMINIT_NUM_THREADS"] = str(rng.choice([1, 2, 3, 8]))
        kind, make = stream(rng)
        function, arguments, named = call(rng, largest, kind.startswith("Other"))
        dtype = rng.choice(DTYPES)
        with np.errstate(over="ignore"):
            _, found = compare(function, *arguments, make=make, dtype=dtype, **named)
        if found:
            raise FaultError(f"case {case}: {function} {arguments} {named} of {kind}: {found}")
        counts[kind] += 1
    rarest = min(counts, key=counts.__getitem__)
    return (
        f"{cases} cases of {len(counts)} kinds of streams ({rarest} least often, "
        f"{counts[rarest]} times): values, states and arrays are NumPy's"
    )


def call(
    rng: random.Random, largest: int, overriding: bool
) -> tuple[Function, list[Any], dict[str, Any]]:
    """Return a function with arguments.

    How often `truncated_normal` calls a method is not part of its definition: so it draws from no
    stream with methods that override NumPy's.
    """
    with_out = rng.random() < 0.3
    parameter = rng.choice([0.0, 1.0, 0.05, rng.random(), 10 ** rng.uniform(-320, 37)])
    if overriding or rng.random() < 0.5:
        of_shape = shape(rng, size(rng, largest))
        return rng.choice(FUNCTIONS), [of_shape, parameter], {"with_out": with_out}
    scale, mode, distribution = scheme = (
        rng.choice([0.0, 1.0, 0.01, 1 / 3, 2.0, rng.random(), 10 ** rng.gauss(0, 4)]),
        rng.choice(MODES),
        rng.choice(list(DISTRIBUTIONS)),
    )
    named: dict[str, Any] = {"scale": scale, "mode": mode, "distribution": distribution}
    name = rng.choice([*DISTRIBUTIONS, *SCHEMES, "variance_scaling", "initialize_parameters"])
    ours: Callable[..., Any] = getattr(paraminit, name)
    if name in DISTRIBUTIONS:
        function = Function(name, ours, DISTRIBUTIONS[name])
        return function, [shape_of_weights(rng), scale], {"with_out": with_out}
    if name == "initialize_parameters":
        layers_dims = rng.choices(SIZES, k=rng.randrange(2, 6))
        theirs = partial(schemes.variance_scaling, **named)
        function = Function(
            name,
            partial(ours, initializer=partial(VARIANCE_SCALING, **named)),
            partial(schemes.initialize_parameters, initializer=theirs),
        )
        return function, [layers_dims], {}
    weights = shape_of_weights(rng)
    in_axis, out_axis = rng.sample(range(len(weights)), 2)
    axes = {"in_axis": in_axis - len(weights) * rng.randrange(2), "out_axis": out_axis}
    if name in SCHEMES:
        scheme = SCHEMES[name]
        named.clear()
    fixed: dict[str, Any] = dict(zip(("scale", "mode", "distribution"), scheme, strict=True))
    function = Function(name, partial(ours, **named), partial(schemes.variance_scaling, **fixed))
    return function, [weights], {"with_out": with_out, **axes}


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


def stream(rng: random.Random) -> tuple[str, Make]:
    """Return a kind of `rng`, and what makes it in some state."""
    seed = rng.randrange(2**32)
    steps = [rng.choice(STEPS) for _ in range(rng.choice([0, 0, 1, 2, 5]))]
    kind = rng.randrange(20)
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
        words = [rng.randrange(2**32) for _ in range(rng.randrange(1, 6))]
        made: Any = rng.choice([tuple, list, np.array])
        return "sequence", lambda: made(words)
    if kind == 14:
        return "SeedSequence", lambda: np.random.SeedSequence(seed, spawn_key=(3,))
    if kind == 15:
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
