"""Threads and processes that draw from one stream at once lose no number and draw none twice."""

import multiprocessing
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from support.locks import is_free
from support.numpy_version import LOCK_IS_REENTRANT
from support.processes import isolated, run_process
from support.streams import (
    FUNCTIONS,
    NORMAL,
    UNIFORM,
    Function,
    assert_same,
    every_bit_generator,
    every_dtype,
    every_function,
    state_of,
)
from support.threads import assert_waits, start
from support.watchdog import TIMEOUT

THREADS = 4
SIZES = {"small": (6, 300), "middle": (1500, 60), "large": (70_000, 6)}


@pytest.mark.parametrize("size", SIZES)
@every_bit_generator
@every_dtype
@isolated
def test_calls_at_once(dtype: Any, bit_generator: Callable[[int], Any], size: str) -> None:
    """Give each call an unbroken run of the stream, beside NumPy's own calls."""
    count, rounds = SIZES[size]
    generator = np.random.Generator(bit_generator(9))
    line_up = threading.Barrier(THREADS + 1)

    def ours() -> list[Any]:
        line_up.wait(TIMEOUT)
        return [NORMAL.ours(count, rng=generator, dtype=dtype) for _ in range(rounds)]

    def numpys() -> list[Any]:
        line_up.wait(TIMEOUT)
        return [generator.standard_normal(count, dtype) for _ in range(rounds)]

    sys.setswitchinterval(1e-5)
    tasks = [*(start(ours) for _ in range(THREADS)), start(numpys)]
    runs = {run.tobytes() for task in tasks for run in task.result(TIMEOUT)}
    assert len(runs) == (THREADS + 1) * rounds
    again = np.random.Generator(bit_generator(9))
    stream = {again.standard_normal(count, dtype).tobytes() for _ in range(len(runs))}
    assert runs == stream
    assert state_of(generator) == state_of(again)


@isolated
def test_calls_of_different_sizes_at_once() -> None:
    """Draw runs of many sizes from one bit generator: each a run of its words."""
    bits = np.random.PCG64(9)
    generator = np.random.Generator(bits)
    line_up = threading.Barrier(THREADS)
    sizes = [1, 5, 1023, 1024, 3001, 65536, 70_003]

    def ours(number: int) -> list[Any]:
        line_up.wait(TIMEOUT)
        rng = np.random.default_rng(number)
        return [UNIFORM.ours(int(size), rng=generator) for size in rng.choice(sizes, 60)]

    sys.setswitchinterval(1e-5)
    tasks = [start(ours, number) for number in range(THREADS)]
    runs = [run for task in tasks for run in task.result(TIMEOUT)]
    stream = UNIFORM.reference(sum(run.size for run in runs), rng=np.random.PCG64(9))
    runs.sort(key=lambda run: int((stream == run[0]).argmax()))  # by its place
    assert np.concatenate(runs).tobytes() == stream.tobytes()


@every_function
@pytest.mark.parametrize("shape", [3, 1100, 70_001])
@isolated
def test_waits_for_the_lock(function: Function, shape: int) -> None:
    """Release the GIL to wait for the lock, and draw once it is free."""
    for make in (
        lambda: np.random.default_rng(3),
        lambda: np.random.Generator(np.random.MT19937(3)),
        lambda: np.random.RandomState(np.random.PCG64(3)),
    ):
        rng: Any = make()
        lock = rng._bit_generator.lock
        taken, done = threading.Event(), threading.Event()

        def hold(lock: Any = lock, taken: Any = taken, done: Any = done) -> None:
            with lock:
                taken.set()
                done.wait(TIMEOUT)

        holder = start(hold)
        assert taken.wait(TIMEOUT)
        call = start(function.ours, shape, rng=rng)
        assert_waits(call)
        done.set()
        holder.result(TIMEOUT)
        expected = function.reference(shape, rng=make())
        assert call.result(TIMEOUT).tobytes() == expected.tobytes()
        assert is_free(lock)


@pytest.mark.skipif(not LOCK_IS_REENTRANT, reason="NumPy's own calls hang here before 2.4")
@every_function
@isolated
def test_caller_holds_the_lock(function: Function) -> None:
    """Draw while the same thread holds the lock, as NumPy's own calls do."""
    for shape in (3, 1100, 70_001):
        for rng in (np.random.default_rng(3), np.random.RandomState(3)):
            with rng._bit_generator.lock:  # type: ignore[union-attr]
                function.ours(shape, rng=rng)


@isolated
def test_others_run_during_a_long_call() -> None:
    """Release the GIL, but not the lock, while the numbers are drawn."""
    for kind in (np.random.PCG64, np.random.SFC64, np.random.MT19937):
        rng = np.random.Generator(kind(3))
        NORMAL.ours(5_000_000, rng=rng)
        lock, over = rng.bit_generator.lock, threading.Event()

        def watch(lock: Any = lock, over: threading.Event = over) -> bool:
            while not over.is_set():
                if not is_free(lock):
                    return True
                time.sleep(0.0005)
            return False

        watcher = start(watch)
        for _ in range(20):
            NORMAL.ours(5_000_000, rng=rng)
            if watcher.done():
                break
        over.set()
        assert watcher.result(TIMEOUT)


@pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="the platform has no fork"
)
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_fork_after_a_large_call() -> None:
    """Leave no thread behind that a forked child would wait for in vain."""
    large_calls()
    run_process(multiprocessing.get_context("fork").Process, large_calls)


def large_calls() -> None:
    """Compare calls that are large enough for several threads."""
    for function in FUNCTIONS:
        for kind in (np.random.PCG64, np.random.SFC64, np.random.MT19937):
            for dtype in (np.float64, np.float32):
                assert_same(
                    function,
                    lambda kind=kind: np.random.Generator(kind(3)),  # type: ignore[misc]
                    (1500, 1001),
                    dtype=dtype,
                )
        assert_same(function, lambda: np.random.RandomState(3), (1500, 1001))
