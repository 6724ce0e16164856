"""Initializers for neural networks in NumPy: the bits of NumPy's own streams, in less time."""

from paraminit._core import (
    __version__,
    glorot_normal,
    glorot_uniform,
    he_normal,
    he_uniform,
    initialize_parameters_he,
    initialize_parameters_random,
    initialize_parameters_xavier,
    initialize_parameters_zeros,
    lecun_normal,
    lecun_uniform,
    normal,
    truncated_normal,
    uniform,
    variance_scaling,
)
from paraminit.initialize_parameters import initialize_parameters
from paraminit.orthogonal import orthogonal

__all__ = [
    "__version__",
    "glorot_normal",
    "glorot_uniform",
    "he_normal",
    "he_uniform",
    "initialize_parameters",
    "initialize_parameters_he",
    "initialize_parameters_random",
    "initialize_parameters_xavier",
    "initialize_parameters_zeros",
    "lecun_normal",
    "lecun_uniform",
    "normal",
    "orthogonal",
    "truncated_normal",
    "uniform",
    "variance_scaling",
]
