"""Processes that share nothing draw their rows of one network, by the code on the page."""

import multiprocessing
import re
from pathlib import Path
from typing import Any

import numpy as np
import paraminit
import pytest

from support.outcome import freeze

pytestmark = pytest.mark.once

PAGE = Path(__file__).parents[1] / "docs" / "many-machines.md"
LAYERS_DIMS = (784, 256, 10)


def drawn(rank: int, size: int) -> tuple[list[Any], float]:
    """Return what the page's function returns in a process of its own."""
    text = PAGE.read_text(encoding="utf-8")
    (code,) = re.findall(r"^```python\n(import.*?def my_rows.*?)^```$", text, re.M | re.S)
    names: dict[str, Any] = {}
    exec(code, names)
    rows: tuple[list[Any], float] = names["my_rows"](rank, size, LAYERS_DIMS)
    return rows


def test_launched() -> None:
    """Have the network of one process together, and the same next number each."""
    rng = np.random.default_rng(3)
    network = paraminit.initialize_parameters(LAYERS_DIMS, rng=rng)
    afterwards = rng.random()
    context = multiprocessing.get_context("spawn")
    for size in (1, 2, 3, 7):
        with context.Pool(min(size, 3), maxtasksperchild=1) as pool:
            parts = pool.starmap(drawn, [(rank, size) for rank in range(size)], chunksize=1)
        for layer, name in enumerate(["W1", "W2"]):
            assert freeze(np.concatenate([rows[layer] for rows, _ in parts])) == freeze(
                network[name]
            )
        assert {after for _, after in parts} == {afterwards}
