"""Threads and processes that draw at once lose no number and draw none twice."""

import itertools
import multiprocessing
import os
import sys
import threading

import numpy as np
import numpy.typing as npt
import pytest

from support.numpy_version import LOCK_IS_REENTRANT
from support.outcome import assert_same, full_state, normals
from support.pairs import DRAWING, RANDOM
from support.processes import isolated, run_process
from support.threads import start
from support.watchdog import TIMEOUT

THREADS = 4
SCALE = 0.01


@pytest.mark.parametrize("beside_numpy", [False, True], ids=["alone", "beside NumPy"])
@pytest.mark.parametrize(
    ("layers_dims", "rounds"),
    [
        ([3, 2, 1], 300),
        ([4, 50, 10], 100),
        ([300, 201, 10], 5),
        ([3, 1, 2], 300),
        ([301, 201, 10, 1], 5),
    ],
    ids=["small", "middle", "large", "small, odd", "large, odd"],
)
@isolated
def test_calls_at_once(layers_dims: list[int], rounds: int, beside_numpy: bool) -> None:
    """Give every number of the stream to one call, and to each call an unbroken run of them."""
    total = sum(m * n for m, n in itertools.pairwise(layers_dims))
    line_up = threading.Barrier(THREADS + beside_numpy)

    def ours() -> list[npt.NDArray[np.float64]]:
        line_up.wait(TIMEOUT)
        return [normals(RANDOM.ours(layers_dims)) for _ in range(rounds)]

    def numpys() -> list[npt.NDArray[np.float64]]:
        line_up.wait(TIMEOUT)
        return [np.random.standard_normal(total) * SCALE for _ in range(rounds)]

    sys.setswitchinterval(1e-5)
    np.random.seed(9)
    tasks = [start(ours) for _ in range(THREADS)]
    if beside_numpy:
        tasks.append(start(numpys))
    runs = [run for task in tasks for run in task.result(TIMEOUT)]
    state = full_state()

    np.random.seed(9)
    stream = np.random.standard_normal(total * len(runs)) * SCALE
    assert full_state() == state
    if LOCK_IS_REENTRANT:
        runs.sort(key=lambda run: int((stream == run[0]).argmax()))  # by its place
        assert np.concatenate(runs).tobytes() == stream.tobytes()
    else:
        # A call draws its first numbers before it holds the lock: its run can have a gap.
        assert np.sort(np.concatenate(runs)).tobytes() == np.sort(stream).tobytes()


@isolated
def test_call_in_a_thread() -> None:
    """Do in another thread what the main thread does."""
    for pair in DRAWING:
        start(assert_same, pair, [3, 3, 1]).result(TIMEOUT)
        start(assert_same, pair, [1501, 1000, 3]).result(TIMEOUT)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux sets the CPUs of a process")
@isolated
def test_one_cpu() -> None:
    """Give the same numbers on one CPU."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    for pair in DRAWING:
        assert_same(pair, [3, 3, 1])
        assert_same(pair, [2001, 1501, 3])


@pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="the platform has no fork"
)
# From 3.12 on Python warns of a fork beside threads, and NumPy has some of its own.
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_fork_after_a_large_call() -> None:
    """Leave no thread behind that a forked child would wait for in vain."""
    large_call()
    run_process(multiprocessing.get_context("fork").Process, large_call)


def large_call() -> None:
    """Compare calls that are large enough for several threads."""
    for pair in DRAWING:
        assert_same(pair, [2001, 1501, 3])
