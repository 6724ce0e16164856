"""What a type checker has to say: never run, but read by mypy and Pyright.

Each `type: ignore` is an error that both have to find, for they refuse those without one.
"""

from typing import assert_type

import numpy as np
import numpy.typing as npt
from paraminit import (
    __version__,
    initialize_parameters_he,
    initialize_parameters_random,
    initialize_parameters_xavier,
    initialize_parameters_zeros,
)

Parameters = dict[str, npt.NDArray[np.float64]]

assert_type(__version__, str)
assert_type(initialize_parameters_zeros([3, 2, 1]), Parameters)
assert_type(initialize_parameters_random([3, 2, 1]), Parameters)
assert_type(initialize_parameters_he([3, 2, 1]), Parameters)
assert_type(initialize_parameters_xavier(layers_dims=[3, 2, 1]), Parameters)
assert_type(initialize_parameters_he([3, 2])["W1"], npt.NDArray[np.float64])

initialize_parameters_he((3, 2, 1))
initialize_parameters_he(range(1, 4))
initialize_parameters_he(b"\3\2\1")
initialize_parameters_he({0: 3, 1: 2})
initialize_parameters_he(np.array([3, 2, 1]))
initialize_parameters_he([np.int64(3), 2])

initialize_parameters_he()  # type: ignore[call-arg]
initialize_parameters_he(3)  # type: ignore[arg-type]
initialize_parameters_he([3, 2.5])  # type: ignore[list-item]
initialize_parameters_he([3, 2], 1)  # type: ignore[call-arg]
initialize_parameters_he(dims=[3, 2])  # type: ignore[call-arg]
