"""The parameters of a network by any initializer: the signature alone, the work is the core's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import numpy.typing as npt

from paraminit import _core
from paraminit._core import he_normal

if TYPE_CHECKING:
    from paraminit._core import _Float32, _Float64, _LayersDims, _Rng


@overload
def initialize_parameters(  # type: ignore[overload-overlap]
    layers_dims: _LayersDims,
    initializer: Callable[..., npt.NDArray[Any]] = he_normal,
    *,
    rng: _Rng = None,
    dtype: _Float64 = np.float64,
) -> dict[str, npt.NDArray[np.float64]]: ...
@overload
def initialize_parameters(
    layers_dims: _LayersDims,
    initializer: Callable[..., npt.NDArray[Any]] = he_normal,
    *,
    rng: _Rng = None,
    dtype: _Float32,
) -> dict[str, npt.NDArray[np.float32]]: ...
def initialize_parameters(
    layers_dims: _LayersDims,
    initializer: Callable[..., npt.NDArray[Any]] = he_normal,
    *,
    rng: _Rng = None,
    dtype: _Float64 | _Float32 = np.float64,
) -> dict[str, npt.NDArray[np.float64]] | dict[str, npt.NDArray[np.float32]]:
    """Initialize the parameters of a fully connected network with any initializer.

    Parameters
    ----------
    layers_dims : sequence of int
        Number of units of each layer, input first. Anything with a length
        whose items ``0, 1, ...`` are integers.
    initializer : callable, optional
        Returns the weights of a layer, called as
        ``initializer(shape, rng=rng, dtype=dtype)``: one of this package, a
        ``functools.partial`` of one, or any function that takes these arguments.
    rng : {None, int, sequence of int, SeedSequence, BitGenerator, Generator, RandomState}, optional
        Where the numbers come from: a generator, or anything from which
        ``np.random.default_rng`` makes one, which happens once, so that no two
        layers get the same numbers. A ``RandomState``, or the module
        ``np.random``, which stands for the global one, draws by its legacy
        methods. By default a new generator with fresh entropy.
    dtype : {np.float64, np.float32}, optional
        Type of the numbers, float64 by default.

    Returns
    -------
    dict of str to ndarray
        ``"W1", "b1", ..., "WL", "bL"`` in this order, where ``L`` is
        ``len(layers_dims) - 1``: ``Wl`` of shape
        ``(layers_dims[l], layers_dims[l-1])``, and ``bl`` of shape
        ``(layers_dims[l], 1)``, zeros.

    Raises
    ------
    TypeError
        For a `dtype` that is neither float64 nor float32, an `rng` from which
        NumPy makes no generator, or an initializer that cannot be called.
    TypeError, ValueError, MemoryError
        Where the initializer or ``np.zeros`` raises it for one of the shapes. The
        state of `rng` is then as it was before the call.

    See Also
    --------
    he_normal, glorot_normal, lecun_normal, orthogonal

    Notes
    -----
    The parameters are, bit for bit and with the same state of `rng` afterwards,

    ::

        parameters = {}
        for l in range(1, len(layers_dims)):
            shape = layers_dims[l], layers_dims[l - 1]
            parameters[f"W{l}"] = initializer(shape, rng=rng, dtype=dtype)
            parameters[f"b{l}"] = np.zeros((layers_dims[l], 1), dtype)

    With an initializer of this package, or a ``functools.partial`` that gives it
    some keywords, all layers are drawn in one run, and large networks use all
    CPUs. (:func:`orthogonal` draws layer by layer.)

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
    """
    return _core.initialize_parameters(layers_dims, initializer, rng, dtype)


initialize_parameters.__module__ = "paraminit"  # where users, and pickle, find it
