"""Threads and processes that draw at once lose no number and draw none twice."""

import itertools
import multiprocessing
import os
import sys
import threading
from functools import partial
from typing import Any

import numpy as np
import pytest

from support.functions import (
    DTYPES,
    NORMAL,
    RANDOM,
    UNIFORM,
    Array,
    Function,
    numbers,
)
from support.numpy_version import LOCK_IS_REENTRANT
from support.outcome import assert_same, state_of
from support.processes import isolated, run_process
from support.streams import ALL_STREAMS, GENERATORS, WAYS
from support.threads import start
from support.watchdog import TIMEOUT

THREADS = 4
NETWORKS = {
    "small": ([3, 2, 1], 300),
    "middle": ([4, 50, 10], 100),
    "large": ([300, 201, 10], 5),
    "small, odd": ([3, 1, 2], 300),
    "large, odd": ([301, 201, 10, 1], 5),
}
"""Layers, or as many numbers, and how often each thread draws them."""

SHARED = [
    (RANDOM, "np.random", np.float64),
    *((NORMAL, stream, dtype) for stream in GENERATORS for dtype in DTYPES),
]


@pytest.mark.parametrize("beside_numpy", [False, True], ids=["alone", "beside NumPy"])
@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize(("function", "stream", "dtype"), SHARED)
@isolated
def test_calls_at_once(
    function: Function, stream: str, dtype: Any, network: str, beside_numpy: bool
) -> None:
    """Give every number of the stream to one call, and to each call an unbroken run of them."""
    layers_dims, rounds = NETWORKS[network]
    count = sum(m * n for m, n in itertools.pairwise(layers_dims))
    argument = layers_dims if function.of_notebook else count
    rng = ALL_STREAMS[stream](9)
    line_up = threading.Barrier(THREADS + beside_numpy)

    def draw(call: Any) -> list[Array]:
        line_up.wait(TIMEOUT)
        named = function.source(rng, dtype)
        return [numbers(call(argument, **named)) for _ in range(rounds)]

    def numpys(*_: object, **__: object) -> Array:
        """Draw in one of NumPy's calls, which holds the lock for all of it."""
        return function.expected(count, rng, dtype)

    sys.setswitchinterval(1e-5)
    calls = [function.ours] * THREADS + [numpys] * beside_numpy
    tasks = [start(draw, call) for call in calls]
    runs = [run for task in tasks for run in task.result(TIMEOUT)]
    state = state_of(rng)

    again = ALL_STREAMS[stream](9)
    expected = [function.expected(count, again, dtype) for _ in runs]
    assert state_of(again) == state
    if LOCK_IS_REENTRANT or not function.of_notebook:
        assert sorted(run.tobytes() for run in runs) == sorted(run.tobytes() for run in expected)
    else:
        # A call draws its first numbers before it holds the lock: its run can have a gap.
        assert np.array_equal(np.sort(np.concatenate(runs)), np.sort(np.concatenate(expected)))


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


def compare_calls() -> None:
    """Compare small calls, and calls that are large enough for several threads."""
    for function, stream in WAYS:
        for dtype in DTYPES[: 1 if function.of_notebook else 2]:
            for count in (12, 600_001):
                argument = [[3, 3, 1], [801, 750, 3]][count > 12]
                assert_same(
                    function,
                    argument if function.of_notebook else count,
                    make=partial(ALL_STREAMS[stream], 3),
                    dtype=dtype,
                )


@isolated
def test_call_in_a_thread() -> None:
    """Do in another thread what the main thread does."""
    start(compare_calls).result(TIMEOUT)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux sets the CPUs of a process")
@isolated
def test_one_cpu() -> None:
    """Give the same numbers on one CPU."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    compare_calls()


@pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="the platform has no fork"
)
# From 3.12 on Python warns of a fork beside threads, and NumPy has some of its own.
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_fork_after_a_large_call() -> None:
    """Leave no thread behind that a forked child would wait for in vain."""
    compare_calls()
    run_process(multiprocessing.get_context("fork").Process, compare_calls)
