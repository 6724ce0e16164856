"""Ever more normals of a PCG64 equal NumPy's; a run that was stopped can be continued."""

import os
import random
from pathlib import Path

import numpy as np

from stress.command import FaultError, run
from stress.long_run import compare_all
from support.streams import NORMAL, Call

PROGRESS = Path(__file__).parents[2] / "target" / "streams_long_run.json"


def stress(normals: float = 1e10, jobs: int = 1, progress: str = str(PROGRESS)) -> str:
    """Compare so many normals in all, those of earlier runs included, which the file counts."""
    return compare_all(compare_call, normals, jobs, Path(progress))


def compare_call(number: int) -> int:
    """Make the call that this number stands for, and compare; return how many normals it draws."""
    rng = random.Random(number)
    os.environ["PARAMINIT_NUM_THREADS"] = str(rng.choice([1, 2, 3, 8]))
    call = Call(
        NORMAL,
        shape=rng.randrange(5_000_000, 15_000_000),
        parameter=rng.choice([1.0, 0.05, rng.random()]),
        dtype=rng.choice([np.float64, np.float64, np.float32]),
    )
    seed, words = rng.randrange(2**128), rng.randrange(3)

    def make() -> np.random.Generator:
        generator = np.random.Generator(np.random.PCG64(seed))
        generator.random(words, dtype=np.float32)
        return generator

    found = call.differences(make)
    if found:
        raise FaultError(f"call {number}: {call}: {found}")
    count: int = call.shape
    return count


if __name__ == "__main__":
    raise SystemExit(run(stress))
