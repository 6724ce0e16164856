"""A fully connected classifier and its training by gradient descent, in NumPy.

Every hidden layer is linear and then ReLU (or tanh); the last one is linear and then a sigmoid.
The cost is the cross-entropy, over all samples at once. Nothing here draws a random number: where
the parameters start is all that differs between two runs.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Literal

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Activation",
    "Array",
    "Parameters",
    "accuracy",
    "backward",
    "cost",
    "descend",
    "forward",
    "propagate",
    "train",
    "update",
]

Array = NDArray[np.float64]
Parameters = dict[str, Array]
Activation = Literal["relu", "tanh"]


def forward(x: Array, parameters: Parameters, activation: Activation = "relu") -> list[Array]:
    """Run samples through the network.

    Parameters
    ----------
    x
        Samples, one per column.
    parameters
        "W1", "b1", ..., "WL", "bL".
    activation
        What follows each hidden layer.

    Returns
    -------
    list of ndarray
        L + 1 arrays: the input, the activations of each hidden layer, and the logits. The
        sigmoid of the logits is the probability of class 1.
    """
    layers = [x]
    last = len(parameters) // 2
    for layer in range(1, last + 1):
        z = parameters[f"W{layer}"] @ layers[-1] + parameters[f"b{layer}"]
        if layer == last:
            layers.append(z)
        else:
            layers.append(np.maximum(z, 0.0) if activation == "relu" else np.tanh(z))
    return layers


def cost(logits: Array, y: Array) -> float:
    """Compute the mean cross-entropy.

    Parameters
    ----------
    logits
        The network's last array, shape (1, m).
    y
        Classes, 0 or 1, shape (1, m).

    Returns
    -------
    float
        The mean of ``log(1 + exp(z)) - y * z``, which is the cross-entropy of ``sigmoid(z)``
        written such that it cannot overflow.
    """
    return float(np.mean(np.logaddexp(0.0, logits) - y * logits))


def backward(
    layers: list[Array], y: Array, parameters: Parameters, activation: Activation = "relu"
) -> Parameters:
    """Compute the gradient of the cost.

    Parameters
    ----------
    layers
        What :func:`forward` returned for these parameters.
    y
        Classes, 0 or 1, shape (1, m).
    parameters
        "W1", "b1", ..., "WL", "bL".
    activation
        What follows each hidden layer.

    Returns
    -------
    dict
        The derivative of the cost by each parameter, under the parameter's name.
    """
    probability = 0.5 + 0.5 * np.tanh(0.5 * layers[-1])  # the sigmoid, without overflow
    return propagate(layers, (probability - y) / y.shape[1], parameters, activation)


def propagate(
    layers: list[Array], dz: Array, parameters: Parameters, activation: Activation = "relu"
) -> Parameters:
    """Take the derivative by the logits back through the network.

    Parameters
    ----------
    layers
        What :func:`forward` returned for these parameters.
    dz
        The derivative of some cost by the logits, of their shape.
    parameters
        "W1", "b1", ..., "WL", "bL".
    activation
        What follows each hidden layer.

    Returns
    -------
    dict
        The derivative of the cost by each parameter, under the parameter's name.
    """
    gradients = {}
    for layer in range(len(layers) - 1, 0, -1):
        a = layers[layer - 1]
        gradients[f"W{layer}"] = dz @ a.T
        gradients[f"b{layer}"] = dz.sum(axis=1, keepdims=True)
        if layer > 1:
            slope = a > 0.0 if activation == "relu" else 1.0 - a * a
            dz = (parameters[f"W{layer}"].T @ dz) * slope
    return gradients


def update(parameters: Parameters, gradients: Parameters, learning_rate: float) -> Parameters:
    """Take one step down the gradient.

    Parameters
    ----------
    parameters, gradients
        Arrays under the same names.
    learning_rate
        Length of the step, in gradients.

    Returns
    -------
    dict
        New parameters; the old ones stay as they are.
    """
    return {name: value - learning_rate * gradients[name] for name, value in parameters.items()}


def descend(
    parameters: Parameters,
    x: Array,
    y: Array,
    learning_rate: float = 0.01,
    activation: Activation = "relu",
) -> Iterator[tuple[float, Parameters]]:
    """Train without end, one step at a time.

    Parameters
    ----------
    parameters
        Where to start.
    x, y
        Samples, one per column, and their classes.
    learning_rate
        Length of each step, in gradients.
    activation
        What follows each hidden layer.

    Yields
    ------
    cost : float
        The cost of the parameters yielded with it.
    parameters : dict
        The parameters: first those given, then those after each step.
    """
    while True:
        layers = forward(x, parameters, activation)
        yield cost(layers[-1], y), parameters
        gradients = backward(layers, y, parameters, activation)
        parameters = update(parameters, gradients, learning_rate)


def train(
    parameters: Parameters,
    x: Array,
    y: Array,
    steps: int = 15_000,
    learning_rate: float = 0.01,
    activation: Activation = "relu",
) -> tuple[Parameters, Array]:
    """Train for a number of steps.

    Parameters
    ----------
    parameters
        Where to start.
    x, y
        Samples, one per column, and their classes.
    steps
        How many times to update.
    learning_rate
        Length of each step, in gradients.
    activation
        What follows each hidden layer.

    Returns
    -------
    parameters : dict
        The parameters after the last step.
    costs : ndarray
        The cost before the first step and after each one, `steps` + 1 numbers.
    """
    path = descend(parameters, x, y, learning_rate, activation)
    costs = [value for value, _ in islice(path, steps)]
    value, reached = next(path)
    return reached, np.array([*costs, value])


def accuracy(parameters: Parameters, x: Array, y: Array, activation: Activation = "relu") -> float:
    """Compute the share of samples that the network puts in their class.

    Parameters
    ----------
    parameters
        "W1", "b1", ..., "WL", "bL".
    x, y
        Samples, one per column, and their classes.
    activation
        What follows each hidden layer.

    Returns
    -------
    float
        Between 0 and 1. Class 1 is predicted where the logit is positive.
    """
    logits = forward(x, parameters, activation)[-1]
    return float(np.mean((logits > 0.0) == (y == 1.0)))
