"""Initializers for neural networks in NumPy: the bits of NumPy's own streams, in less time.

Each function is defined by a few lines of NumPy, which its docstring begins with. It returns their
very bits, and leaves the generator where they leave it.

======================================  ===========================================================
``he_normal``, ``he_uniform``           weights for rectifiers, of variance ``2 / fan_in``
``glorot_normal``, ``glorot_uniform``   weights for tanh, of variance ``2 / (fan_in + fan_out)``
``lecun_normal``, ``lecun_uniform``     weights for SELU, linear units, of variance ``1 / fan_in``
``variance_scaling``                    weights of any scale, fan and distribution
``orthogonal``                          orthogonal weights
``normal``, ``truncated_normal``,       numbers of the scale that you give
``uniform``
``skip``                                nothing: it moves a stream past numbers
``initialize_parameters``               the weights and biases of a whole network, by any of these
``initialize_parameters_he``            the same from the global stream, as in a well-known
(``_xavier``, ``_random``, ``_zeros``)  notebook
======================================  ===========================================================

All but the last take ``rng``: a ``Generator``, a seed, a ``RandomState``, or ``np.random`` for the
global stream.

>>> import numpy as np
>>> import paraminit
>>> rng = np.random.default_rng(3)
>>> parameters = paraminit.initialize_parameters([784, 256, 10], rng=rng)
>>> parameters["W1"].shape
(256, 784)
"""

from typing import TYPE_CHECKING as _TYPE_CHECKING

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
    skip,
    truncated_normal,
    uniform,
    variance_scaling,
)
from paraminit._initialize_parameters import initialize_parameters
from paraminit._orthogonal import orthogonal

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
    "skip",
    "truncated_normal",
    "uniform",
    "variance_scaling",
]

_NAMES_ELSEWHERE = {
    "xavier_normal": "glorot_normal",
    "xavier_uniform": "glorot_uniform",
    "kaiming_normal": "he_normal",
    "kaiming_uniform": "he_uniform",
    "trunc_normal": "truncated_normal",
    "random_normal": "normal",
    "random_uniform": "uniform",
}


if not _TYPE_CHECKING:  # a checker would take any name for one that there is

    def __getattr__(name: str) -> object:
        """Say what a function of another library is called here."""
        words = f"module {__name__!r} has no attribute {name!r}"
        if ours := _NAMES_ELSEWHERE.get(name.rstrip("_")):
            words += f": it is {ours} here"
        raise AttributeError(words, name=name, obj=None)
