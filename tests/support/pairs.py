"""Each function of paraminit beside the notebook's function that it replaces."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import paraminit
import pytest

from reference import notebook
from reference.notebook import Parameters


@dataclass(frozen=True, repr=False)
class Pair:
    """One function of paraminit and the notebook's function that it replaces."""

    name: str
    ours: Callable[[Any], Parameters]
    reference: Callable[[Any], Parameters]

    def __repr__(self) -> str:
        """Return the short name, which pytest shows."""
        return self.name


PREFIX = "initialize_parameters_"
NAMES = [name.removeprefix(PREFIX) for name in paraminit.__all__ if name.startswith(PREFIX)]
"""All of them: one without a function in `reference.notebook` is an error here."""

PAIRS_BY_NAME = {
    name: Pair(name, getattr(paraminit, PREFIX + name), getattr(notebook, PREFIX + name))
    for name in NAMES
}
ZEROS, RANDOM, HE, XAVIER = (PAIRS_BY_NAME[name] for name in ("zeros", "random", "he", "xavier"))
PAIRS = tuple(PAIRS_BY_NAME.values())
DRAWING = tuple(pair for pair in PAIRS if pair is not ZEROS)

every_pair = pytest.mark.parametrize("pair", PAIRS, ids=repr)
every_drawing_pair = pytest.mark.parametrize("pair", DRAWING, ids=repr)
every_scaled_pair = pytest.mark.parametrize("pair", [HE, XAVIER], ids=repr)
