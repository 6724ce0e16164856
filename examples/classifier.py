"""A classifier of handwritten digits: the network of network.py with ten outputs and a softmax.

It trains by gradient descent on small batches, in the precision of its parameters.
"""

from typing import Any, NamedTuple

import numpy as np
from network import Array, Parameters, forward, propagate, update
from numpy.typing import NDArray
from sklearn.datasets import load_digits

__all__ = ["Digits", "Part", "accuracy", "cost", "digits", "train"]


class Part(NamedTuple):
    """Images and what they show."""

    x: Array
    """Pixels, shape (64, m), with mean 0 and mean square 1 over the training images."""

    y: Array
    """1 in the row of the digit and 0 in the others, shape (10, m)."""


class Digits(NamedTuple):
    """Images to learn from, and others to test on."""

    train: Part
    test: Part


def digits() -> Digits:
    """Load the 1,797 digits that come with scikit-learn.

    Returns
    -------
    Digits
        1,400 training images and 397 test images, in an order of seed 0.
    """
    pixels, labels = load_digits(return_X_y=True)
    order = np.random.default_rng(0).permutation(len(labels))
    x, y = pixels[order].T, np.eye(10)[labels[order]].T
    x = (x - x[:, :1400].mean()) / x[:, :1400].std()
    return Digits(Part(x[:, :1400], y[:, :1400]), Part(x[:, 1400:], y[:, 1400:]))


def probabilities(logits: Array) -> Array:
    """Compute the softmax of each column, without overflow."""
    exp = np.exp(logits - logits.max(axis=0))
    found: Array = exp / exp.sum(axis=0)
    return found


def cost(parameters: Parameters, part: Part) -> float:
    """Compute the mean cross-entropy.

    Parameters
    ----------
    parameters
        "W1", "b1", ..., "WL", "bL".
    part
        Images and what they show.

    Returns
    -------
    float
        The mean of ``-log(probability of the digit)``: log 10 for a guess.
    """
    logits = forward(part.x, parameters)[-1]
    logits = logits - logits.max(axis=0)
    return float(np.mean(np.log(np.exp(logits).sum(axis=0)) - (logits * part.y).sum(axis=0)))


def accuracy(parameters: Parameters, part: Part) -> float:
    """Compute the share of images whose digit gets the highest probability.

    Parameters
    ----------
    parameters
        "W1", "b1", ..., "WL", "bL".
    part
        Images and what they show.

    Returns
    -------
    float
        Between 0 and 1.
    """
    found = forward(part.x, parameters)[-1].argmax(axis=0)
    return float(np.mean(found == part.y.argmax(axis=0)))


def train(
    parameters: Parameters,
    part: Part,
    rng: np.random.Generator,
    epochs: int = 20,
    learning_rate: float = 0.05,
    batch: int = 100,
) -> tuple[Parameters, NDArray[Any]]:
    """Train for a number of passes over the images.

    Parameters
    ----------
    parameters
        Where to start. Their type is that of all arithmetic.
    part
        Images and what they show.
    rng
        What draws the order of the images, anew in each epoch.
    epochs
        How many passes.
    learning_rate
        Length of each step, in gradients.
    batch
        How many images a step looks at.

    Returns
    -------
    parameters : dict
        The parameters after the last step.
    costs : ndarray
        The cost of all images before the first epoch and after each one, `epochs` + 1 numbers.
    """
    part = Part(*(array.astype(parameters["W1"].dtype) for array in part))
    costs = [cost(parameters, part)]
    for _ in range(epochs):
        order = rng.permutation(part.x.shape[1])
        for start in range(0, len(order), batch):
            chosen = order[start : start + batch]
            layers = forward(part.x[:, chosen], parameters)
            error = (probabilities(layers[-1]) - part.y[:, chosen]) / len(chosen)
            parameters = update(parameters, propagate(layers, error, parameters), learning_rate)
        costs.append(cost(parameters, part))
    return parameters, np.array(costs)
