"""Processes forked before, after and during large calls, and pools of workers, draw as NumPy."""

import itertools
import multiprocessing
import random
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.random.mtrand import set_bit_generator

from reference.notebook import Parameters
from stress.command import FaultError, run
from support.forks import in_fork
from support.functions import DRAWING, DTYPES, FUNCTIONS, NOTEBOOK
from support.locks import is_free
from support.outcome import Outcome, compare, observe, state_of
from support.streams import ALL_STREAMS, GENERATORS, lock_of
from support.threads import start
from support.watchdog import TIMEOUT, unwatch, watch

NETWORKS = [[3, 2, 1], [50, 33, 5], [301, 299, 1]]
LARGE = [1001, 701, 3]
SIZE = 3_000_000

Function = Callable[[Any], Parameters]


def stress(forks: int = 200, rounds: int = 3, seed: int = 0) -> str:
    """Draw in children of all kinds, and compare with NumPy in the same place."""
    # From 3.12 on Python warns of a fork beside threads, which is what is looked at here.
    warnings.filterwarnings("ignore", "This process", DeprecationWarning)
    methods = multiprocessing.get_all_start_methods()
    in_fork(large_calls)  # before this process has drawn anything
    large_calls()
    in_fork(large_calls)
    inherited = sum(check_inheritance() for _ in range(rounds))
    held = check_forks_during_a_call(forks, random.Random(seed))
    jobs = sum(check_pool(method) for method in methods for _ in range(rounds))
    joblib = check_joblib() if find_spec("joblib") else 0
    return (
        f"{forks} forks beside a large call ({held} while it held the lock), {inherited} calls "
        f"from an inherited state, {jobs} calls in pools of {', '.join(methods)}, "
        f"{joblib} in joblib's: all equal"
    )


def large_calls() -> None:
    """Compare calls that are large enough for several threads, and small ones after them."""
    watch()
    for function in DRAWING:
        for layers_dims in (LARGE, [3, 3, 1]):
            _, differences = compare(function, layers_dims)
            if differences:
                raise FaultError(f"{function} {layers_dims}: {differences}")
    for function, dtype, name in itertools.product(FUNCTIONS, DTYPES, GENERATORS):
        _, differences = compare(function, 400_001, dtype=dtype, make=partial(ALL_STREAMS[name], 5))
        if differences:
            raise FaultError(f"{function} {dtype} {name}: {differences}")


def check_inheritance() -> int:
    """Have children draw from the state that they inherit, as NumPy's functions do here."""
    np.random.randn()  # makes or takes a cached normal: in the next round the other one
    count = 0
    for function in DRAWING:
        for layers_dims in (*NETWORKS, LARGE):
            outcome: Outcome = in_fork(partial(observe, function.ours, layers_dims))
            if outcome != observe(function.reference, layers_dims):
                raise FaultError(f"{function} {layers_dims} in a fork")
            count += 1
    return count


def check_forks_during_a_call(forks: int, rng: random.Random) -> int:
    """Fork at random moments of a call in another thread; return how often it was drawing."""
    ways = [*itertools.product(DRAWING, ["np.random"]), *itertools.product(FUNCTIONS, GENERATORS)]
    held = 0
    for number in range(forks):
        watch()
        function, name = rng.choice(ways)
        make = partial(ALL_STREAMS[name], number)
        dtype = rng.choice(DTYPES)
        stream = make()
        began = time.perf_counter()
        expected = function.expected(SIZE, stream, dtype)
        duration = time.perf_counter() - began
        after = state_of(stream)
        stream = make()
        before = state_of(stream)
        call = start(function.draw, SIZE, stream, dtype)
        time.sleep(rng.random() * duration / 4)
        held += in_fork(partial(draw_in_a_child, stream, before))
        if call.result(TIMEOUT).tobytes() != expected.tobytes() or state_of(stream) != after:
            raise FaultError(f"{function} {dtype} {name} in the parent of a fork")
    return held


def draw_in_a_child(stream: Any, before: object) -> bool:
    """Draw in a process that was forked beside a call; return whether that held the lock.

    Then nothing can draw from that bit generator, as no thread is here to release its lock. Its
    state is as before the call, and another bit generator serves.
    """
    watch()
    lock = lock_of(stream)
    free = is_free(lock)
    if not free:
        lock._at_fork_reinit()  # only to read the state, for which NumPy may take it
        if state_of(stream) != before:
            raise FaultError("a fork during a call finds the stream moved")
        set_bit_generator(np.random.MT19937(5))
    large_calls()
    return not free


def seeded(function: Function, layers_dims: list[int], seed: int) -> Outcome:
    """Call the function from a seed, in whatever process."""
    watch()
    np.random.seed(seed)
    return observe(function, layers_dims)


def check_pool(method: str) -> int:
    """Have workers make calls; return how many."""
    context = multiprocessing.get_context(method)
    unwatch()
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        tasks = [(job, pool.submit(seeded, *job)) for job in jobs()]
        outcomes = [(job, task.result(2 * TIMEOUT)) for job, task in tasks]
    return compare_jobs(outcomes, method)


def check_joblib() -> int:
    """Have joblib's workers make calls; return how many."""
    joblib = import_module("joblib")
    unwatch()
    workers = joblib.Parallel(n_jobs=2, timeout=2 * TIMEOUT)
    called = workers(joblib.delayed(seeded)(*job) for job in jobs())
    return compare_jobs(list(zip(jobs(), called, strict=True)), "joblib")


Job = tuple[Function, list[int], int]


def jobs() -> list[Job]:
    """Return the calls that the workers make."""
    return [
        (function.ours, layers_dims, seed)
        for seed in (1, 2)
        for function in NOTEBOOK
        for layers_dims in (*NETWORKS, LARGE)
    ]


def compare_jobs(outcomes: list[tuple[Job, Outcome]], what: str) -> int:
    """Compare what workers did with what the notebook's functions do here."""
    references = {function.ours: function.reference for function in NOTEBOOK}
    for (function, layers_dims, seed), outcome in outcomes:
        if outcome != seeded(references[function], layers_dims, seed):
            raise FaultError(f"{function} {layers_dims} in a worker of {what}")
    return len(outcomes)


if __name__ == "__main__":
    raise SystemExit(run(stress))
