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


ZEROS = Pair("zeros", paraminit.initialize_parameters_zeros, notebook.initialize_parameters_zeros)
RANDOM = Pair(
    "random", paraminit.initialize_parameters_random, notebook.initialize_parameters_random
)
HE = Pair("he", paraminit.initialize_parameters_he, notebook.initialize_parameters_he)
XAVIER = Pair(
    "xavier", paraminit.initialize_parameters_xavier, notebook.initialize_parameters_xavier
)
DRAWING = (RANDOM, HE, XAVIER)
PAIRS = (ZEROS, *DRAWING)

every_pair = pytest.mark.parametrize("pair", PAIRS, ids=repr)
every_drawing_pair = pytest.mark.parametrize("pair", DRAWING, ids=repr)
every_scaled_pair = pytest.mark.parametrize("pair", [HE, XAVIER], ids=repr)
