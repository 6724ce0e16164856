"""The example of a cluster: any number of workers draws the same network, and so does NumPy."""

from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

dask = pytest.importorskip("dask", reason="the example is of Dask")
distributed = pytest.importorskip("distributed", reason="the example is of Dask's clusters")

pytestmark = pytest.mark.once

LAYERS_DIMS = [70, 90, 50]
BLOCK_ROWS = 20  # the last block of the second layer has 10
SEED = 3


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Import the example, as the workers will."""
    monkeypatch.syspath_prepend(Path(__file__).parents[1] / "examples")
    return import_module("many_machines")


def test_blocks(example: Any) -> None:
    """Be made of blocks that NumPy draws from seeds of their own, with the scale of the layer."""
    weights = example.network(LAYERS_DIMS, BLOCK_ROWS, SEED)
    seeds = np.random.SeedSequence(SEED).spawn(2)
    for layer, seed, (columns, rows) in zip(weights, seeds, pairwise(LAYERS_DIMS), strict=True):
        found = layer.compute(scheduler="synchronous")
        assert found.shape == (rows, columns)
        assert found.dtype == np.float32
        blocks = range(0, rows, BLOCK_ROWS)
        for start, child in zip(blocks, seed.spawn(len(blocks)), strict=True):
            block = found[start : start + BLOCK_ROWS]
            normals = np.random.default_rng(child).standard_normal(block.shape, dtype=np.float32)
            assert np.array_equal(block, normals * np.float32(np.sqrt(2 / columns)))


def test_digest(example: Any) -> None:
    """See a bit that differs, and layers that have changed places."""
    weights = example.network(LAYERS_DIMS, BLOCK_ROWS, SEED)
    moved = weights[::-1]
    changed = [weights[0], weights[1] * np.float32(1 + 1e-7)]
    with dask.config.set(scheduler="synchronous"):
        assert len({example.digest(network) for network in (weights, moved, changed)}) == 3


def test_workers(example: Any) -> None:
    """Have the same bits from one, two and four processes, and from NumPy."""
    ours = example.network(LAYERS_DIMS, BLOCK_ROWS, SEED)
    theirs = example.network(LAYERS_DIMS, BLOCK_ROWS, SEED, example.draw_with_numpy)
    with dask.config.set(scheduler="synchronous"):
        expected = example.digest(theirs)
    # Dask gives up on a machine that is slow to connect.
    patient = {f"distributed.comm.timeouts.{kind}": "1 hour" for kind in ("connect", "tcp")}
    with (
        dask.config.set(patient),
        example.start() as cluster,
        distributed.Client(cluster) as client,
    ):
        for workers in (1, 2, 4):
            cluster.scale(workers)
            client.wait_for_workers(workers)
            assert example.digest(ours) == expected
