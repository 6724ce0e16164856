"""A call sets none of the processor's floating-point flags."""

import numpy as np
import pytest

from support.functions import Function, every_drawing_function


@pytest.mark.parametrize("size", [1, 50, 300, 3000])
@every_drawing_function
def test_no_floating_point_error(function: Function, size: int) -> None:
    """Set no flag that a loop of NumPy's around the call would take for an error of its own."""
    loop = np.frompyfunc(lambda size: function.ours([size, 51]), 1, 1)
    with np.errstate(all="raise"):
        loop(np.array([size, size]))
