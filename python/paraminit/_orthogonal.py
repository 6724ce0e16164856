"""Orthogonal weights: the factorisation is LAPACK's, so this is Python."""

import math

import numpy as np

from paraminit._core import checked_gain, normal
from paraminit._hints import refuse, show_own_arguments


# Its types are in the stub beside this file, as those of the compiled functions are.
def orthogonal(shape, gain=1.0, *extra, rng=None, dtype=np.float64, out=None, **other):
    r"""Draw an orthogonal matrix: orthonormal rows or columns, times a gain.

    With the same state of `rng` afterwards, it is ::

        rows, columns = shape[0], np.prod(shape[1:], dtype=int)
        tall = max(rows, columns), min(rows, columns)
        q, r = np.linalg.qr(normal(tall, rng=rng, dtype=dtype))
        q *= np.where(np.diagonal(r) < 0, -1, 1).astype(dtype)
        weights = ((q if rows >= columns else q.T) * gain).reshape(shape)

    Parameters
    ----------
    shape : tuple of int
        Shape of the weights, of two axes or more. The matrix has ``shape[0]``
        rows, and the product of the other sizes as columns.
    gain : float, optional
        What the matrix is multiplied by: 1 for linear units and tanh, the square
        root of 2 for rectifiers.
    rng : {None, int, sequence of int, SeedSequence, BitGenerator, Generator, RandomState}, optional
        Where the numbers come from, as for :func:`normal`. By default fresh entropy.
    dtype : {np.float64, np.float32}, optional
        Type of the numbers, float64 by default.
    out : ndarray, optional
        C-contiguous array of this shape and type, to be filled and returned.

    Returns
    -------
    ndarray
        Array of this shape and type: `out` if given, else a new array. With at most
        as many rows as columns, the rows are orthogonal, of length `gain`; else the
        columns.

    Raises
    ------
    TypeError
        For a `dtype` that is neither float64 nor float32, an `out` of another
        type, or an `rng` from which NumPy makes no generator.
    ValueError
        If the shape has fewer than two axes (biases are zeros), `gain` is
        negative or not finite, or `out` is not as described above. Nothing is
        drawn then. But once the normals are drawn, an error of the factorisation
        (a MemoryError) or Ctrl-C leaves `rng` behind them, as it leaves NumPy's.

    See Also
    --------
    normal, initialize_parameters

    Notes
    -----
    A tall matrix of normals is factored as :math:`QR`. With the signs that make
    the diagonal of :math:`R` positive, :math:`Q` is uniformly distributed among
    all such matrices, by the Haar measure [2]_.

    The normals are the same wherever NumPy's are. The factorisation is LAPACK's:
    its last bits depend on the library and on its number of threads.

    A product of orthogonal matrices is orthogonal, so in a deep linear network
    signals and gradients keep their length [1]_. An entry has the variance
    ``gain**2 / max(rows, columns)``.

    torch calls it ``orthogonal_``, with the same rows and columns. Keras'
    ``Orthogonal`` and JAX's ``orthogonal`` take the last axis for columns, as in
    their layout. All of them fix the signs.

    References
    ----------
    .. [1] A. M. Saxe, J. L. McClelland and S. Ganguli (2014), "Exact solutions to
       the nonlinear dynamics of learning in deep linear neural networks",
       https://arxiv.org/abs/1312.6120
    .. [2] F. Mezzadri (2007), "How to generate random matrices from the classical
       compact groups", Notices of the AMS 54, 592-604,
       https://arxiv.org/abs/math-ph/0609050

    Examples
    --------
    >>> import numpy as np
    >>> from paraminit import orthogonal
    >>> weights = orthogonal((4, 3, 5, 5), rng=np.random.default_rng(3))
    >>> weights.shape
    (4, 3, 5, 5)
    >>> matrix = weights.reshape(4, 75)
    >>> np.allclose(matrix @ matrix.T, np.eye(4))
    True
    """
    hint = "a shape is one tuple, as in orthogonal((256, 784))"
    if extra or other:
        refuse("orthogonal", ["gain"], shape, extra, other, hint)
    factor = checked_gain(gain, dtype)
    sizes = np.empty(shape, dtype="V0").shape
    if len(sizes) < 2:
        words = (
            f"shape must have at least two axes, not {len(sizes)}: orthogonal weights are a matrix "
            "or a kernel (biases are zeros)"
        )
        raise ValueError(f"{words}; {hint}" if isinstance(gain, int) else words)
    weights = normal(sizes, rng=rng, dtype=dtype, out=out)
    if weights.size == 0:
        return weights
    matrix = weights.reshape(sizes[0], math.prod(sizes[1:]))
    wide = matrix.shape[0] < matrix.shape[1]
    # The normals in the order in which they were drawn.
    q, r = np.linalg.qr(matrix.reshape(matrix.shape[::-1]) if wide else matrix)
    signed = np.where(np.diagonal(r) < 0, -factor, factor).astype(weights.dtype)
    np.multiply(q, signed, out=matrix.T if wide else matrix)
    return weights


show_own_arguments(orthogonal)
orthogonal.__module__ = "paraminit"  # where users, and pickle, find it
