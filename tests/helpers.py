"""What the tests share: pairs of functions, the stream's whole state, and guards against hangs."""

import faulthandler
import functools
import importlib
import multiprocessing
import re
import threading
import warnings
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from typing import Any, ParamSpec, TypeVar

import notebook
import numpy as np
import numpy.typing as npt
import paraminit
import pytest
from notebook import Parameters
from numpy.random.mtrand import get_bit_generator

P = ParamSpec("P")
T = TypeVar("T")

TIMEOUT = 30.0
"""Seconds after which a thread or process is taken to hang; nothing here needs a tenth of it."""

NUMPY = tuple(map(int, np.__version__.split(".")[:2]))
"""NumPy's version, as far as behaviour hangs on it."""

LOCK_IS_REENTRANT = NUMPY >= (2, 4)
"""Whether a bit generator's lock is an RLock: NumPy's is from 2.4 on, a plain Lock before."""


@dataclass(frozen=True, repr=False)
class Pair:
    """One function of paraminit and the notebook's function that it replaces."""

    name: str
    ours: Callable[[Any], Parameters]
    reference: Callable[[Any], Parameters]

    def __repr__(self) -> str:
        """Return the short name, which pytest shows."""
        return self.name


ZEROS = Pair("zeros", paraminit.initialize_parameters_zeros, notebook.initialize_parameters_zeros)
RANDOM = Pair(
    "random", paraminit.initialize_parameters_random, notebook.initialize_parameters_random
)
HE = Pair("he", paraminit.initialize_parameters_he, notebook.initialize_parameters_he)
XAVIER = Pair(
    "xavier", paraminit.initialize_parameters_xavier, notebook.initialize_parameters_xavier
)
DRAWING = (RANDOM, HE, XAVIER)
PAIRS = (ZEROS, *DRAWING)

every_pair = pytest.mark.parametrize("pair", PAIRS, ids=repr)
every_drawing_pair = pytest.mark.parametrize("pair", DRAWING, ids=repr)
every_scaled_pair = pytest.mark.parametrize("pair", [HE, XAVIER], ids=repr)


def returned(value: Any) -> Any:
    """Return the value, or raise it if it is an error: what a test's own object does if asked."""
    if isinstance(value, Exception):
        raise value
    return value


def shown(value: object) -> str:
    """Return a short name for a parameter, without the address that some have in theirs."""
    return re.sub(r" at 0x[0-9a-fA-F]+", "", repr(value))[:40]


def freeze(value: object) -> Hashable:
    """Return `value`, a state as NumPy gives it, in a form that == compares bit for bit."""
    if isinstance(value, dict):
        return tuple((key, freeze(item)) for key, item in value.items())
    if isinstance(value, np.ndarray):
        return value.dtype.str, value.shape, value.tobytes()
    if isinstance(value, float):
        return value.hex()
    assert isinstance(value, Hashable)
    return value


def full_state() -> Hashable:
    """Return all there is of the global stream: words, position, and the cached gaussian."""
    return freeze(np.random.get_state(legacy=False))


def bits(parameters: Parameters) -> list[tuple[str, Hashable]]:
    """Return the arrays, in their order, in a form that == compares bit for bit."""
    return [(name, freeze(array)) for name, array in parameters.items()]


@dataclass(frozen=True)
class Outcome:
    """All that one call did, in a form that == compares bit for bit."""

    error: tuple[type[Exception], str] | None
    warnings: list[tuple[type[Warning], str]]
    bits: list[tuple[str, Hashable]]
    state: Hashable


def observe(function: Callable[[Any], Parameters], layers_dims: Any) -> Outcome:
    """Call the function and return what it did."""
    error = None
    parameters: Parameters = {}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            parameters = function(layers_dims)
        except Exception as raised:
            error = (type(raised), str(raised))
    return Outcome(
        error=error,
        warnings=[(warning.category, str(warning.message)) for warning in caught],
        bits=bits(parameters),
        state=full_state(),
    )


def compare(pair: Pair, layers_dims: Any) -> tuple[Outcome, list[str]]:
    """Make both calls from the present state; return the notebook's outcome and what differs.

    A call that fails has to leave the stream as it was, where the notebook's may have drawn
    some layers before it fails: the one difference that is meant.
    """
    before = np.random.get_state(legacy=False)
    expected = observe(pair.reference, layers_dims)
    np.random.set_state(before)
    actual = observe(pair.ours, layers_dims)

    differences = []
    if actual.error != expected.error:
        differences.append(f"{pair}: {actual.error}, where NumPy has {expected.error}")
    if actual.warnings != expected.warnings:
        differences.append(f"{pair}: {actual.warnings}, where NumPy has {expected.warnings}")
    if actual.bits != expected.bits:
        names = [
            f"{mine[0]} for {theirs[0]}"
            for mine, theirs in zip(actual.bits, expected.bits, strict=False)
            if mine != theirs
        ]
        lengths = f"{len(actual.bits)} for {len(expected.bits)} arrays"
        differences.append(f"{pair}: {lengths}, differing {names}")
    if actual.state != (freeze(before) if expected.error else expected.state):
        differences.append(f"{pair}: another state of the stream")
    return expected, differences


def assert_same(pair: Pair, layers_dims: Any) -> None:
    """Assert that both calls do the same, be it to return or to refuse."""
    _, differences = compare(pair, layers_dims)
    assert not differences


def assert_refused(pair: Pair, layers_dims: Any) -> None:
    """Assert that the notebook's call fails and that ours fails alike, before it draws."""
    expected, differences = compare(pair, layers_dims)
    assert expected.error is not None
    assert not differences


def normals(parameters: Parameters) -> npt.NDArray[np.float64]:
    """Return all the weights, in the order in which they were drawn."""
    return np.concatenate([array.ravel() for name, array in parameters.items() if name[0] == "W"])


def start(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
    """Call the function in a thread that no hang can make the tests wait for."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(function(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return future


@contextmanager
def held_elsewhere() -> Iterator[None]:
    """Have another thread hold the lock of the global bit generator."""
    lock = get_bit_generator().lock
    taken, done = threading.Event(), threading.Event()

    def hold() -> None:
        with lock:
            taken.set()
            done.wait(TIMEOUT)

    holder = start(hold)
    assert taken.wait(TIMEOUT)
    try:
        yield
    finally:
        done.set()
        holder.result(TIMEOUT)


def lock_is_free() -> bool:
    """Return whether another thread could take the lock of the global bit generator."""
    lock = get_bit_generator().lock

    def take() -> bool:
        taken: bool = lock.acquire(blocking=False)
        if taken:
            lock.release()
        return taken

    return start(take).result(TIMEOUT)


def run_process(
    make: Callable[..., BaseProcess], target: Callable[..., None], *args: object
) -> None:
    """Call the target in a process of its own and assert that it neither fails nor hangs."""
    process = make(target=_watched, args=(target, *args), daemon=True)
    process.start()
    process.join(2 * TIMEOUT)
    process.kill()
    process.join()
    assert process.exitcode == 0, "its traceback is in the captured stderr"


def _watched(target: Callable[..., None], *args: object) -> None:
    # A thread of C's: it also ends a process whose interpreter is never let go of.
    faulthandler.dump_traceback_later(TIMEOUT, exit=True, file=2)
    warnings.simplefilter("error")
    target(*args)


def isolated(test: Callable[P, None]) -> Callable[P, None]:
    """Run a test in a fresh interpreter: what hangs or kills that one fails this test alone."""

    @functools.wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        spawn = multiprocessing.get_context("spawn").Process
        run_process(spawn, _unwrapped, test.__module__, test.__name__, args, kwargs)

    return run


def _unwrapped(module: str, name: str, args: Any, kwargs: Any) -> None:
    np.random.seed(20)  # as conftest.py does for the tests that run at home
    getattr(importlib.import_module(module), name).__wrapped__(*args, **kwargs)
