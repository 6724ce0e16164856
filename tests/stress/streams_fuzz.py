"""Arguments of all kinds are taken as NumPy takes them, or refused before anything is drawn."""

import multiprocessing
import random
import warnings
from collections import Counter
from contextlib import suppress
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from stress.command import FaultError, run
from stress.leaks import Failing
from support.forks import in_fork
from support.outcome import full_state
from support.streams import BIT_GENERATORS, DTYPES, FUNCTIONS, Foreign, Function, state_of
from support.watchdog import watch

CHUNK = 20_000
"""How many inputs one process takes."""

CURRENT = multiprocessing.get_context("fork").RawValue("q", -1)
"""The input that is being tried, where it can be read if that ends the process."""

NOT_GIVEN = object()

ODD: list[Any] = [
    None,
    ...,
    -1,
    2**50,
    2**63,
    -(2**63),
    2**64,
    10**400,
    0.5,
    float("nan"),
    float("inf"),
    1j,
    "3",
    b"3",
    (),
    [],
    {},
    {3: 4},
    {3},
    object(),
    int,
    Fraction(1, 3),
    np.float64(2),
    np.float32(0.1),
    np.float16(3),
    np.longdouble(1),
    np.int8(-3),
    np.bool_(True),
    np.array(3),
    np.array(2.5),
    np.array([1, 2]),
    np.array([0.5]),
    np.zeros((0, 3)),
    np.ma.masked_array([1, 2], [False, True]),
    np.datetime64(3, "s"),
    np.random,
    np.random.RandomState,
    np.random.PCG64,
    np.random.SeedSequence(3),
    np,
    Failing(),
    [Failing()],
    iter([3, 4]),
    range(3),
    memoryview(b"abc"),
    np.float64,
    "float32",
    np.dtype(">f8"),
    np.dtype("f4", metadata={"a": 1}),
]
"""What may stand for any argument."""


def stress(inputs: int = 300_000, first: int = 0) -> str:
    """Try so many inputs, the first of which has this number."""
    counts: Counter[str] = Counter()
    for begin in range(first, first + inputs, CHUNK):
        end = min(begin + CHUNK, first + inputs)
        try:
            counts += in_fork(partial(try_all, begin, end), 36_000)
        except FaultError as error:
            raise FaultError(f"input {CURRENT.value}: {error}") from None
    return (
        f"{inputs} inputs: {counts['refused']} refused before anything was drawn or written, "
        f"{counts['drawn']} drawn as by NumPy"
    )


def try_all(begin: int, end: int) -> Counter[str]:
    """Try a range of inputs in this process; return what became of them."""
    counts: Counter[str] = Counter()
    warnings.simplefilter("ignore")
    for number in range(begin, end):
        if number % 1000 == 0:
            watch()
        CURRENT.value = number
        counts[try_one(random.Random(number))] += 1
    return counts


def try_one(rng: random.Random) -> str:
    """Make up a call, and compare it with NumPy's."""
    function = rng.choice(FUNCTIONS)
    shape = odd_or(rng, shape_of(rng))
    parameter = odd_or(rng, rng.choice([0, 1, 0.5, 3.0, np.float32(0.1), 1e308, 1e39, -2.0]))
    dtype = odd_or(rng, rng.choice([*DTYPES, "f4", "f8", float, None, NOT_GIVEN, np.float16]))
    stream = odd_or(rng, stream_of(rng))
    out = odd_or(rng, out_of(rng, shape), 0.03)
    named = {"rng": stream, "dtype": dtype, "out": out}
    named = {name: value for name, value in named.items() if value is not NOT_GIVEN}
    written = out.tobytes() if type(out) is np.ndarray and not out.dtype.hasobject else None

    before, all_before = state_if_any(stream), full_state()
    try:
        actual = function.ours(shape, parameter, **named)
    except Exception as error:
        if state_if_any(stream) != before or full_state() != all_before:
            raise FaultError(f"{function} {shape} {parameter} {named} has drawn: {error}") from None
        if written is not None and out.tobytes() != written:
            raise FaultError(f"{function} {shape} {parameter} {named} has written") from None
        if is_good(function, shape, parameter, named):
            raise FaultError(f"{function} {shape} {parameter} {named} refused: {error}") from None
        return "refused"
    except BaseException as error:
        raise FaultError(f"{function} {shape} {parameter} {named}: {error!r}") from None
    check(function, shape, parameter, named, actual, before)
    return "drawn"


def check(
    function: Function, shape: Any, parameter: Any, named: dict[str, Any], actual: Any, before: Any
) -> None:
    """Raise unless a call has returned what NumPy would have."""
    stream = named.get("rng")
    what = f"{function} {shape} {parameter} {named}"
    dtype = np.dtype(named.get("dtype"))
    if actual.dtype != dtype or (named.get("out") is not None and actual is not named["out"]):
        raise FaultError(f"{what}: {actual.dtype}")
    if stream is None:
        return
    after = state_if_any(stream)
    rewind(stream, before)
    expected = function.reference(actual.shape, float(parameter), rng=stream, dtype=dtype)
    if actual.tobytes() != expected.tobytes():
        raise FaultError(f"{what}: other numbers")
    if state_if_any(stream) != after:
        raise FaultError(f"{what}: another state")


def state_if_any(stream: Any) -> Any:
    """Return the state of what is passed as `rng`, if it is a stream."""
    kinds = (np.random.Generator, np.random.RandomState, np.random.BitGenerator)
    if stream is not np.random and not isinstance(stream, kinds):
        return None
    return state_of(stream)


def rewind(stream: Any, frozen: Any) -> None:
    """Set a stream back to a state as it was frozen."""
    if frozen is None:
        return
    if stream is np.random or isinstance(stream, np.random.RandomState):
        stream.set_state(thawed(frozen))
    else:
        getattr(stream, "bit_generator", stream).state = thawed(frozen)


def thawed(frozen: Any) -> Any:
    """Return a state out of its frozen form."""
    state = {}
    for key, value in frozen:
        if isinstance(value, tuple) and value and isinstance(value[0], tuple):
            state[key] = thawed(value)
        elif isinstance(value, tuple):
            state[key] = np.frombuffer(value[2], value[0]).reshape(value[1]).copy()
        elif key == "gauss":
            state[key] = float.fromhex(value)
        else:
            state[key] = value
    return state


def is_good(function: Function, shape: Any, parameter: Any, named: dict[str, Any]) -> bool:
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
        return np.random.Generator(Foreign(seed))  # type: ignore[arg-type]
    if made == 5:
        return type("Sub", (np.random.Generator,), {})(kind(seed))
    generator = np.random.Generator(kind(seed))
    generator.integers(5, dtype=np.uint32)
    return generator


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


if __name__ == "__main__":
    raise SystemExit(run(stress))
