# Made by `make stub` of tools/signatures.pyi and the docstrings of the built module.
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any, Literal, Protocol, SupportsFloat, SupportsIndex, TypeAlias, overload

import numpy as np
import numpy.typing as npt

__all__ = [
    "INITIALIZERS",
    "__version__",
    "checked_gain",
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
    "plan",
    "skip",
    "truncated_normal",
    "uniform",
    "variance_scaling",
]

class _LayersDims(Protocol):
    """Anything with a length whose items 0, 1, ... are integers."""

    def __len__(self) -> int: ...
    def __getitem__(self, layer: int, /) -> SupportsIndex: ...

_Shape: TypeAlias = SupportsIndex | Sequence[SupportsIndex]
_Axes: TypeAlias = SupportsIndex | Sequence[SupportsIndex]
_Interval: TypeAlias = SupportsFloat | tuple[SupportsFloat, SupportsFloat]
_Float64: TypeAlias = (
    type[np.float64] | type[float] | np.dtype[np.float64] | Literal["float64", "f8", "d", "double"]
)
_Float32: TypeAlias = (
    type[np.float32] | np.dtype[np.float32] | Literal["float32", "f4", "f", "single"]
)
_Rng: TypeAlias = (
    SupportsIndex
    | Sequence[int]
    | npt.NDArray[np.integer[Any]]
    | np.random.SeedSequence
    | np.random.BitGenerator
    | np.random.Generator
    | np.random.RandomState
    | ModuleType
    | None
)
_Mode: TypeAlias = Literal["fan_in", "fan_out", "fan_avg", "fan_geo_avg"]
_Distribution: TypeAlias = Literal["normal", "truncated_normal", "uniform"]
_Layout: TypeAlias = Literal["out_in", "in_out"]
_Initializer: TypeAlias = Callable[..., npt.NDArray[Any]]
_Array: TypeAlias = npt.NDArray[Any]

__version__: str
INITIALIZERS: dict[str, _Initializer]

def initialize_parameters_zeros(layers_dims: _LayersDims) -> dict[str, npt.NDArray[np.float64]]:
    """Initialize the parameters of a fully connected network with zeros.

    Bit for bit, and with the same state of NumPy's global stream afterwards (the
    one that ``np.random.seed`` seeds), they are ::

        parameters = {}
        for l in range(1, len(layers_dims)):
            n_in, n_out = layers_dims[l - 1], layers_dims[l]
            parameters[f"W{l}"] = np.zeros((n_out, n_in))
            parameters[f"b{l}"] = np.zeros((n_out, 1))

    Parameters
    ----------
    layers_dims : sequence of int
        Number of units of each layer, input first. Anything with a length
        whose items ``0, 1, ...`` are integers.

    Returns
    -------
    dict of str to ndarray
        ``"W1", "b1", ..., "WL", "bL"`` in this order, float64, where ``L`` is
        ``len(layers_dims) - 1``. The biases are zeros, the weights
        zeros.

    Raises
    ------
    TypeError, ValueError, MemoryError
        Where NumPy raises it for one of the shapes. The stream is then as it was
        before the call.

    See Also
    --------
    initialize_parameters : By any initializer, from any stream.

    Notes
    -----
    Nothing is drawn, and as with ``np.zeros`` memory is taken only when it is
    written to.

    All units of a layer that starts with zeros compute the same and learn
    the same. This initialization exists to show just that.

    Examples
    --------
    >>> import numpy as np
    >>> from paraminit import initialize_parameters_zeros
    >>> initialize_parameters_zeros([3, 2, 1])["W1"]
    array([[0., 0., 0.],
           [0., 0., 0.]])
    """

def initialize_parameters_random(
    layers_dims: _LayersDims,
) -> dict[str, npt.NDArray[np.float64]]:
    """Initialize the parameters of a fully connected network with small random weights.

    Bit for bit, and with the same state of NumPy's global stream afterwards (the
    one that ``np.random.seed`` seeds), they are ::

        parameters = {}
        for l in range(1, len(layers_dims)):
            n_in, n_out = layers_dims[l - 1], layers_dims[l]
            parameters[f"W{l}"] = np.random.randn(n_out, n_in) * 0.01
            parameters[f"b{l}"] = np.zeros((n_out, 1))

    Parameters
    ----------
    layers_dims : sequence of int
        Number of units of each layer, input first. Anything with a length
        whose items ``0, 1, ...`` are integers.

    Returns
    -------
    dict of str to ndarray
        ``"W1", "b1", ..., "WL", "bL"`` in this order, float64, where ``L`` is
        ``len(layers_dims) - 1``. The biases are zeros, the weights
        normal with mean 0 and standard deviation 0.01.

    Raises
    ------
    TypeError, ValueError, MemoryError
        Where NumPy raises it for one of the shapes. The stream is then as it was
        before the call.

    See Also
    --------
    initialize_parameters : By any initializer, from any stream.

    Notes
    -----
    With the same standard deviation whatever the number of units, signals vanish in
    a deep network. :func:`initialize_parameters_he` makes up for it.

    Examples
    --------
    >>> import numpy as np
    >>> from paraminit import initialize_parameters_random
    >>> np.random.seed(3)
    >>> initialize_parameters_random([3, 2, 1])["W1"]
    array([[ 0.01788628,  0.0043651 ,  0.00096497],
           [-0.01863493, -0.00277388, -0.00354759]])
    """

def initialize_parameters_he(layers_dims: _LayersDims) -> dict[str, npt.NDArray[np.float64]]:
    """Initialize the parameters of a fully connected network for rectifiers (He).

    Bit for bit, and with the same state of NumPy's global stream afterwards (the
    one that ``np.random.seed`` seeds), they are ::

        parameters = {}
        for l in range(1, len(layers_dims)):
            n_in, n_out = layers_dims[l - 1], layers_dims[l]
            parameters[f"W{l}"] = np.random.randn(n_out, n_in) * np.sqrt(2 / n_in)
            parameters[f"b{l}"] = np.zeros((n_out, 1))

    Parameters
    ----------
    layers_dims : sequence of int
        Number of units of each layer, input first. Anything with a length
        whose items ``0, 1, ...`` are integers.

    Returns
    -------
    dict of str to ndarray
        ``"W1", "b1", ..., "WL", "bL"`` in this order, float64, where ``L`` is
        ``len(layers_dims) - 1``. The biases are zeros, the weights
        normal with mean 0 and variance ``2 / n_in``.

    Raises
    ------
    TypeError, ValueError, MemoryError
        Where NumPy raises it for one of the shapes. The stream is then as it was
        before the call.
    ZeroDivisionError
        If a layer before the last has no units. (For a NumPy integer it is
        a RuntimeWarning, as in NumPy.)

    See Also
    --------
    initialize_parameters : By any initializer, from any stream.

    Notes
    -----
    A rectifier sets half of its inputs to zero and so halves the second
    moment of a signal. The factor 2 makes up for it: signals neither vanish
    nor explode with depth [1]_.

    References
    ----------
    .. [1] K. He, X. Zhang, S. Ren and J. Sun (2015), "Delving Deep into
       Rectifiers: Surpassing Human-Level Performance on ImageNet
       Classification", section 2.2, https://arxiv.org/abs/1502.01852

    Examples
    --------
    >>> import numpy as np
    >>> from paraminit import initialize_parameters_he
    >>> np.random.seed(3)
    >>> parameters = initialize_parameters_he([2, 4, 1])
    >>> parameters["W1"]
    array([[ 1.78862847,  0.43650985],
           [ 0.09649747, -1.8634927 ],
           [-0.2773882 , -0.35475898],
           [-0.08274148, -0.62700068]])
    >>> parameters["b2"]
    array([[0.]])
    """

def initialize_parameters_xavier(
    layers_dims: _LayersDims,
) -> dict[str, npt.NDArray[np.float64]]:
    """Initialize the parameters of a fully connected network for tanh (Xavier, Glorot).

    Bit for bit, and with the same state of NumPy's global stream afterwards (the
    one that ``np.random.seed`` seeds), they are ::

        parameters = {}
        for l in range(1, len(layers_dims)):
            n_in, n_out = layers_dims[l - 1], layers_dims[l]
            parameters[f"W{l}"] = np.random.randn(n_out, n_in) * np.sqrt(2 / (n_in + n_out))
            parameters[f"b{l}"] = np.zeros((n_out, 1))

    Parameters
    ----------
    layers_dims : sequence of int
        Number of units of each layer, input first. Anything with a length
        whose items ``0, 1, ...`` are integers.

    Returns
    -------
    dict of str to ndarray
        ``"W1", "b1", ..., "WL", "bL"`` in this order, float64, where ``L`` is
        ``len(layers_dims) - 1``. The biases are zeros, the weights
        normal with mean 0 and variance ``2 / (n_in + n_out)``.

    Raises
    ------
    TypeError, ValueError, MemoryError
        Where NumPy raises it for one of the shapes. The stream is then as it was
        before the call.
    ZeroDivisionError
        If two layers that follow each other have no units.

    See Also
    --------
    initialize_parameters : By any initializer, from any stream.

    Notes
    -----
    The variance is a compromise: ``1 / n_in`` would keep the variance of the
    signals that go forward through units that are linear around 0, and
    ``1 / n_out`` that of the gradients that come back [1]_.

    References
    ----------
    .. [1] X. Glorot and Y. Bengio (2010), "Understanding the difficulty of
       training deep feedforward neural networks", equation 12, Proceedings
       of Machine Learning Research 9, 249-256,
       https://proceedings.mlr.press/v9/glorot10a.html

    Examples
    --------
    >>> import numpy as np
    >>> from paraminit import initialize_parameters_xavier
    >>> np.random.seed(3)
    >>> initialize_parameters_xavier([3, 2, 1])["W1"]
    array([[ 1.13122797,  0.27607307,  0.06103036],
           [-1.17857627, -0.1754357 , -0.22436928]])
    """

def initialize_parameters(
    layers_dims: _LayersDims,
    initializer: _Initializer | Sequence[_Initializer],
    layout: str,
    rng: _Rng,
    dtype: npt.DTypeLike,
    orthogonal: _Initializer,
) -> dict[str, npt.NDArray[Any]]:
    """Initialize the parameters of a fully connected network with any initializer.

    What ``paraminit.initialize_parameters`` calls with all of its arguments, and with
    ``paraminit.orthogonal``.
    """

def skip(
    shape: _Shape,
    distribution: _Distribution = "normal",
    *,
    rng: np.random.Generator | np.random.RandomState | np.random.BitGenerator | ModuleType,
    dtype: npt.DTypeLike = ...,
) -> None:
    """Move a stream on as if an array were drawn, without the array.

    It is left where this call would leave it, the cached normal of a `RandomState` and a
    buffered half of a word included::

        normal(shape, rng=rng, dtype=dtype)  # or truncated_normal, or uniform

    Parameters
    ----------
    shape : int or tuple of int
        Shape of the array. It may be larger than any memory.
    distribution : {"normal", "truncated_normal", "uniform"}, optional
        What would be drawn. The schemes draw normal numbers, those that are called
        ``_uniform`` uniform ones.
    rng : {Generator, RandomState, BitGenerator}
        The stream, or the module ``np.random`` for the global one.
    dtype : {np.float64, np.float32}, optional
        Type of the numbers, float64 by default.

    Raises
    ------
    TypeError
        For a seed: what is made of it would be forgotten. For a `dtype` that is neither
        float64 nor float32.
    ValueError
        If the shape or the distribution is none. After any error, or Ctrl-C, `rng` is as
        it was before the call, unless its own methods had to draw.

    See Also
    --------
    normal, truncated_normal, uniform

    Notes
    -----
    Uniform numbers are passed over at once where the bit generator can jump (PCG64,
    PCG64DXSM, Philox). How many words normal numbers take depends on the words, so these
    are looked at, on all threads, which takes less time than drawing.

    Processes that share nothing can so draw one network: each skips the rows before its
    own, draws its own, and skips the rest.

    Examples
    --------
    >>> import numpy as np
    >>> from paraminit import normal, skip
    >>> rng = np.random.default_rng(3)
    >>> skip((1000, 784), rng=rng)
    >>> last_rows = normal((24, 784), rng=rng)
    >>> whole = normal((1024, 784), rng=np.random.default_rng(3))
    >>> np.array_equal(last_rows, whole[1000:])
    True
    """

def checked_gain(gain: SupportsFloat, dtype: npt.DTypeLike) -> float:
    """Check the gain of orthogonal weights of this type.

    What ``paraminit.orthogonal`` calls with its arguments.
    """

def plan(
    initializer: _Initializer, keywords: dict[str, Any], shape: _Shape, dtype: npt.DTypeLike
) -> tuple[str, float, float]:
    """Say what an initializer with these keywords draws: the distribution, and from where to where.

    What ``paraminit.dask`` calls for an array, once the initializer has accepted the arguments.
    """

@overload
def normal(  # type: ignore[overload-overlap]
    shape: _Shape,
    std: SupportsFloat = 1.0,
    *,
    rng: _Rng = None,
    dtype: _Float64 = ...,
    out: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.float64]: ...
@overload
def normal(
    shape: _Shape,
    std: SupportsFloat = 1.0,
    *,
    rng: _Rng = None,
    dtype: _Float32,
    out: npt.NDArray[np.float32] | None = None,
) -> npt.NDArray[np.float32]: ...
@overload
def normal(
    shape: _Shape,
    std: SupportsFloat = 1.0,
    *,
    rng: _Rng = None,
    dtype: npt.DTypeLike,
    out: npt.NDArray[Any] | None = None,
) -> npt.NDArray[Any]:
    """Draw normal numbers with mean 0.

    Bit for bit, and with the same state of `rng` afterwards, they are ::

        weights = rng.standard_normal(shape) * std

    Parameters
    ----------
    shape : int or tuple of int
        Shape of the array.
    std : float, optional
        Standard deviation.
    rng : {None, int, sequence of int, SeedSequence, BitGenerator, Generator, RandomState}, optional
        Where the numbers come from: a generator, or what ``np.random.default_rng``
        makes one of. A ``RandomState``, or the module ``np.random`` for the global
        stream, draws by its legacy methods. By default fresh entropy, whatever
        ``np.random.seed`` was told.
    dtype : {np.float64, np.float32}, optional
        Type of the numbers, float64 by default.
    out : ndarray, optional
        C-contiguous array of this shape and type, to be filled and returned.

    Returns
    -------
    ndarray
        `out` if given, else a new array of this shape and type,
        with variance ``std**2``.

    Raises
    ------
    TypeError
        For a `dtype` that is neither float64 nor float32, an `out` of another
        type, or an `rng` from which NumPy makes no generator.
    ValueError
        If `std` is negative or not finite, or `out` is not as described above.
        After any error, or Ctrl-C, `rng` is as it was before the call, unless its
        own methods had to draw.

    See Also
    --------
    truncated_normal, uniform, variance_scaling

    Notes
    -----
    For float32, a `Generator` draws float32 numbers::

        weights = rng.standard_normal(shape, dtype=np.float32) * np.float32(std)

    A `RandomState` draws only float64, so the result is rounded at the end, by
    ``.astype(np.float32)``.

    In float64, ``rng.normal(0, std, shape)`` has the same bits, but for the sign
    of a zero. Mind the order: the shape comes first, and there is no mean.
    ``normal(2, 3)`` is two numbers with the standard deviation 3, where
    ``np.random.randn(2, 3)`` is a matrix, and ``normal(0, 0.01)`` is an empty array.

    torch calls it ``normal_``, Keras ``RandomNormal`` (0.05 by default) and JAX
    ``normal`` (0.01).

    Examples
    --------
    >>> import numpy as np
    >>> from paraminit import normal
    >>> normal((2, 3), 0.01, rng=np.random.default_rng(3))
    array([[ 0.02040919, -0.02555665,  0.00418099],
           [-0.0056777 , -0.00452649, -0.00215597]])
    """

@overload
def uniform(  # type: ignore[overload-overlap]
    shape: _Shape,
    bound: _Interval = 1.0,
    *,
    rng: _Rng = None,
    dtype: _Float64 = ...,
    out: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.float64]: ...
@overload
def uniform(
    shape: _Shape,
    bound: _Interval = 1.0,
    *,
    rng: _Rng = None,
    dtype: _Float32,
    out: npt.NDArray[np.float32] | None = None,
) -> npt.NDArray[np.float32]: ...
@overload
def uniform(
    shape: _Shape,
    bound: _Interval = 1.0,
    *,
    rng: _Rng = None,
    dtype: npt.DTypeLike,
    out: npt.NDArray[Any] | None = None,
) -> npt.NDArray[Any]:
    """Draw uniform numbers, around 0 or between two bounds.

    Bit for bit, and with the same state of `rng` afterwards, they are ::

        low, high = bound if isinstance(bound, tuple) else (-bound, bound)
        weights = rng.uniform(low, high, shape)

    Parameters
    ----------
    shape : int or tuple of int
        Shape of the array.
    bound : float or (float, float), optional
        The numbers are from ``-bound`` to ``bound``, or from ``low`` to ``high``, if
        it is a pair ``(low, high)``.
    rng : {None, int, sequence of int, SeedSequence, BitGenerator, Generator, RandomState}, optional
        Where the numbers come from: a generator, or what ``np.random.default_rng``
        makes one of. A ``RandomState``, or the module ``np.random`` for the global
        stream, draws by its legacy methods. By default fresh entropy, whatever
        ``np.random.seed`` was told.
    dtype : {np.float64, np.float32}, optional
        Type of the numbers, float64 by default.
    out : ndarray, optional
        C-contiguous array of this shape and type, to be filled and returned.

    Returns
    -------
    ndarray
        `out` if given, else a new array of this shape and type,
        with variance ``bound**2 / 3``, or ``(high - low)**2 / 12``.

    Raises
    ------
    TypeError
        For a `dtype` that is neither float64 nor float32, an `out` of another
        type, or an `rng` from which NumPy makes no generator.
    OverflowError
        If ``high - low`` is not finite.
    ValueError
        If `bound` is negative or not finite, or a pair whose first number is the larger
        one, or `out` is not as described above.
        After any error, or Ctrl-C, `rng` is as it was before the call, unless its
        own methods had to draw.

    See Also
    --------
    normal, variance_scaling

    Notes
    -----
    For float32, a `Generator` draws float32 numbers::

        low, width = np.float32(low), np.float32(high - low)
        weights = low + width * rng.random(shape, dtype=np.float32)

    Because of rounding, either end of the range may be returned, as by ``rng.uniform``.

    A `RandomState` draws only float64, so the result is rounded at the end, by
    ``.astype(np.float32)``.

    ``uniform(shape, (0, 1), rng=rng)`` is ``rng.random(shape)``.

    torch's ``uniform_`` is from 0 to 1 by default, and JAX's ``uniform`` from 0 to
    its scale; Keras' ``RandomUniform`` is from -0.05 to 0.05.

    Examples
    --------
    >>> import numpy as np
    >>> from paraminit import uniform
    >>> uniform((2, 3), 0.5, rng=np.random.default_rng(3))
    array([[-0.41435083, -0.26318949,  0.30127447],
           [ 0.08216204, -0.40587136, -0.06687306]])
    """

@overload
def truncated_normal(  # type: ignore[overload-overlap]
    shape: _Shape,
    std: SupportsFloat = 1.0,
    *,
    rng: _Rng = None,
    dtype: _Float64 = ...,
    out: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.float64]: ...
@overload
def truncated_normal(
    shape: _Shape,
    std: SupportsFloat = 1.0,
    *,
    rng: _Rng = None,
    dtype: _Float32,
    out: npt.NDArray[np.float32] | None = None,
) -> npt.NDArray[np.float32]: ...
@overload
def truncated_normal(
    shape: _Shape,
    std: SupportsFloat = 1.0,
    *,
    rng: _Rng = None,
    dtype: npt.DTypeLike,
    out: npt.NDArray[Any] | None = None,
) -> npt.NDArray[Any]:
    """Draw normal numbers with mean 0, without those beyond two standard deviations.

    Bit for bit, and with the same state of `rng` afterwards, they are ::

        size = np.prod(shape, dtype=int)
        kept = np.empty(0)
        while len(kept) < size:
            drawn = rng.standard_normal(size - len(kept))
            kept = np.append(kept, drawn[np.abs(drawn) <= 2])
        weights = kept.reshape(shape) * std

    Parameters
    ----------
    shape : int or tuple of int
        Shape of the array.
    std : float, optional
        Standard deviation before the cut, which is at twice this number.
    rng : {None, int, sequence of int, SeedSequence, BitGenerator, Generator, RandomState}, optional
        Where the numbers come from: a generator, or what ``np.random.default_rng``
        makes one of. A ``RandomState``, or the module ``np.random`` for the global
        stream, draws by its legacy methods. By default fresh entropy, whatever
        ``np.random.seed`` was told.
    dtype : {np.float64, np.float32}, optional
        Type of the numbers, float64 by default.
    out : ndarray, optional
        C-contiguous array of this shape and type, to be filled and returned.

    Returns
    -------
    ndarray
        `out` if given, else a new array of this shape and type,
        from ``-2 * std`` to ``2 * std``, with variance ``0.7737 * std**2``.

    Raises
    ------
    TypeError
        For a `dtype` that is neither float64 nor float32, an `out` of another
        type, or an `rng` from which NumPy makes no generator.
    ValueError
        If `std` is negative or not finite, or `out` is not as described above.
        After any error, or Ctrl-C, `rng` is as it was before the call, unless its
        own methods had to draw.

    See Also
    --------
    normal, variance_scaling

    Notes
    -----
    For float32, a `Generator` draws float32 numbers::

        kept = np.empty(0, dtype=np.float32)
        while len(kept) < size:
            drawn = rng.standard_normal(size - len(kept), dtype=np.float32)
            kept = np.append(kept, drawn[np.abs(drawn) <= 2])
        weights = kept.reshape(shape) * np.float32(std)

    A `RandomState` draws only float64, so the result is rounded at the end, by
    ``.astype(np.float32)``.

    The cut leaves out 4.6 % of the numbers. What remains has a standard deviation of
    ``0.8796 * std``. :func:`variance_scaling` makes up for it; this function
    does not.

    Keras calls it ``TruncatedNormal`` and JAX ``truncated_normal``, with the same
    meaning of `std`. torch's ``trunc_normal_`` cuts at -2 and 2 whatever the
    `std`, unless told otherwise.

    Examples
    --------
    >>> import numpy as np
    >>> from paraminit import truncated_normal
    >>> truncated_normal((2, 3), 0.01, rng=np.random.default_rng(3))
    array([[ 0.00418099, -0.0056777 , -0.00452649],
           [-0.00215597, -0.00231932, -0.00865213]])
    """

@overload
def variance_scaling(  # type: ignore[overload-overlap]
    shape: _Shape,
    scale: SupportsFloat = 1.0,
    mode: _Mode = "fan_in",
    distribution: _Distribution = "normal",
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: _Float64 = ...,
    out: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.float64]: ...
@overload
def variance_scaling(
    shape: _Shape,
    scale: SupportsFloat = 1.0,
    mode: _Mode = "fan_in",
    distribution: _Distribution = "normal",
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: _Float32,
    out: npt.NDArray[np.float32] | None = None,
) -> npt.NDArray[np.float32]: ...
@overload
def variance_scaling(
    shape: _Shape,
    scale: SupportsFloat = 1.0,
    mode: _Mode = "fan_in",
    distribution: _Distribution = "normal",
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: npt.DTypeLike,
    out: npt.NDArray[Any] | None = None,
) -> npt.NDArray[Any]:
    r"""Draw weights whose variance is a number divided by a fan of the layer.

    Bit for bit, and with the same state of `rng` afterwards, they are ::

        fan_in = np.prod(shape) // shape[out_axis]
        fan_out = np.prod(shape) // shape[in_axis]
        fan = {
            "fan_in": fan_in,
            "fan_out": fan_out,
            "fan_avg": (fan_in + fan_out) / 2,
            "fan_geo_avg": np.sqrt(fan_in * fan_out),
        }[mode]
        if distribution == "normal":
            weights = normal(shape, np.sqrt(scale / fan), rng=rng, dtype=dtype)
        elif distribution == "uniform":
            weights = uniform(shape, np.sqrt(3 * scale / fan), rng=rng, dtype=dtype)
        else:
            std = np.sqrt(scale / fan) / 0.87962566103423978
            weights = truncated_normal(shape, std, rng=rng, dtype=dtype)

    Parameters
    ----------
    shape : tuple of int
        Shape of the weights, of two axes or more. Three numbers are a kernel of
        three axes; :func:`initialize_parameters` takes the sizes of layers.
    scale : float, optional
        What is divided by the fan to give the variance.
    mode : {"fan_in", "fan_out", "fan_avg", "fan_geo_avg"}, optional
        The fan by which it is divided: the fan-in, the fan-out, the mean of both, or
        the root of their product.
    distribution : {"normal", "truncated_normal", "uniform"}, optional
        Which numbers are drawn; truncated normals are cut at two standard
        deviations.
    in_axis, out_axis : int or tuple of int, optional
        The axes of inputs and of outputs; negative ones count from the end. By
        default those of weights (out, in) and kernels (out, in, height, width), as
        in torch. For weights (in, out) they are ``in_axis=0, out_axis=1``, for Keras'
        and JAX's kernels (height, width, in, out) ``in_axis=-2, out_axis=-1``.
    batch_axis : int or tuple of int, optional
        Axes that only count copies of a layer: they are in neither fan.
    rng : {None, int, sequence of int, SeedSequence, BitGenerator, Generator, RandomState}, optional
        Where the numbers come from: a generator, or what ``np.random.default_rng``
        makes one of. A ``RandomState``, or the module ``np.random`` for the global
        stream, draws by its legacy methods. By default fresh entropy, whatever
        ``np.random.seed`` was told.
    dtype : {np.float64, np.float32}, optional
        Type of the numbers, float64 by default.
    out : ndarray, optional
        C-contiguous array of this shape and type, to be filled and returned.

    Returns
    -------
    ndarray
        `out` if given, else a new array of this shape and type,
        with mean 0 and variance ``scale / fan``.

    Raises
    ------
    TypeError
        For a `dtype` that is neither float64 nor float32, an `out` of another
        type, or an `rng` from which NumPy makes no generator.
    numpy.exceptions.AxisError
        If the shape has no such axis; it is a ValueError, too.
    ValueError
        If the shape has fewer than two axes (biases have no fans; use zeros), an axis
        is named twice, `scale` is negative or not finite, there is no
        such `mode` or `distribution`, or `out` is not as described above.
        After any error, or Ctrl-C, `rng` is as it was before the call, unless its
        own methods had to draw.

    See Also
    --------
    he_normal, glorot_uniform, lecun_normal, normal, truncated_normal, uniform

    Notes
    -----
    Truncated normals get the standard deviation :math:`\sqrt{s / n} / 0.8796` before
    the cut, so that it is :math:`\sqrt{s / n}` after it, with the fan :math:`n` and the
    scale :math:`s`.

    Keras has it as ``VarianceScaling`` and JAX as ``variance_scaling``. There
    "truncated_normal" is the same, Keras' "normal" means that too, and its
    "untruncated_normal" is "normal" here and in JAX. torch has no function of this
    kind. What its ``Linear`` and ``Conv2d`` start with, ``kaiming_uniform_`` with
    ``a=sqrt(5)``, is ``variance_scaling(shape, 1 / 3, distribution="uniform")``.

    The fan-in is the size of `in_axis` times the sizes of all axes that are neither
    `in_axis`, `out_axis` nor `batch_axis`; the fan-out likewise. (With several axes,
    the product of their sizes, as in JAX.) For a grouped convolution they follow
    from the shape of its weights, as in torch, so the fan-out is that of all
    groups.

    Examples
    --------
    >>> import numpy as np
    >>> from paraminit import variance_scaling
    >>> rng = np.random.default_rng(3)
    >>> variance_scaling((2, 4), 1 / 3, distribution="uniform", rng=rng)
    array([[-0.41435083, -0.26318949,  0.30127447,  0.08216204],
           [-0.40587136, -0.06687306, -0.0209487 , -0.34026109]])
    """

@overload
def he_normal(  # type: ignore[overload-overlap]
    shape: _Shape,
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: _Float64 = ...,
    out: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.float64]: ...
@overload
def he_normal(
    shape: _Shape,
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: _Float32,
    out: npt.NDArray[np.float32] | None = None,
) -> npt.NDArray[np.float32]: ...
@overload
def he_normal(
    shape: _Shape,
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: npt.DTypeLike,
    out: npt.NDArray[Any] | None = None,
) -> npt.NDArray[Any]:
    """Draw normal weights for rectifiers (He).

    Bit for bit, and with the same state of `rng` afterwards, they are ::

        fan_in = np.prod(shape) // shape[out_axis]
        std = np.sqrt(2 / fan_in)
        weights = rng.standard_normal(shape) * std

    Parameters
    ----------
    shape : tuple of int
        Shape of the weights, of two axes or more. Three numbers are a kernel of
        three axes; :func:`initialize_parameters` takes the sizes of layers.
    in_axis, out_axis : int or tuple of int, optional
        The axes of inputs and of outputs; negative ones count from the end. By
        default those of weights (out, in) and kernels (out, in, height, width), as
        in torch. For weights (in, out) they are ``in_axis=0, out_axis=1``, for Keras'
        and JAX's kernels (height, width, in, out) ``in_axis=-2, out_axis=-1``.
    batch_axis : int or tuple of int, optional
        Axes that only count copies of a layer: they are in neither fan.
    rng : {None, int, sequence of int, SeedSequence, BitGenerator, Generator, RandomState}, optional
        Where the numbers come from: a generator, or what ``np.random.default_rng``
        makes one of. A ``RandomState``, or the module ``np.random`` for the global
        stream, draws by its legacy methods. By default fresh entropy, whatever
        ``np.random.seed`` was told.
    dtype : {np.float64, np.float32}, optional
        Type of the numbers, float64 by default.
    out : ndarray, optional
        C-contiguous array of this shape and type, to be filled and returned.

    Returns
    -------
    ndarray
        `out` if given, else a new array of this shape and type,
        with mean 0 and variance ``2 / fan_in``.

    Raises
    ------
    TypeError
        For a `dtype` that is neither float64 nor float32, an `out` of another
        type, or an `rng` from which NumPy makes no generator.
    numpy.exceptions.AxisError
        If the shape has no such axis; it is a ValueError, too.
    ValueError
        If the shape has fewer than two axes (biases have no fans; use zeros), an axis
        is named twice, or `out` is not as described above.
        After any error, or Ctrl-C, `rng` is as it was before the call, unless its
        own methods had to draw.

    See Also
    --------
    he_uniform, variance_scaling, initialize_parameters

    Notes
    -----
    For float32, a `Generator` draws float32 numbers::

        weights = rng.standard_normal(shape, dtype=np.float32) * np.float32(std)

    A `RandomState` draws only float64, so the result is rounded at the end, by
    ``.astype(np.float32)``.

    A rectifier sets half of its inputs to zero and so halves the second moment
    of a signal. The factor 2 makes up for it: signals neither vanish nor explode
    with depth [1]_. This suits ReLU and similar activations: leaky ReLU,
    GELU and SiLU.

    torch calls it ``kaiming_normal_``. Keras' ``HeNormal`` and JAX's ``he_normal``
    have this variance but are cut at two standard deviations: they are
    ``variance_scaling(shape, 2, distribution="truncated_normal")``.

    The fan-in is the size of `in_axis` times the sizes of all axes that are neither
    `in_axis`, `out_axis` nor `batch_axis`; the fan-out likewise. (With several axes,
    the product of their sizes, as in JAX.) For a grouped convolution they follow
    from the shape of its weights, as in torch, so the fan-out is that of all
    groups.

    References
    ----------
    .. [1] K. He, X. Zhang, S. Ren and J. Sun (2015), "Delving Deep into
       Rectifiers: Surpassing Human-Level Performance on ImageNet
       Classification", section 2.2, https://arxiv.org/abs/1502.01852

    Examples
    --------
    >>> import numpy as np
    >>> from paraminit import he_normal
    >>> he_normal((2, 3), rng=np.random.default_rng(3))
    array([[ 1.66640348, -2.08669176,  0.34137628],
           [-0.46358194, -0.3695866 , -0.17603435]])
    """

@overload
def he_uniform(  # type: ignore[overload-overlap]
    shape: _Shape,
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: _Float64 = ...,
    out: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.float64]: ...
@overload
def he_uniform(
    shape: _Shape,
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: _Float32,
    out: npt.NDArray[np.float32] | None = None,
) -> npt.NDArray[np.float32]: ...
@overload
def he_uniform(
    shape: _Shape,
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: npt.DTypeLike,
    out: npt.NDArray[Any] | None = None,
) -> npt.NDArray[Any]:
    r"""Draw uniform weights for rectifiers (He).

    Bit for bit, and with the same state of `rng` afterwards, they are ::

        fan_in = np.prod(shape) // shape[out_axis]
        bound = np.sqrt(6 / fan_in)
        weights = rng.uniform(-bound, bound, shape)

    Parameters
    ----------
    shape : tuple of int
        Shape of the weights, of two axes or more. Three numbers are a kernel of
        three axes; :func:`initialize_parameters` takes the sizes of layers.
    in_axis, out_axis : int or tuple of int, optional
        The axes of inputs and of outputs; negative ones count from the end. By
        default those of weights (out, in) and kernels (out, in, height, width), as
        in torch. For weights (in, out) they are ``in_axis=0, out_axis=1``, for Keras'
        and JAX's kernels (height, width, in, out) ``in_axis=-2, out_axis=-1``.
    batch_axis : int or tuple of int, optional
        Axes that only count copies of a layer: they are in neither fan.
    rng : {None, int, sequence of int, SeedSequence, BitGenerator, Generator, RandomState}, optional
        Where the numbers come from: a generator, or what ``np.random.default_rng``
        makes one of. A ``RandomState``, or the module ``np.random`` for the global
        stream, draws by its legacy methods. By default fresh entropy, whatever
        ``np.random.seed`` was told.
    dtype : {np.float64, np.float32}, optional
        Type of the numbers, float64 by default.
    out : ndarray, optional
        C-contiguous array of this shape and type, to be filled and returned.

    Returns
    -------
    ndarray
        `out` if given, else a new array of this shape and type,
        with mean 0 and variance ``2 / fan_in``.

    Raises
    ------
    TypeError
        For a `dtype` that is neither float64 nor float32, an `out` of another
        type, or an `rng` from which NumPy makes no generator.
    numpy.exceptions.AxisError
        If the shape has no such axis; it is a ValueError, too.
    ValueError
        If the shape has fewer than two axes (biases have no fans; use zeros), an axis
        is named twice, or `out` is not as described above.
        After any error, or Ctrl-C, `rng` is as it was before the call, unless its
        own methods had to draw.

    See Also
    --------
    he_normal, variance_scaling, initialize_parameters

    Notes
    -----
    For float32, a `Generator` draws float32 numbers::

        low, width = np.float32(-bound), np.float32(2 * bound)
        weights = low + width * rng.random(shape, dtype=np.float32)

    Because of rounding, either end of the range may be returned, as by ``rng.uniform``.

    A `RandomState` draws only float64, so the result is rounded at the end, by
    ``.astype(np.float32)``.

    A rectifier sets half of its inputs to zero and so halves the second moment
    of a signal. The factor 2 makes up for it: signals neither vanish nor explode
    with depth [1]_. This suits ReLU and similar activations: leaky ReLU,
    GELU and SiLU.

    torch calls it ``kaiming_uniform_``, Keras ``HeUniform`` and JAX ``he_uniform``.
    But torch's ``Linear`` and ``Conv2d`` call theirs with ``a=sqrt(5)``, which makes
    the bound :math:`\sqrt{1 / n}`: that is
    ``variance_scaling(shape, 1 / 3, distribution="uniform")``.

    The fan-in is the size of `in_axis` times the sizes of all axes that are neither
    `in_axis`, `out_axis` nor `batch_axis`; the fan-out likewise. (With several axes,
    the product of their sizes, as in JAX.) For a grouped convolution they follow
    from the shape of its weights, as in torch, so the fan-out is that of all
    groups.

    References
    ----------
    .. [1] K. He, X. Zhang, S. Ren and J. Sun (2015), "Delving Deep into
       Rectifiers: Surpassing Human-Level Performance on ImageNet
       Classification", section 2.2, https://arxiv.org/abs/1502.01852

    Examples
    --------
    >>> import numpy as np
    >>> from paraminit import he_uniform
    >>> he_uniform((2, 3), rng=np.random.default_rng(3))
    array([[-1.17196113, -0.7444123 ,  0.85213287],
           [ 0.23238933, -1.14797756, -0.18914558]])
    """

@overload
def glorot_normal(  # type: ignore[overload-overlap]
    shape: _Shape,
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: _Float64 = ...,
    out: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.float64]: ...
@overload
def glorot_normal(
    shape: _Shape,
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: _Float32,
    out: npt.NDArray[np.float32] | None = None,
) -> npt.NDArray[np.float32]: ...
@overload
def glorot_normal(
    shape: _Shape,
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: npt.DTypeLike,
    out: npt.NDArray[Any] | None = None,
) -> npt.NDArray[Any]:
    """Draw normal weights for tanh (Glorot, Xavier).

    Bit for bit, and with the same state of `rng` afterwards, they are ::

        fan_in = np.prod(shape) // shape[out_axis]
        fan_out = np.prod(shape) // shape[in_axis]
        fan_avg = (fan_in + fan_out) / 2
        std = np.sqrt(1 / fan_avg)
        weights = rng.standard_normal(shape) * std

    Parameters
    ----------
    shape : tuple of int
        Shape of the weights, of two axes or more. Three numbers are a kernel of
        three axes; :func:`initialize_parameters` takes the sizes of layers.
    in_axis, out_axis : int or tuple of int, optional
        The axes of inputs and of outputs; negative ones count from the end. By
        default those of weights (out, in) and kernels (out, in, height, width), as
        in torch. For weights (in, out) they are ``in_axis=0, out_axis=1``, for Keras'
        and JAX's kernels (height, width, in, out) ``in_axis=-2, out_axis=-1``.
    batch_axis : int or tuple of int, optional
        Axes that only count copies of a layer: they are in neither fan.
    rng : {None, int, sequence of int, SeedSequence, BitGenerator, Generator, RandomState}, optional
        Where the numbers come from: a generator, or what ``np.random.default_rng``
        makes one of. A ``RandomState``, or the module ``np.random`` for the global
        stream, draws by its legacy methods. By default fresh entropy, whatever
        ``np.random.seed`` was told.
    dtype : {np.float64, np.float32}, optional
        Type of the numbers, float64 by default.
    out : ndarray, optional
        C-contiguous array of this shape and type, to be filled and returned.

    Returns
    -------
    ndarray
        `out` if given, else a new array of this shape and type,
        with mean 0 and variance ``2 / (fan_in + fan_out)``.

    Raises
    ------
    TypeError
        For a `dtype` that is neither float64 nor float32, an `out` of another
        type, or an `rng` from which NumPy makes no generator.
    numpy.exceptions.AxisError
        If the shape has no such axis; it is a ValueError, too.
    ValueError
        If the shape has fewer than two axes (biases have no fans; use zeros), an axis
        is named twice, or `out` is not as described above.
        After any error, or Ctrl-C, `rng` is as it was before the call, unless its
        own methods had to draw.

    See Also
    --------
    glorot_uniform, variance_scaling, initialize_parameters

    Notes
    -----
    For float32, a `Generator` draws float32 numbers::

        weights = rng.standard_normal(shape, dtype=np.float32) * np.float32(std)

    A `RandomState` draws only float64, so the result is rounded at the end, by
    ``.astype(np.float32)``.

    The variance is a compromise: one over the fan-in would keep the variance of
    the signals that go forward through units that are linear around 0, and one
    over the fan-out that of the gradients that come back [1]_. This suits tanh, and
    the softmax of a last layer.

    torch calls it ``xavier_normal_``. Keras' ``GlorotNormal`` and JAX's
    ``glorot_normal`` have this variance but are cut at two standard deviations:
    they are
    ``variance_scaling(shape, 1, "fan_avg", distribution="truncated_normal")``.

    The fan-in is the size of `in_axis` times the sizes of all axes that are neither
    `in_axis`, `out_axis` nor `batch_axis`; the fan-out likewise. (With several axes,
    the product of their sizes, as in JAX.) For a grouped convolution they follow
    from the shape of its weights, as in torch, so the fan-out is that of all
    groups.

    References
    ----------
    .. [1] X. Glorot and Y. Bengio (2010), "Understanding the difficulty of
       training deep feedforward neural networks", section 4.2, Proceedings of
       Machine Learning Research 9, 249-256,
       https://proceedings.mlr.press/v9/glorot10a.html

    Examples
    --------
    >>> import numpy as np
    >>> from paraminit import glorot_normal
    >>> glorot_normal((2, 3), rng=np.random.default_rng(3))
    array([[ 1.29079059, -1.61634449,  0.26442893],
           [-0.35908903, -0.28628055, -0.13635562]])
    """

@overload
def glorot_uniform(  # type: ignore[overload-overlap]
    shape: _Shape,
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: _Float64 = ...,
    out: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.float64]: ...
@overload
def glorot_uniform(
    shape: _Shape,
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: _Float32,
    out: npt.NDArray[np.float32] | None = None,
) -> npt.NDArray[np.float32]: ...
@overload
def glorot_uniform(
    shape: _Shape,
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: npt.DTypeLike,
    out: npt.NDArray[Any] | None = None,
) -> npt.NDArray[Any]:
    """Draw uniform weights for tanh (Glorot, Xavier).

    Bit for bit, and with the same state of `rng` afterwards, they are ::

        fan_in = np.prod(shape) // shape[out_axis]
        fan_out = np.prod(shape) // shape[in_axis]
        fan_avg = (fan_in + fan_out) / 2
        bound = np.sqrt(3 / fan_avg)
        weights = rng.uniform(-bound, bound, shape)

    Parameters
    ----------
    shape : tuple of int
        Shape of the weights, of two axes or more. Three numbers are a kernel of
        three axes; :func:`initialize_parameters` takes the sizes of layers.
    in_axis, out_axis : int or tuple of int, optional
        The axes of inputs and of outputs; negative ones count from the end. By
        default those of weights (out, in) and kernels (out, in, height, width), as
        in torch. For weights (in, out) they are ``in_axis=0, out_axis=1``, for Keras'
        and JAX's kernels (height, width, in, out) ``in_axis=-2, out_axis=-1``.
    batch_axis : int or tuple of int, optional
        Axes that only count copies of a layer: they are in neither fan.
    rng : {None, int, sequence of int, SeedSequence, BitGenerator, Generator, RandomState}, optional
        Where the numbers come from: a generator, or what ``np.random.default_rng``
        makes one of. A ``RandomState``, or the module ``np.random`` for the global
        stream, draws by its legacy methods. By default fresh entropy, whatever
        ``np.random.seed`` was told.
    dtype : {np.float64, np.float32}, optional
        Type of the numbers, float64 by default.
    out : ndarray, optional
        C-contiguous array of this shape and type, to be filled and returned.

    Returns
    -------
    ndarray
        `out` if given, else a new array of this shape and type,
        with mean 0 and variance ``2 / (fan_in + fan_out)``.

    Raises
    ------
    TypeError
        For a `dtype` that is neither float64 nor float32, an `out` of another
        type, or an `rng` from which NumPy makes no generator.
    numpy.exceptions.AxisError
        If the shape has no such axis; it is a ValueError, too.
    ValueError
        If the shape has fewer than two axes (biases have no fans; use zeros), an axis
        is named twice, or `out` is not as described above.
        After any error, or Ctrl-C, `rng` is as it was before the call, unless its
        own methods had to draw.

    See Also
    --------
    glorot_normal, variance_scaling, initialize_parameters

    Notes
    -----
    For float32, a `Generator` draws float32 numbers::

        low, width = np.float32(-bound), np.float32(2 * bound)
        weights = low + width * rng.random(shape, dtype=np.float32)

    Because of rounding, either end of the range may be returned, as by ``rng.uniform``.

    A `RandomState` draws only float64, so the result is rounded at the end, by
    ``.astype(np.float32)``.

    The variance is a compromise: one over the fan-in would keep the variance of
    the signals that go forward through units that are linear around 0, and one
    over the fan-out that of the gradients that come back [1]_. This suits tanh, and
    the softmax of a last layer.

    torch calls it ``xavier_uniform_``, JAX ``glorot_uniform`` and Keras
    ``GlorotUniform``, the default of its layers.

    The fan-in is the size of `in_axis` times the sizes of all axes that are neither
    `in_axis`, `out_axis` nor `batch_axis`; the fan-out likewise. (With several axes,
    the product of their sizes, as in JAX.) For a grouped convolution they follow
    from the shape of its weights, as in torch, so the fan-out is that of all
    groups.

    References
    ----------
    .. [1] X. Glorot and Y. Bengio (2010), "Understanding the difficulty of
       training deep feedforward neural networks", section 4.2, Proceedings of
       Machine Learning Research 9, 249-256,
       https://proceedings.mlr.press/v9/glorot10a.html

    Examples
    --------
    >>> import numpy as np
    >>> from paraminit import glorot_uniform
    >>> glorot_uniform((2, 3), rng=np.random.default_rng(3))
    array([[-0.90779719, -0.57661929,  0.66005928],
           [ 0.180008  , -0.88921959, -0.14651153]])
    """

@overload
def lecun_normal(  # type: ignore[overload-overlap]
    shape: _Shape,
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: _Float64 = ...,
    out: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.float64]: ...
@overload
def lecun_normal(
    shape: _Shape,
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: _Float32,
    out: npt.NDArray[np.float32] | None = None,
) -> npt.NDArray[np.float32]: ...
@overload
def lecun_normal(
    shape: _Shape,
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: npt.DTypeLike,
    out: npt.NDArray[Any] | None = None,
) -> npt.NDArray[Any]:
    """Draw normal weights for SELU and linear units (LeCun).

    Bit for bit, and with the same state of `rng` afterwards, they are ::

        fan_in = np.prod(shape) // shape[out_axis]
        std = np.sqrt(1 / fan_in)
        weights = rng.standard_normal(shape) * std

    Parameters
    ----------
    shape : tuple of int
        Shape of the weights, of two axes or more. Three numbers are a kernel of
        three axes; :func:`initialize_parameters` takes the sizes of layers.
    in_axis, out_axis : int or tuple of int, optional
        The axes of inputs and of outputs; negative ones count from the end. By
        default those of weights (out, in) and kernels (out, in, height, width), as
        in torch. For weights (in, out) they are ``in_axis=0, out_axis=1``, for Keras'
        and JAX's kernels (height, width, in, out) ``in_axis=-2, out_axis=-1``.
    batch_axis : int or tuple of int, optional
        Axes that only count copies of a layer: they are in neither fan.
    rng : {None, int, sequence of int, SeedSequence, BitGenerator, Generator, RandomState}, optional
        Where the numbers come from: a generator, or what ``np.random.default_rng``
        makes one of. A ``RandomState``, or the module ``np.random`` for the global
        stream, draws by its legacy methods. By default fresh entropy, whatever
        ``np.random.seed`` was told.
    dtype : {np.float64, np.float32}, optional
        Type of the numbers, float64 by default.
    out : ndarray, optional
        C-contiguous array of this shape and type, to be filled and returned.

    Returns
    -------
    ndarray
        `out` if given, else a new array of this shape and type,
        with mean 0 and variance ``1 / fan_in``.

    Raises
    ------
    TypeError
        For a `dtype` that is neither float64 nor float32, an `out` of another
        type, or an `rng` from which NumPy makes no generator.
    numpy.exceptions.AxisError
        If the shape has no such axis; it is a ValueError, too.
    ValueError
        If the shape has fewer than two axes (biases have no fans; use zeros), an axis
        is named twice, or `out` is not as described above.
        After any error, or Ctrl-C, `rng` is as it was before the call, unless its
        own methods had to draw.

    See Also
    --------
    lecun_uniform, variance_scaling, initialize_parameters

    Notes
    -----
    For float32, a `Generator` draws float32 numbers::

        weights = rng.standard_normal(shape, dtype=np.float32) * np.float32(std)

    A `RandomState` draws only float64, so the result is rounded at the end, by
    ``.astype(np.float32)``.

    This keeps the variance of the signals that go forward through units that are
    linear around 0 [1]_. It suits linear units, and SELU, whose paper asks for it.

    torch has it as ``kaiming_normal_(nonlinearity="linear")``; its gain for SELU
    is 3/4 instead of 1. Keras' ``LecunNormal`` and JAX's ``lecun_normal`` have this
    variance but are cut at two standard deviations: they are
    ``variance_scaling(shape, 1, distribution="truncated_normal")``.

    The fan-in is the size of `in_axis` times the sizes of all axes that are neither
    `in_axis`, `out_axis` nor `batch_axis`; the fan-out likewise. (With several axes,
    the product of their sizes, as in JAX.) For a grouped convolution they follow
    from the shape of its weights, as in torch, so the fan-out is that of all
    groups.

    References
    ----------
    .. [1] Y. LeCun, L. Bottou, G. B. Orr and K.-R. Müller (1998), "Efficient
       BackProp", section 4.6, Neural Networks: Tricks of the Trade,
       https://doi.org/10.1007/3-540-49430-8_2

    Examples
    --------
    >>> import numpy as np
    >>> from paraminit import lecun_normal
    >>> lecun_normal((2, 3), rng=np.random.default_rng(3))
    array([[ 1.1783252 , -1.47551389,  0.24138948],
           [-0.32780193, -0.26133719, -0.12447508]])
    """

@overload
def lecun_uniform(  # type: ignore[overload-overlap]
    shape: _Shape,
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: _Float64 = ...,
    out: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.float64]: ...
@overload
def lecun_uniform(
    shape: _Shape,
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: _Float32,
    out: npt.NDArray[np.float32] | None = None,
) -> npt.NDArray[np.float32]: ...
@overload
def lecun_uniform(
    shape: _Shape,
    *,
    in_axis: _Axes = 1,
    out_axis: _Axes = 0,
    batch_axis: _Axes = (),
    rng: _Rng = None,
    dtype: npt.DTypeLike,
    out: npt.NDArray[Any] | None = None,
) -> npt.NDArray[Any]:
    """Draw uniform weights for SELU and linear units (LeCun).

    Bit for bit, and with the same state of `rng` afterwards, they are ::

        fan_in = np.prod(shape) // shape[out_axis]
        bound = np.sqrt(3 / fan_in)
        weights = rng.uniform(-bound, bound, shape)

    Parameters
    ----------
    shape : tuple of int
        Shape of the weights, of two axes or more. Three numbers are a kernel of
        three axes; :func:`initialize_parameters` takes the sizes of layers.
    in_axis, out_axis : int or tuple of int, optional
        The axes of inputs and of outputs; negative ones count from the end. By
        default those of weights (out, in) and kernels (out, in, height, width), as
        in torch. For weights (in, out) they are ``in_axis=0, out_axis=1``, for Keras'
        and JAX's kernels (height, width, in, out) ``in_axis=-2, out_axis=-1``.
    batch_axis : int or tuple of int, optional
        Axes that only count copies of a layer: they are in neither fan.
    rng : {None, int, sequence of int, SeedSequence, BitGenerator, Generator, RandomState}, optional
        Where the numbers come from: a generator, or what ``np.random.default_rng``
        makes one of. A ``RandomState``, or the module ``np.random`` for the global
        stream, draws by its legacy methods. By default fresh entropy, whatever
        ``np.random.seed`` was told.
    dtype : {np.float64, np.float32}, optional
        Type of the numbers, float64 by default.
    out : ndarray, optional
        C-contiguous array of this shape and type, to be filled and returned.

    Returns
    -------
    ndarray
        `out` if given, else a new array of this shape and type,
        with mean 0 and variance ``1 / fan_in``.

    Raises
    ------
    TypeError
        For a `dtype` that is neither float64 nor float32, an `out` of another
        type, or an `rng` from which NumPy makes no generator.
    numpy.exceptions.AxisError
        If the shape has no such axis; it is a ValueError, too.
    ValueError
        If the shape has fewer than two axes (biases have no fans; use zeros), an axis
        is named twice, or `out` is not as described above.
        After any error, or Ctrl-C, `rng` is as it was before the call, unless its
        own methods had to draw.

    See Also
    --------
    lecun_normal, variance_scaling, initialize_parameters

    Notes
    -----
    For float32, a `Generator` draws float32 numbers::

        low, width = np.float32(-bound), np.float32(2 * bound)
        weights = low + width * rng.random(shape, dtype=np.float32)

    Because of rounding, either end of the range may be returned, as by ``rng.uniform``.

    A `RandomState` draws only float64, so the result is rounded at the end, by
    ``.astype(np.float32)``.

    This keeps the variance of the signals that go forward through units that are
    linear around 0 [1]_. It suits linear units, and SELU, whose paper asks for it.

    torch has it as ``kaiming_uniform_(nonlinearity="linear")``, Keras as
    ``LecunUniform`` and JAX as ``lecun_uniform``.

    The fan-in is the size of `in_axis` times the sizes of all axes that are neither
    `in_axis`, `out_axis` nor `batch_axis`; the fan-out likewise. (With several axes,
    the product of their sizes, as in JAX.) For a grouped convolution they follow
    from the shape of its weights, as in torch, so the fan-out is that of all
    groups.

    References
    ----------
    .. [1] Y. LeCun, L. Bottou, G. B. Orr and K.-R. Müller (1998), "Efficient
       BackProp", section 4.6, Neural Networks: Tricks of the Trade,
       https://doi.org/10.1007/3-540-49430-8_2

    Examples
    --------
    >>> import numpy as np
    >>> from paraminit import lecun_uniform
    >>> lecun_uniform((2, 3), rng=np.random.default_rng(3))
    array([[-0.82870167, -0.52637899,  0.60254893],
           [ 0.16432407, -0.81174272, -0.13374612]])
    """
