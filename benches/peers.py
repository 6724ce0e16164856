"""What is compared: paraminit, the notebook's formula, other generators, and the floor."""

import functools
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import paraminit

try:
    import mkl_random
except ImportError:
    mkl_random = None

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from reference import notebook

__all__ = [
    "ALL_THREADS",
    "FLOOR",
    "FUNCTIONS",
    "NOTEBOOK",
    "ONE_THREAD",
    "SEED",
    "Parameters",
    "Peer",
    "mkl_random",
    "peers",
    "verify",
]

ONE_THREAD = "paraminit, 1 thread"
ALL_THREADS = "paraminit, all threads"
NOTEBOOK = "the notebook's NumPy"
FLOOR = "np.full, the floor"

SEED = 3

Parameters = dict[str, npt.NDArray[np.float64]]
Initialize = Callable[[list[int]], Any]


@dataclass(frozen=True)
class Peer:
    """One way to initialize a network.

    Attributes
    ----------
    name : str
        What the tables call it.
    initialize : callable
        From the layers' sizes to a new dictionary of new arrays.
    threads : int, optional
        How many threads paraminit may use. All by default.
    timed : callable, optional
        From a number of calls to the seconds that one took, for who measures that itself.
    """

    name: str
    initialize: Initialize
    threads: int | None = None
    timed: Callable[[int], float] | None = None

    def prepare(self) -> None:
        """Let the calls that follow use the threads of this peer."""
        if self.threads is None:
            os.environ.pop("PARAMINIT_NUM_THREADS", None)
        else:
            os.environ["PARAMINIT_NUM_THREADS"] = str(self.threads)


def _pair(name: str) -> tuple[Peer, Peer]:
    function = f"initialize_parameters_{name}"
    ours: Initialize = getattr(paraminit, function)
    reference: Initialize = getattr(notebook, function)
    return Peer(ONE_THREAD, ours, threads=1), Peer(NOTEBOOK, reference)


FUNCTIONS = {name: _pair(name) for name in ("zeros", "random", "he", "xavier")}
"""Each function of paraminit, and the notebook's function that it replaces."""


def peers() -> list[Peer]:
    """Return all that there is to compare with `initialize_parameters_he`.

    Returns
    -------
    list of Peer
        Those of `mkl_random` only where it is installed.
    """
    one_thread, reference = FUNCTIONS["he"]
    everyone = [one_thread, Peer(ALL_THREADS, one_thread.initialize), reference]
    for bit_generator in (np.random.PCG64, np.random.SFC64):
        draw = np.random.default_rng(bit_generator(SEED)).standard_normal
        everyone.append(Peer(f"Generator, {bit_generator.__name__}", _he(draw)))
    if mkl_random is not None:
        state = mkl_random.MKLRandomState(SEED)
        for method in ("ICDF", "BoxMuller2"):
            draw = functools.partial(state.standard_normal, method=method)
            everyone.append(Peer(f"mkl_random, {method}", _he(draw)))
    everyone.append(Peer(FLOOR, _full))
    return everyone


def _he(standard_normal: Callable[[tuple[int, int]], Any]) -> Initialize:
    """Take the normal numbers of the notebook's formula from somewhere else."""

    def initialize(layers_dims: list[int]) -> Parameters:
        parameters = {}
        length = len(layers_dims) - 1
        for layer in range(1, length + 1):
            parameters["W" + str(layer)] = standard_normal(
                (layers_dims[layer], layers_dims[layer - 1])
            ) * np.sqrt(2 / layers_dims[layer - 1])
            parameters["b" + str(layer)] = np.zeros((layers_dims[layer], 1))
        return parameters

    return initialize


def _full(layers_dims: list[int]) -> Parameters:
    """Store one number everywhere: what it takes to allocate the arrays and write to them."""
    parameters = {}
    for layer in range(1, len(layers_dims)):
        parameters["W" + str(layer)] = np.full((layers_dims[layer], layers_dims[layer - 1]), 0.5)
        parameters["b" + str(layer)] = np.full((layers_dims[layer], 1), 0.0)
    return parameters


def verify(ours: Sequence[Peer], reference: Peer, layers_dims: list[int]) -> None:
    """Hold peers against another one, bit for bit.

    Parameters
    ----------
    ours : sequence of Peer
        Who draws from NumPy's global stream.
    reference : Peer
        Who draws from it too, and is right.
    layers_dims : list of int
        Size of each layer, the input first.

    Raises
    ------
    RuntimeError
        If a bit of the parameters differs, or of what is drawn from the stream after them.
    """
    expected = _drawn(reference, layers_dims)
    for peer in ours:
        if not _same_bits(_drawn(peer, layers_dims), expected):
            raise RuntimeError(f"{peer.name} differs from {reference.name} for {layers_dims}")


def _drawn(peer: Peer, layers_dims: list[int]) -> Parameters:
    """Return a network, and what comes next from the stream."""
    peer.prepare()
    np.random.seed(SEED)
    parameters: Parameters = peer.initialize(layers_dims)
    return parameters | {"next": np.random.standard_normal(1000)}


def _same_bits(a: Parameters, b: Parameters) -> bool:
    return list(a) == list(b) and all(
        np.array_equal(a[name].view(np.uint64), b[name].view(np.uint64)) for name in a
    )
