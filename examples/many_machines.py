"""Draw a network that is too large for one worker, block by block, on a cluster of Dask.

A layer is a stack of blocks of rows. Each block has a seed of its own, spawned from one
`SeedSequence`, so it does not depend on who draws it, nor on what was drawn before. The network is
the same for every number of workers, and a block that is lost with its worker is drawn again as it
was. (Generators in place of the seeds could not do that: they go on with each number.)

Here the cluster is one of processes on this machine, each of which may use half the memory that the
network takes. On a real one, only the address that the client connects to is another.

Needs Dask: ``pip install --group many-machines``.
"""

import hashlib
import sys
from itertools import pairwise
from typing import Any

import dask.array as da
import numpy as np
import paraminit
from dask import compute, delayed
from distributed import Client, LocalCluster
from numpy.typing import NDArray

__all__ = ["Block", "Network", "digest", "forward", "network", "start"]

Block = NDArray[np.float32]
Network = list[Any]
"""An array of Dask for each layer, which has no types."""

LAYERS_DIMS = [8192] * 5
BLOCK_ROWS = 1024
SEED = 3
MEMORY = "512 MiB"
"""What each worker may use. The network takes twice as much."""


def draw(shape: tuple[int, int], seed: np.random.SeedSequence) -> Block:
    """Draw a block of a layer. This runs on a worker.

    The scale of a layer follows from the shape of the whole layer. That of He needs the fan-in
    alone, which a block of rows has in common with its layer.

    Parameters
    ----------
    shape : tuple of int
        Rows of the block, and all columns of the layer.
    seed : numpy.random.SeedSequence
        The block's own.

    Returns
    -------
    ndarray
        The block's weights.
    """
    return paraminit.he_normal(shape, rng=seed, dtype=np.float32)


def draw_with_numpy(shape: tuple[int, int], seed: np.random.SeedSequence) -> Block:
    """Draw what `draw` does, by NumPy alone."""
    normals = np.random.default_rng(seed).standard_normal(shape, dtype=np.float32)
    return normals * np.float32(np.sqrt(2 / shape[1]))


def network(layers_dims: list[int], block_rows: int, seed: int, draw: Any = draw) -> Network:
    """Describe the weights of a network. Nothing is drawn until Dask is asked for numbers.

    Parameters
    ----------
    layers_dims : list of int
        Size of each layer, input first.
    block_rows : int
        How many rows a block has; the last block of a layer may have fewer.
    seed : int
        Of the whole network.
    draw : callable
        What draws a block.

    Returns
    -------
    list of dask.array.Array
        The layers' weights.
    """
    weights = []
    layer_seeds = np.random.SeedSequence(seed).spawn(len(layers_dims) - 1)
    for (columns, rows), layer_seed in zip(pairwise(layers_dims), layer_seeds, strict=True):
        starts = range(0, rows, block_rows)
        blocks = []
        for start, block_seed in zip(starts, layer_seed.spawn(len(starts)), strict=True):
            shape = min(block_rows, rows - start), columns
            block = delayed(draw)(shape, block_seed)
            blocks.append(da.from_delayed(block, shape, dtype=np.float32))
        weights.append(da.concatenate(blocks))
    return weights


def forward(x: Block, weights: Network) -> Any:
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


def digest(weights: Network) -> str:
    """Compute one number of all the bits of a network, of which each worker reads its blocks.

    Parameters
    ----------
    weights : list of dask.array.Array
        The layers' weights.

    Returns
    -------
    str
        Hexadecimal digits, the same for the same bits in the same blocks.
    """
    blocks = [block for layer in weights for block in layer.to_delayed().ravel()]
    found = compute(*[delayed(_digest)(block) for block in blocks])
    return _digest(b"".join(found)).hex()


def _digest(block: Any) -> bytes:
    return hashlib.blake2b(block, digest_size=16).digest()


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
    """Draw the network with 1, 2 and 4 workers, and by NumPy.

    Returns
    -------
    int
        The exit status: 0 if all are the same, else 1.
    """
    ours = network(LAYERS_DIMS, BLOCK_ROWS, SEED)
    theirs = network(LAYERS_DIMS, BLOCK_ROWS, SEED, draw_with_numpy)
    x = np.random.default_rng(SEED).standard_normal((LAYERS_DIMS[0], 16), dtype=np.float32)
    print(f"{sum(layer.nbytes for layer in ours) / 2**20:,.0f} MiB of weights")
    with start() as cluster, Client(cluster) as client:
        digests = []
        for workers in (1, 2, 4):
            cluster.scale(workers)
            client.wait_for_workers(workers)
            digests.append(digest(ours))
            print(f"workers: {workers}   digest: {digests[-1]}", flush=True)
        digests.append(digest(theirs))
        print(f"by NumPy     digest: {digests[-1]}")
        strength = float(da.sqrt(da.mean(da.square(forward(x, ours)))).compute())
        print(f"root mean square of what the last layer gives: {strength:.2f}")
    print("All are the same." if len(set(digests)) == 1 else "Something differs.")
    return int(len(set(digests)) != 1)


if __name__ == "__main__":
    sys.exit(main())
