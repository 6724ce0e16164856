"""Ever more normals equal the notebook's; a run that was stopped can be continued."""

import itertools
import json
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from stress.checks import assert_same_parameters
from stress.command import FaultError, run
from support.outcome import full_state
from support.pairs import DRAWING

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


def stress(normals: float = 1e11, jobs: int = 1, progress: str = str(PROGRESS)) -> str:
    """Compare so many normals in all, those of earlier runs included, which the file counts."""
    return compare_all(compare_call, normals, jobs, Path(progress))


def compare_all(compare: Callable[[int], int], normals: float, jobs: int, path: Path) -> str:
    """Make the calls that the numbers from 0 on stand for until so many normals are compared."""
    done = Progress.read(path)
    began_with = done.normals
    with get_context("spawn").Pool(jobs) as pool:
        # Short batches: all results of one are waited for before the next begins.
        while done.normals < normals:
            batch = range(done.calls, done.calls + 4 * jobs)
            for drawn in pool.imap(compare, batch):
                done.calls += 1
                done.normals += drawn
                done.write(path)
            print(f"{done.normals:.4e} normals in {done.calls} calls", flush=True)
    now = done.normals - began_with
    return f"{done.normals} normals in {done.calls} calls, {now} of them now: equal"


def compare_call(number: int) -> int:
    """Make the call that this number stands for, and compare; return how many normals it draws."""
    rng = random.Random(number)
    pair = rng.choice(DRAWING)
    layers_dims = list(network(rng))
    os.environ["PARAMINIT_NUM_THREADS"] = str(rng.choice([1, 2, 3, 16]))
    np.random.seed(rng.randrange(2**32))
    np.random.bytes(4 * rng.randrange(625))
    np.random.randn(rng.randrange(2))

    state = np.random.get_state(legacy=False)
    actual = pair.ours(layers_dims)
    after = full_state()
    np.random.set_state(state)
    what = f"call {number}: {pair} {layers_dims}"
    assert_same_parameters(actual, pair.reference(layers_dims), what)
    if full_state() != after:
        raise FaultError(f"{what}: another state of the stream")
    return sum(m * n for m, n in itertools.pairwise(layers_dims))


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
