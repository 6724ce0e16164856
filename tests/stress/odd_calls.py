"""Random calls of the functions that take `rng`, most of them with something odd in them."""

import random
from contextlib import suppress
from fractions import Fraction
from typing import Any

import numpy as np

from stress.command import FaultError
from stress.leaks import Failing
from support.functions import DTYPES, FUNCTIONS, Function
from support.outcome import full_state, state_of
from support.streams import BIT_GENERATORS, Foreign, OwnGenerator, generator

NOT_GIVEN = object()

ODD: list[Any] = [
    None, ..., -1, 2**50, 2**63, -(2**63), 2**64, 10**400, 0.5, float("nan"), float("inf"), 1j,
    "3", b"3", (), [], {}, {3: 4}, {3}, object(), int, Fraction(1, 3), np.float64(2),
    np.float32(0.1), np.float16(3), np.longdouble(1), np.int8(-3), np.bool_(True), np.array(3),
    np.array(2.5), np.array([1, 2]), np.array([0.5]), np.zeros((0, 3)), np.ma.masked_array([1, 2],
    [False, True]), np.datetime64(3, "s"), np.random, np.random.RandomState, np.random.PCG64,
    np.random.SeedSequence(3), np, Failing(), [Failing()], iter([3, 4]), range(3),
    memoryview(b"abc"), np.float64, "float32", np.dtype(">f8"), np.dtype("f4", metadata={"a": 1}),
]  # fmt: skip
"""What may stand for any argument."""


def build(number: int) -> tuple[Function, Any, Any, dict[str, Any]]:
    """Return the call that this number stands for: the function, shape, parameter and the rest."""
    np.random.seed(number % 2**32)
    rng = random.Random(number)
    shape = odd_or(rng, shape_of(rng))
    parameter = odd_or(rng, rng.choice([0, 1, 0.5, 3.0, np.float32(0.1), 1e308, 1e39, -2.0]))
    named = {
        "dtype": odd_or(rng, rng.choice([*DTYPES, "f4", "f8", float, None, NOT_GIVEN, np.float16])),
        "rng": odd_or(rng, stream_of(rng)),
        "out": odd_or(rng, out_of(rng, shape), 0.03),
    }
    named = {name: value for name, value in named.items() if value is not NOT_GIVEN}
    return rng.choice(FUNCTIONS), shape, parameter, named


def try_one(number: int) -> str:
    """Make up a call, and compare it with NumPy's; return what became of it."""
    function, shape, parameter, named = build(number)
    stream: Any = named.get("rng")
    out: Any = named.get("out")
    what = f"{function} {shape} {parameter} {named}"
    written = out.tobytes() if type(out) is np.ndarray and not out.dtype.hasobject else None
    before = state_if_any(stream), full_state()
    try:
        actual = function.ours(shape, parameter, **named)
    except Exception as error:
        if (state_if_any(stream), full_state()) != before:
            raise FaultError(f"{what} has drawn: {error}") from None
        if written is not None and out.tobytes() != written:
            raise FaultError(f"{what} has written: {error}") from None
        if is_good(shape, parameter, named):
            raise FaultError(f"{what} refused: {error}") from None
        return "refused"
    except BaseException as error:
        raise FaultError(f"{what}: {error!r}") from None
    dtype = np.dtype(named.get("dtype"))
    if actual.dtype != dtype or (out is not None and actual is not out):
        raise FaultError(f"{what}: {actual.dtype}")
    if stream is not None:
        after = state_if_any(stream)
        rng = build(number)[3]["rng"]
        with np.errstate(over="ignore"):
            expected = function.reference(actual.shape, float(parameter), rng=rng, dtype=dtype)
        if actual.tobytes() != expected.tobytes():
            raise FaultError(f"{what}: other numbers")
        if state_if_any(rng) != after:
            raise FaultError(f"{what}: another state")
    return "drawn"


def state_if_any(stream: Any) -> Any:
    """Return the state of what is passed as `rng`, if it is a stream."""
    kinds = (np.random.Generator, np.random.RandomState, np.random.BitGenerator)
    return state_of(stream) if stream is np.random or isinstance(stream, kinds) else None


def is_good(shape: Any, parameter: Any, named: dict[str, Any]) -> bool:
    """Return whether nothing is wrong with a call of plain arguments; unknown is no."""
    if type(shape) is not tuple or not all(type(n) is int and 0 <= n < 10**4 for n in shape):
        return False
    if type(parameter) not in (int, float) or not 0 <= parameter < 1e30:
        return False
    if not any(named.get("dtype", np.float64) is dtype for dtype in DTYPES):
        return False
    if named.get("out") is not None:
        return False
    return state_if_any(named.get("rng")) is not None


def odd_or(rng: random.Random, value: Any, chance: float = 0.08) -> Any:
    """Return something odd in place of a value, now and then."""
    return rng.choice(ODD) if rng.random() < chance else value


def shape_of(rng: random.Random) -> Any:
    """Return a shape of some type."""
    sizes: list[Any] = [rng.choice([0, 1, 2, 3, 7, 40]) for _ in range(rng.randrange(4))]
    kind = rng.randrange(8)
    if kind == 0:
        return rng.choice([0, 1, 5, 48, 1024, 1500, 70_000])
    if kind == 1:
        return list(sizes)
    if kind == 2:
        return np.array(sizes, rng.choice([np.int64, np.uint8, np.int32]))
    if kind == 3 and sizes:
        sizes[-1] = rng.choice([-1, 2**40, 2.0, True, None, np.int64(3)])
    return tuple(sizes)


def stream_of(rng: random.Random) -> Any:
    """Return something to draw from."""
    kind = rng.choice(BIT_GENERATORS)
    seed = rng.randrange(2**32)
    made: Any = rng.randrange(9)
    if made == 0:
        return rng.choice([None, seed, [seed, 3], np.random.SeedSequence(seed), np.int64(3)])
    if made == 1:
        return np.random
    if made == 2:
        return np.random.RandomState(kind(seed))
    if made == 3:
        return kind(seed)
    if made == 4:
        return generator(Foreign, seed)
    if made == 5:
        return OwnGenerator(kind(seed))
    begun = generator(kind, seed)
    begun.integers(5, dtype=np.uint32)
    return begun


def out_of(rng: random.Random, shape: Any) -> Any:
    """Return an `out`, often none, seldom one that fits."""
    if rng.random() < 0.6:
        return rng.choice([None, NOT_GIVEN])
    with suppress(Exception):
        out: Any = np.ones(shape, rng.choice([*DTYPES, np.int64, ">f8", object]))
        if out.nbytes > 2**24:
            return None
        kind = rng.randrange(6)
        if kind == 0:
            return np.asfortranarray(out)
        if kind == 1:
            out.flags.writeable = False
        elif kind == 2:
            return out[..., ::2]
        elif kind == 3:
            return out.T
        elif kind == 4:
            return out.view(rng.choice([np.matrix, np.recarray, np.ma.MaskedArray]))
        return out
    return None
