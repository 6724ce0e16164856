"""Processes forked before, after and during large calls, and pools of workers, draw as NumPy."""

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
from numpy.random.mtrand import get_bit_generator, set_bit_generator

from reference.notebook import Parameters
from stress.command import FaultError, run
from stress.forks import in_fork
from stress.twister import words_of
from support.locks import is_free
from support.outcome import Outcome, bits, compare, full_state, observe
from support.pairs import DRAWING, PAIRS
from support.threads import start
from support.watchdog import TIMEOUT, unwatch, watch

NETWORKS = [[3, 2, 1], [50, 33, 5], [301, 299, 1]]
LARGE = [1001, 701, 3]

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
    for pair in DRAWING:
        for layers_dims in (LARGE, [3, 3, 1]):
            _, differences = compare(pair, layers_dims)
            if differences:
                raise FaultError(f"{layers_dims}: {differences}")


def check_inheritance() -> int:
    """Have children draw from the state that they inherit, as NumPy's functions do here."""
    np.random.randn()  # makes or takes a cached normal: in the next round the other one
    count = 0
    for pair in DRAWING:
        for layers_dims in (*NETWORKS, LARGE):
            outcome: Outcome = in_fork(partial(observe, pair.ours, layers_dims))
            if outcome != observe(pair.reference, layers_dims):
                raise FaultError(f"{pair} {layers_dims} in a fork")
            count += 1
    return count


def check_forks_during_a_call(forks: int, rng: random.Random) -> int:
    """Fork at random moments of a call in another thread; return how often it was drawing."""
    layers_dims = [3001, 3001]
    np.random.seed(1)
    began = time.perf_counter()
    DRAWING[0].ours(layers_dims)
    duration = time.perf_counter() - began
    held = 0
    for _ in range(forks):
        pair = rng.choice(DRAWING)
        np.random.seed(1)
        words = words_of(get_bit_generator())
        call = start(pair.ours, layers_dims)
        time.sleep(rng.random() * duration)
        held += in_fork(partial(draw_in_a_child, words))
        parameters = call.result(TIMEOUT)
        after = full_state()
        np.random.seed(1)
        expected = pair.reference(layers_dims)
        if bits(parameters) != bits(expected) or full_state() != after:
            raise FaultError(f"{pair} in the parent of a fork")
    return held


def draw_in_a_child(words: bytes) -> bool:
    """Draw in a process that was forked beside a call; return whether that held the lock.

    Then nothing can draw from that bit generator, as no thread is here to release its lock. Its
    words are as before the call, and another bit generator serves.
    """
    watch()
    bit_generator: Any = get_bit_generator()
    free = is_free(bit_generator.lock)
    if not free:
        if words_of(bit_generator) != words:
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
        (pair.ours, layers_dims, seed)
        for seed in (1, 2)
        for pair in PAIRS
        for layers_dims in (*NETWORKS, LARGE)
    ]


def compare_jobs(outcomes: list[tuple[Job, Outcome]], what: str) -> int:
    """Compare what workers did with what the notebook's functions do here."""
    references = {pair.ours: pair.reference for pair in PAIRS}
    for (function, layers_dims, seed), outcome in outcomes:
        if outcome != seeded(references[function], layers_dims, seed):
            raise FaultError(f"{function} {layers_dims} in a worker of {what}")
    return len(outcomes)


if __name__ == "__main__":
    raise SystemExit(run(stress))
