"""The notebook's four initializations in plain NumPy: what paraminit is held against."""

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "initialize_parameters_he",
    "initialize_parameters_random",
    "initialize_parameters_xavier",
    "initialize_parameters_zeros",
]


def initialize_parameters_zeros(layers_dims: list[int]) -> dict[str, NDArray[np.float64]]:
    """Set every weight and every bias to zero.

    Parameters
    ----------
    layers_dims : list of int
        Size of each layer, the input first.

    Returns
    -------
    dict
        "W1", "b1", ..., "WL", "bL": the weights of layer l have the shape (n_l, n_{l-1}), its
        biases (n_l, 1).
    """
    parameters = {}
    for layer in range(1, len(layers_dims)):
        parameters["W" + str(layer)] = np.zeros((layers_dims[layer], layers_dims[layer - 1]))
        parameters["b" + str(layer)] = np.zeros((layers_dims[layer], 1))
    return parameters


def initialize_parameters_random(layers_dims: list[int]) -> dict[str, NDArray[np.float64]]:
    """Draw small weights, ``randn * 0.01``, and set the biases to zero.

    Parameters
    ----------
    layers_dims : list of int
        Size of each layer, the input first.

    Returns
    -------
    dict
        Arrays of the names and shapes that `initialize_parameters_zeros` gives.
    """
    parameters = {}
    for layer in range(1, len(layers_dims)):
        shape = layers_dims[layer], layers_dims[layer - 1]
        parameters["W" + str(layer)] = np.random.randn(*shape) * 0.01
        parameters["b" + str(layer)] = np.zeros((layers_dims[layer], 1))
    return parameters


def initialize_parameters_he(layers_dims: list[int]) -> dict[str, NDArray[np.float64]]:
    """Draw weights of variance ``2 / n_{l-1}``, and set the biases to zero.

    Parameters
    ----------
    layers_dims : list of int
        Size of each layer, the input first.

    Returns
    -------
    dict
        Arrays of the names and shapes that `initialize_parameters_zeros` gives.
    """
    parameters = {}
    for layer in range(1, len(layers_dims)):
        shape = layers_dims[layer], layers_dims[layer - 1]
        parameters["W" + str(layer)] = np.random.randn(*shape) * np.sqrt(2 / layers_dims[layer - 1])
        parameters["b" + str(layer)] = np.zeros((layers_dims[layer], 1))
    return parameters


def initialize_parameters_xavier(layers_dims: list[int]) -> dict[str, NDArray[np.float64]]:
    """Draw weights of variance ``2 / (n_{l-1} + n_l)``, and set the biases to zero.

    Parameters
    ----------
    layers_dims : list of int
        Size of each layer, the input first.

    Returns
    -------
    dict
        Arrays of the names and shapes that `initialize_parameters_zeros` gives.
    """
    parameters = {}
    for layer in range(1, len(layers_dims)):
        shape = layers_dims[layer], layers_dims[layer - 1]
        scale = np.sqrt(2.0 / (layers_dims[layer - 1] + layers_dims[layer]))
        parameters["W" + str(layer)] = np.random.randn(*shape) * scale
        parameters["b" + str(layer)] = np.zeros((layers_dims[layer], 1))
    return parameters
