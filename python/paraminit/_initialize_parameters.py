"""The parameters of a network by any initializer: the signature alone, the work is the core's."""

import numpy as np

from paraminit import _core
from paraminit._core import he_normal
from paraminit._hints import refuse, show_own_arguments
from paraminit._orthogonal import orthogonal


# Its types are in the stub beside this file, as those of the compiled functions are.
def initialize_parameters(
    layers_dims,
    initializer=he_normal,
    *extra,
    layout="out_in",
    rng=None,
    dtype=np.float64,
    **other,
):
    """Initialize the parameters of a fully connected network with any initializer.

    Bit for bit, and with the same state of `rng` afterwards, they are ::

        parameters = {}
        for l in range(1, len(layers_dims)):
            n_in, n_out = layers_dims[l - 1], layers_dims[l]
            if layout == "out_in":
                W = initializer((n_out, n_in), rng=rng, dtype=dtype)
                b = np.zeros((n_out, 1), dtype)
            else:
                W = initializer((n_in, n_out), in_axis=0, out_axis=1, rng=rng, dtype=dtype)
                b = np.zeros(n_out, dtype)
            parameters[f"W{l}"], parameters[f"b{l}"] = W, b

    Parameters
    ----------
    layers_dims : sequence of int
        Number of units of each layer, input first, at least two. Anything with a
        length whose items ``0, 1, ...`` are integers.
    initializer : callable or sequence of callable, optional
        Returns the weights of a layer: one of this package, a
        ``functools.partial`` of one, or any function that is called as above. A
        sequence has one for each layer. :func:`normal`, :func:`truncated_normal`,
        :func:`uniform` and :func:`orthogonal` are called without axes.
    layout : {"out_in", "in_out"}, optional
        How the weights lie: "out_in" for networks that compute ``W @ x + b``,
        "in_out" for those that compute ``x @ W + b``.
    rng : {None, int, sequence of int, SeedSequence, BitGenerator, Generator, RandomState}, optional
        Where the numbers come from, as for :func:`normal`. What is no generator
        makes one once, so that no two layers get the same numbers. By default
        fresh entropy, whatever ``np.random.seed`` was told.
    dtype : {np.float64, np.float32}, optional
        Type of the numbers, float64 by default.

    Returns
    -------
    dict of str to ndarray
        ``"W1", "b1", ..., "WL", "bL"`` in this order, where ``L`` is
        ``len(layers_dims) - 1``: ``Wl`` of shape
        ``(layers_dims[l], layers_dims[l-1])`` and ``bl`` of shape
        ``(layers_dims[l], 1)``, or with the layout "in_out" ``Wl`` of shape
        ``(layers_dims[l-1], layers_dims[l])`` and ``bl`` of shape
        ``(layers_dims[l],)``. The biases are zeros.

    Raises
    ------
    TypeError
        For a `dtype` that is neither float64 nor float32, an `rng` from which
        NumPy makes no generator, an initializer that cannot be called, or a
        partial with an `rng` or a `dtype` of its own, which would have no effect.
    ValueError
        For fewer than two layers, a sequence of initializers of another length,
        or another `layout`.
    TypeError, ValueError, MemoryError
        Where an initializer or ``np.zeros`` raises it for one of the shapes.

    See Also
    --------
    he_normal, glorot_normal, lecun_normal, orthogonal

    Notes
    -----
    With initializers of this package, or partials that give them keywords, all
    layers are drawn in one run if they are of one distribution, and large networks
    use all CPUs. (:func:`orthogonal` draws layer by layer.) After an error, `rng` is
    as it was before the run, or where a callable of yours has left it.

    Examples
    --------
    >>> import numpy as np
    >>> from functools import partial
    >>> from paraminit import glorot_uniform, initialize_parameters, variance_scaling
    >>> initialize_parameters([3, 2, 1], rng=np.random.default_rng(3))["W1"]
    array([[ 1.66640348, -2.08669176,  0.34137628],
           [-0.46358194, -0.3695866 , -0.17603435]])
    >>> parameters = initialize_parameters([3, 2, 1], glorot_uniform, rng=3, dtype=np.float32)
    >>> parameters["b1"]
    array([[0.],
           [0.]], dtype=float32)
    >>> leaky = partial(variance_scaling, scale=2 / (1 + 0.2**2))
    >>> list(initialize_parameters([3, 2, 1], leaky, rng=3))
    ['W1', 'b1', 'W2', 'b2']
    >>> parameters = initialize_parameters([3, 2, 1], layout="in_out", rng=3)
    >>> parameters["W1"].shape, parameters["b1"].shape
    ((3, 2), (2,))
    """
    if extra or other:
        hint = "the sizes are one list, as in initialize_parameters([784, 256, 10])"
        refuse("initialize_parameters", ["initializer"], layers_dims, extra, other, hint)
    return _core.initialize_parameters(layers_dims, initializer, layout, rng, dtype, orthogonal)


show_own_arguments(initialize_parameters)
initialize_parameters.__module__ = "paraminit"  # where users, and pickle, find it
