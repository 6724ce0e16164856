"""Ever more normals equal NumPy's; a run that was stopped can be continued."""

import itertools
import json
import os
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from stress.command import FaultError, run
from support.functions import DRAWING, NORMAL
from support.outcome import compare
from support.streams import ALL_STREAMS

CHUNK = 10_000_000
"""About how many normals a call draws."""


@dataclass
class Progress:
    """What is done: the calls that the numbers from 0 on stand for, and what they drew."""

    calls: int = 0
    normals: int = 0

    @classmethod
    def read(cls, path: Path) -> "Progress":
        """Read the file, or begin if there is none."""
        return cls(**json.loads(path.read_text())) if path.exists() else cls()

    def write(self, path: Path) -> None:
        """Write the file, all of it or nothing."""
        new = path.with_suffix(".new")
        new.write_text(json.dumps(asdict(self)) + "\n")
        new.replace(path)


PROGRESS = Path(__file__).parents[2] / "target" / "long_run.json"


def stress(normals: float = 2e11, jobs: int = 1, progress: str = str(PROGRESS)) -> str:
    """Compare so many normals in all, those of earlier runs included, which the file counts.

    Half of them are the global stream's, and half those of a PCG64.
    """
    path = Path(progress)
    done = Progress.read(path)
    began_with = done.normals
    with get_context("spawn").Pool(jobs) as pool:
        # Short batches: all results of one are waited for before the next begins.
        while done.normals < normals:
            batch = range(done.calls, done.calls + 4 * jobs)
            for drawn in pool.imap(compare_call, batch):
                done.calls += 1
                done.normals += drawn
                done.write(path)
            print(f"{done.normals:.4e} normals in {done.calls} calls", flush=True)
    now = done.normals - began_with
    return f"{done.normals} normals in {done.calls} calls, {now} of them now: equal"


def compare_call(number: int) -> int:
    """Make the call that this number stands for, and compare; return how many normals it draws."""
    rng = random.Random(number)
    os.environ["PARAMINIT_NUM_THREADS"] = str(rng.choice([1, 2, 3, 8, 16]))
    seed, words, cached = rng.randrange(2**32), rng.randrange(625), rng.randrange(2)
    if number % 2:
        function, stream = NORMAL, ALL_STREAMS["PCG64"]
        arguments: list[Any] = [rng.randrange(5_000_000, 15_000_000)]
        arguments.append(rng.choice([1.0, 0.05, rng.random()]))
        count: int = arguments[0]
    else:
        function, stream = rng.choice(DRAWING), ALL_STREAMS["np.random"]
        arguments = [list(network(rng))]
        count = sum(m * n for m, n in itertools.pairwise(arguments[0]))

    def make() -> Any:
        made = stream(seed)
        made.bytes(4 * words + 1)
        made.standard_normal(cached)
        return made

    dtype = rng.choice([np.float64, np.float64, np.float32])
    _, found = compare(function, *arguments, make=make, dtype=dtype)
    if found:
        raise FaultError(f"call {number}: {function} {arguments}: {found}")
    return count


def network(rng: random.Random) -> Iterator[int]:
    """Give sizes of layers, alike or as different as can be, that take a chunk of normals."""
    left = CHUNK
    size = rng.choice([1, 2, 3, 784, rng.randrange(1, 3000)])
    yield size
    while left > 0:
        following = rng.choice([1, rng.randrange(1, 100), rng.randrange(1, 5000)])
        following = min(following, max(left // size, 1))
        yield following
        left -= size * following
        size = following


if __name__ == "__main__":
    raise SystemExit(run(stress))
