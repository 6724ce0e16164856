"""Forks beside and during calls: the child draws, and the parent's numbers are as without."""

import random
import time
from functools import partial
from typing import Any

import numpy as np

from stress.command import FaultError, run
from stress.forks import in_fork
from support.locks import is_free
from support.outcome import freeze
from support.streams import BIT_GENERATORS, DTYPES, FUNCTIONS, Call, state_of
from support.threads import start
from support.watchdog import TIMEOUT, watch

SIZE = 3_000_000


def stress(forks: int = 200, seed: int = 0) -> str:
    """Fork so many times, at any moment of a call in another thread."""
    rng = random.Random(seed)
    held = 0
    for number in range(forks):
        watch()
        kind = rng.choice(BIT_GENERATORS)
        call = Call(rng.choice(FUNCTIONS), SIZE, dtype=rng.choice(DTYPES))
        generator = np.random.Generator(kind(number))
        began = time.perf_counter()
        expected = call.function.reference(SIZE, 1.0, rng=kind(number), dtype=call.dtype)
        duration = time.perf_counter() - began
        state = freeze(generator.bit_generator.state)
        task = start(call.function.ours, SIZE, rng=generator, dtype=call.dtype)
        time.sleep(rng.random() * duration / 4)
        held += in_fork(partial(draw_in_a_child, generator, state))
        if task.result(TIMEOUT).tobytes() != expected.tobytes():
            raise FaultError(f"{call} {kind} {number} in the parent of a fork")
    return f"{forks} forks, {held} of them during a call: numbers and states are NumPy's"


def draw_in_a_child(generator: Any, state: Any) -> bool:
    """Draw in a process that was forked beside a call; return whether that held the lock."""
    watch()
    free = is_free(generator.bit_generator.lock)
    if not free and state_of(generator) != state:
        raise FaultError("a fork during a call finds the stream moved")
    for function in FUNCTIONS:
        for dtype in DTYPES:
            for kind in BIT_GENERATORS:
                call = Call(function, 400_001, dtype=dtype)
                found = call.differences(lambda kind=kind: kind(5))  # type: ignore[misc]
                if found:
                    raise FaultError(f"{call} {kind} in a fork: {found}")
    return not free


if __name__ == "__main__":
    raise SystemExit(run(stress))
