"""The notebook's functions, by the names that some tests have for them."""

import pytest

from support.functions import DRAWING as DRAWING
from support.functions import HE as HE
from support.functions import NOTEBOOK as PAIRS
from support.functions import RANDOM as RANDOM
from support.functions import XAVIER as XAVIER
from support.functions import ZEROS as ZEROS
from support.functions import Function as Pair

__all__ = ["DRAWING", "HE", "PAIRS", "RANDOM", "XAVIER", "ZEROS", "Pair"]

every_pair = pytest.mark.parametrize("pair", PAIRS, ids=repr)
every_drawing_pair = pytest.mark.parametrize("pair", DRAWING, ids=repr)
every_scaled_pair = pytest.mark.parametrize("pair", [HE, XAVIER], ids=repr)
