"""Two small data sets whose classes no straight line separates."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import make_circles, make_moons


class Samples(NamedTuple):
    """Points in the plane, one per column, and their classes."""

    x: NDArray[np.float64]
    """Coordinates, shape (2, m)."""

    y: NDArray[np.float64]
    """Classes, 0 or 1, shape (1, m)."""


class Data(NamedTuple):
    """Samples to learn from, and others to test on."""

    train: Samples
    test: Samples


def circles() -> Data:
    """Draw two rings, one inside the other.

    Returns
    -------
    Data
        300 training samples from seed 1 and 100 test samples from seed 2.
    """
    return _draw(make_circles, noise=0.05)


def moons() -> Data:
    """Draw two interleaved half moons.

    Returns
    -------
    Data
        300 training samples from seed 1 and 100 test samples from seed 2.
    """
    return _draw(make_moons, noise=0.2)


def _draw(make: Callable[..., tuple[NDArray[np.float64], NDArray[np.int64]]], noise: float) -> Data:
    samples = []
    for seed, count in ((1, 300), (2, 100)):
        np.random.seed(seed)
        x, y = make(n_samples=count, noise=noise)
        samples.append(Samples(np.ascontiguousarray(x.T), y.reshape(1, -1).astype(np.float64)))
    return Data(*samples)
