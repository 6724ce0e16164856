"""Draw a network that is too large for one worker, block by block, on a cluster of Dask.

The network has the bits that `paraminit.initialize_parameters` returns for its seed, whatever the
size of the blocks and the number of workers, and a block that is lost with its worker is drawn
again as it was. This draws it with 1, 2 and 4 workers, and once more on one machine, layer by
layer, and compares.

Here the cluster is one of processes on this machine, each of which may use half the memory that the
network takes. On a real one, only the address that the client connects to is another.

Needs Dask: ``pip install 'paraminit[dask]'``.
"""

import hashlib
import sys
import time
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import dask
import dask.array as da
import numpy as np
import paraminit
import paraminit.dask
from distributed import Client, LocalCluster, get_task_stream
from numpy.typing import NDArray

__all__ = ["Run", "digest", "draw_on_one_machine", "forward", "measure", "start"]

LAYERS_DIMS = [8192] * 5
BLOCK_ROWS = 512
SEED = 3
MEMORY = "512 MiB"
"""What each worker may use. The network takes twice as much."""

Block = NDArray[np.float32]


def digest(block: Any) -> str:
    """Return what stands for the bits of a block. This runs on a worker."""
    return hashlib.blake2b(block, digest_size=16).hexdigest()


@dataclass(frozen=True)
class Run:
    """What one computation of the network gave."""

    digests: list[str]
    """Of each block."""
    seconds: float
    finding: float
    """Seconds of work, on all workers together, that went into finding states."""
    drawing: float
    """The same for drawing blocks."""


def measure(client: Client, weights: list[Any]) -> Run:
    """Draw the weights on a cluster, of which each worker reads its blocks.

    Parameters
    ----------
    client : distributed.Client
        The cluster's.
    weights : list of dask.array.Array
        The layers' weights.

    Returns
    -------
    Run
        Digests and times.
    """
    blocks = [block for layer in weights for block in layer.to_delayed().ravel()]
    with get_task_stream(client) as stream:
        began = time.perf_counter()
        digests = dask.compute(*[dask.delayed(digest)(block) for block in blocks])
        seconds = time.perf_counter() - began

    def work(name: str) -> float:
        tasks = [task for task in stream.data if dask.utils.key_split(task["key"]) == name]
        spans = [span for task in tasks for span in task["startstops"]]
        return float(sum(s["stop"] - s["start"] for s in spans if s["action"] == "compute"))

    return Run(list(digests), seconds, work("find-state"), work("draw_he_normal"))


def draw_on_one_machine(layers_dims: list[int], rows: int, seed: int) -> list[str]:
    """Draw the network by `paraminit.he_normal`; return the digests of its blocks."""
    rng = np.random.default_rng(seed)
    digests = []
    for columns, units in pairwise(layers_dims):
        weights = paraminit.he_normal((units, columns), rng=rng, dtype=np.float32)
        digests += [digest(weights[row : row + rows]) for row in range(0, units, rows)]
    return digests


def forward(x: Block, weights: list[Any]) -> Any:
    """Run samples through the network, with ReLU after each layer.

    Parameters
    ----------
    x : ndarray
        Samples, one per column.
    weights : list of dask.array.Array
        The layers' weights.

    Returns
    -------
    dask.array.Array
        What the last layer gives. Each worker draws the blocks that it multiplies.
    """
    signal = da.from_array(x, chunks=x.shape)
    for layer in weights:
        signal = da.maximum(layer @ signal.rechunk(signal.shape), 0)
    return signal


def start() -> LocalCluster:
    """Start a cluster of processes on this machine, which has no worker yet.

    Returns
    -------
    distributed.LocalCluster
        The cluster, to be closed by ``with``.
    """
    return LocalCluster(
        n_workers=0,
        threads_per_worker=1,
        memory_limit=MEMORY,
        dashboard_address=None,
        # As many threads as Dask gives a worker, since the workers share the CPUs.
        env={"PARAMINIT_NUM_THREADS": "1"},
    )


def main() -> int:
    """Draw the network with 1, 2 and 4 workers, and on one machine.

    Returns
    -------
    int
        The exit status: 0 if all are the same, else 1.
    """
    parameters = paraminit.dask.initialize_parameters(
        LAYERS_DIMS, rng=SEED, dtype=np.float32, rows=BLOCK_ROWS
    )
    weights = [array for name, array in parameters.items() if name.startswith("W")]
    expected = draw_on_one_machine(LAYERS_DIMS, BLOCK_ROWS, SEED)
    x = np.random.default_rng(SEED).standard_normal((LAYERS_DIMS[0], 16), dtype=np.float32)
    print(f"{sum(layer.nbytes for layer in weights) / 2**20:,.0f} MiB of weights")
    print("workers  seconds  finding states  drawing  same bits")
    same = True
    with start() as cluster, Client(cluster) as client:
        for workers in (1, 2, 4):
            cluster.scale(workers)
            client.wait_for_workers(workers)
            run = measure(client, weights)
            same &= run.digests == expected
            print(
                f"{workers:7} {run.seconds:8.1f} {run.finding:13.1f} s {run.drawing:6.1f} s  "
                f"{'yes' if run.digests == expected else 'NO'}",
                flush=True,
            )
        strength = float(da.sqrt(da.mean(da.square(forward(x, weights)))).compute())
        print(f"root mean square of what the last layer gives: {strength:.2f}")
    print("All are the same." if same else "Something differs.")
    return int(not same)


if __name__ == "__main__":
    sys.exit(main())
