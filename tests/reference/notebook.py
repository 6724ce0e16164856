"""The notebook's own functions, in NumPy: what paraminit has to equal, bit for bit."""

from typing import Any

import numpy as np
import numpy.typing as npt

Parameters = dict[str, npt.NDArray[np.float64]]


def initialize_parameters_zeros(layers_dims: Any) -> Parameters:
    """Return weights and biases of zero."""
    parameters = {}
    length = len(layers_dims)
    for layer in range(1, length):
        parameters["W" + str(layer)] = np.zeros((layers_dims[layer], layers_dims[layer - 1]))
        parameters["b" + str(layer)] = np.zeros((layers_dims[layer], 1))
    return parameters


def initialize_parameters_random(layers_dims: Any) -> Parameters:
    """Return small random weights."""
    parameters = {}
    length = len(layers_dims)
    for layer in range(1, length):
        parameters["W" + str(layer)] = (
            np.random.randn(layers_dims[layer], layers_dims[layer - 1]) * 0.01
        )
        parameters["b" + str(layer)] = np.zeros((layers_dims[layer], 1))
    return parameters


def initialize_parameters_he(layers_dims: Any) -> Parameters:
    """Return random weights of variance 2 / fan-in."""
    parameters = {}
    length = len(layers_dims) - 1
    for layer in range(1, length + 1):
        parameters["W" + str(layer)] = np.random.randn(
            layers_dims[layer], layers_dims[layer - 1]
        ) * np.sqrt(2 / layers_dims[layer - 1])
        parameters["b" + str(layer)] = np.zeros((layers_dims[layer], 1))
    return parameters


def initialize_parameters_xavier(layers_dims: Any) -> Parameters:
    """Return random weights of variance 2 / (fan-in + fan-out)."""
    parameters = {}
    length = len(layers_dims)
    for layer in range(1, length):
        scale = np.sqrt(2.0 / (layers_dims[layer - 1] + layers_dims[layer]))
        parameters["W" + str(layer)] = (
            np.random.randn(layers_dims[layer], layers_dims[layer - 1]) * scale
        )
        parameters["b" + str(layer)] = np.zeros((layers_dims[layer], 1))
    return parameters
