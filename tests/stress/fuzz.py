"""Arguments of all kinds have NumPy's outcome, or are refused: no panic, no abort, no hang."""

import gc
import multiprocessing
import random
import time
import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.random.mtrand import get_bit_generator, set_bit_generator

from reference.deferred import Undrawn, deferred
from reference.notebook import Parameters
from stress import odd_calls
from stress.command import FaultError, run
from stress.odd_arguments import OddArguments
from support.forks import in_fork
from support.functions import NOTEBOOK, Function
from support.locks import lock_is_free
from support.memory import mebibytes, resident
from support.outcome import Outcome, observe
from support.watchdog import watch

CHUNK = 20_000
"""How many inputs one process takes."""

ALLOWED = (8 << 20, 32 << 20)
"""Bytes that a process of a chunk may grow by, after its first tenth: more with large arrays."""

Call = Callable[[Any], Parameters]

CURRENT = multiprocessing.get_context("fork").RawValue("q", -1)
"""The input that is being tried, where it can be read if that ends the process."""

BIT_GENERATOR = get_bit_generator()
DEFERRED = {function: deferred(function.name) for function in NOTEBOOK}


def stress(inputs: int = 1_000_000, with_rng: int = 300_000, first: int = 0) -> str:
    """Try so many inputs, and as many for functions with `rng`; the first has this number."""
    counts: Counter[str] = Counter()
    grown = []
    began = time.perf_counter()
    numbers = [
        *((try_one, start, first + inputs) for start in range(first, first + inputs, CHUNK)),
        *((try_with_rng, start, first + with_rng)
          for start in range(first, first + with_rng, CHUNK)),
    ]  # fmt: skip
    for try_, start, end in numbers:
        try:
            chunk = in_fork(partial(try_all, try_, start, min(start + CHUNK, end)), 36_000)
        except FaultError as error:
            raise FaultError(f"{try_.__name__} {CURRENT.value}: {error}") from None
        grown.append(chunk.pop("grown"))
        counts += chunk
    rate = (inputs + with_rng) / (time.perf_counter() - began)
    return (
        f"{inputs} inputs ({counts['refused']} refused, {counts['moves']} that move the stream "
        f"while they are read, {counts['scale']} with another scale): the notebook's outcome; of "
        f"{with_rng} with rng {counts['rng refused']} refused before anything was drawn or written,"
        f" {counts['rng drawn']} drawn as by NumPy; {rate:.0f} a second, "
        f"{mebibytes(max(grown))} grown in {CHUNK} at most"
    )


def try_all(try_: Callable[[int], Counter[str]], start: int, stop: int) -> Counter[str]:
    """Try a range of inputs in this process; return what they were."""
    counts: Counter[str] = Counter()
    before = objects = 0
    for number in range(start, stop):
        if number == start + (stop - start) // 10:
            gc.collect()
            before, objects = resident(), len(gc.get_objects())
        if number % 1000 == 0:
            watch()
        CURRENT.value = number
        counts += try_(number)
    gc.collect()
    left = len(gc.get_objects()) - objects
    grown = resident() - before
    if left > 100 or grown > ALLOWED[try_ is try_with_rng]:
        raise FaultError(f"{left} objects and {mebibytes(grown)} are left")
    counts["grown"] = max(grown, 0)
    return counts


def try_one(number: int) -> Counter[str]:
    """Build an input for each way to call, and compare the outcomes."""
    function = NOTEBOOK[number % len(NOTEBOOK)]
    refused = Undrawn.refused
    expected, arguments = outcome(DEFERRED[function], number)
    actual, _ = outcome(function.ours, number)
    compare_outcomes(function, actual, expected)
    other_scale = Undrawn.refused > refused
    if not arguments.moves and not other_scale:
        # Then only a failing call shows that all is read before anything is drawn.
        theirs, _ = outcome(function.reference, number)
        state = actual.state if theirs.error else theirs.state
        compare_outcomes(function, actual, replace(theirs, state=state))
    if number % 100 == 0 and not lock_is_free():
        raise FaultError("the lock is not free")
    return Counter(refused=actual.error is not None, moves=arguments.moves, scale=other_scale)


def try_with_rng(number: int) -> Counter[str]:
    """Try a call of a function that takes `rng`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Counter([f"rng {odd_calls.try_one(number)}"])


def compare_outcomes(function: Function, actual: Outcome, expected: Outcome) -> None:
    """Raise if the outcomes differ."""
    if actual == expected:
        return
    parts = [
        f"{part} {getattr(actual, part)!r:.200} for {getattr(expected, part)!r:.200}"
        for part in ("error", "warnings", "bits", "state")
        if getattr(actual, part) != getattr(expected, part)
    ]
    raise FaultError(f"{function} has {' and '.join(parts)}")


def outcome(function: Call, number: int) -> tuple[Outcome, OddArguments]:
    """Build the input and call the function with it, from the place that goes with it."""
    rng = random.Random(number)
    set_bit_generator(BIT_GENERATOR)
    np.random.set_state(STATES[rng.randrange(len(STATES))])
    arguments = OddArguments(rng, function)
    layers_dims = arguments.layers_dims()
    return observe(contained(function), layers_dims), arguments


def contained(function: Call) -> Call:
    """Return the function with an error where it would end the process or the thread.

    A panic is one of them: the notebook's functions have no such outcome.
    """

    def call(layers_dims: Any) -> Parameters:
        try:
            return function(layers_dims)
        except Exception:
            raise
        except BaseException as raised:
            raise StoppedError(f"{type(raised).__name__}: {raised}") from raised

    return call


class StoppedError(Exception):
    """An outcome that was no `Exception`."""


def places() -> list[Any]:
    """Return states of the stream, of all positions modulo 4, with a cached normal or none."""
    stream = np.random.RandomState(5)
    states = []
    for normals in range(2):
        for words in (0, 1, 2, 3, 619):
            stream.randn(normals)
            stream.bytes(4 * words)
            states.append(stream.get_state(legacy=False))
    return states


STATES = places()


if __name__ == "__main__":
    raise SystemExit(run(stress))
