"""Neural network parameters from NumPy's global random stream: the same bits, faster."""

from paraminit._core import (
    __version__,
    initialize_parameters_he,
    initialize_parameters_random,
    initialize_parameters_xavier,
    initialize_parameters_zeros,
    normal,
    uniform,
)

__all__ = [
    "__version__",
    "initialize_parameters_he",
    "initialize_parameters_random",
    "initialize_parameters_xavier",
    "initialize_parameters_zeros",
    "normal",
    "uniform",
]
