"""Random arrays and networks on a cluster whose workers die: equal to the single call."""

import os
import signal
from functools import partial
from typing import Any

import dask
import numpy as np
import paraminit
import paraminit.dask

from reference.schemes import MODES, SCHEMES
from stress.command import FaultError, run
from support.clusters import cluster
from support.outcome import freeze


def stress(cases: int = 300, workers: int = 3, deaths: int = 10, seed: int = 0) -> str:
    """Draw so many random arrays, and kill so many workers in between."""
    rng = np.random.default_rng(seed)
    numbers = 0
    with cluster(workers) as client:
        for case in range(cases):
            described, expected = random_case(rng)
            if deaths and case % max(1, cases // deaths) == 0:
                (described,) = dask.persist(described)
                pids = client.run(os.getpid)
                os.kill(pids[str(rng.choice(sorted(pids)))], signal.SIGKILL)
            (actual,) = dask.compute(described)
            for name, array in expected.items():
                if freeze(actual[name]) != freeze(array):
                    raise FaultError(f"case {case}: {name} {array.shape} {array.dtype}")
                numbers += array.size
            client.wait_for_workers(workers)
    return f"{cases} cases, {numbers} numbers: equal"


def random_case(rng: np.random.Generator) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a network or an array, described for Dask, and as the single call returns it."""
    name = str(rng.choice([*SCHEMES, "normal", "truncated_normal", "uniform", "variance_scaling"]))
    initializer: Any = getattr(paraminit, name)
    if name == "variance_scaling":
        distribution = str(rng.choice(["normal", "truncated_normal", "uniform"]))
        mode, scale = str(rng.choice(MODES)), float(rng.uniform(0.1, 3))
        initializer = partial(initializer, scale=scale, mode=mode, distribution=distribution)
    options: dict[str, Any] = {
        "rng": int(rng.integers(2**63)),
        "dtype": (np.float64, np.float32)[rng.integers(2)],
    }
    rows = int(rng.integers(1, 100))
    if rng.random() < 0.5:
        shape = tuple(int(size) for size in rng.integers(1, 60, rng.integers(2, 4)))
        array = paraminit.dask.draw(initializer, shape, rows=rows, **options)
        return {"array": array}, {"array": initializer(shape, **options)}
    sizes = [int(size) for size in rng.integers(1, 150, rng.integers(2, 5))]
    options["layout"] = str(rng.choice(["out_in", "in_out"]))
    return (
        paraminit.dask.initialize_parameters(sizes, initializer, rows=rows, **options),
        paraminit.initialize_parameters(sizes, initializer, **options),
    )


if __name__ == "__main__":
    raise SystemExit(run(stress))
