//! What the docstrings of the initializers have in common.

/// The parameters that every initializer takes by keyword.
macro_rules! stream_parameters {
    () => {
        "\
rng : {None, int, sequence of int, SeedSequence, BitGenerator, Generator, RandomState}, optional
    Where the numbers come from: a generator, or anything from which
    ``np.random.default_rng`` makes one. A ``RandomState``, or the module
    ``np.random``, which stands for the global one, draws by its legacy
    methods. By default a new generator with fresh entropy.
dtype : {np.float64, np.float32}, optional
    Type of the numbers, float64 by default.
out : ndarray, optional
    Array of this shape and type to be filled and returned: C-contiguous,
    aligned, writeable, in native byte order."
    };
}

/// The parameters of weights: a shape and its axes.
macro_rules! weights_shape {
    () => {
        "\
shape : tuple of int
    Shape of the weights, of two axes or more."
    };
}

macro_rules! axes_parameters {
    () => {
        "\
in_axis, out_axis : int, optional
    The axes of inputs and of outputs; negative ones count from the end. By
    default those of weights (out, in) and kernels (out, in, height, width),
    as in torch. For Keras' and JAX's (height, width, in, out) they are
    ``in_axis=-2, out_axis=-1``."
    };
}

macro_rules! raises {
    () => {
        "\
TypeError
    For a `dtype` that is neither float64 nor float32, an `out` of another
    type, or an `rng` from which NumPy makes no generator.
ValueError
    If a number is negative or not finite, or `out` is not as described above.
    After any error, or Ctrl-C, `rng` is as it was before the call."
    };
}

macro_rules! weights_raises {
    () => {
        "\
TypeError
    For a `dtype` that is neither float64 nor float32, an `out` of another
    type, or an `rng` from which NumPy makes no generator.
ValueError
    If the shape has fewer than two axes (biases have no fans; use
    zeros), both axes are the same, or `out` is not as described above.
numpy.exceptions.AxisError
    If the shape has no such axis; it is a ValueError, too. After any error,
    or Ctrl-C, `rng` is as it was before the call."
    };
}

/// How float32 normals are drawn.
macro_rules! normal_float32 {
    () => {
        "\
For float32, a `Generator` draws float32 numbers::

    weights = rng.standard_normal(shape, dtype=np.float32) * np.float32(std)

A `RandomState` draws only float64, so the result is rounded at the end, by
``.astype(np.float32)``."
    };
}

/// How float32 uniform numbers are drawn.
macro_rules! uniform_float32 {
    () => {
        "\
For float32, a `Generator` draws float32 numbers::

    low, width = np.float32(-bound), np.float32(2 * bound)
    weights = low + width * rng.random(shape, dtype=np.float32)

A `RandomState` draws only float64, so the result is rounded at the end, by
``.astype(np.float32)``. Because of rounding, either end of the range may be
returned, as by ``rng.uniform``."
    };
}

/// How fans are counted, here and elsewhere.
macro_rules! fans_elsewhere {
    () => {
        "\
The fan-in is the size of `in_axis` times the sizes of all axes but `in_axis`
and `out_axis`; the fan-out likewise. For a grouped convolution they follow
from the shape of its weights, as in torch, so the fan-out is that of all
groups. By default, Keras and JAX take the last two axes for in and out."
    };
}

macro_rules! he_reference {
    () => {
        "\
.. [1] K. He, X. Zhang, S. Ren and J. Sun (2015), \"Delving Deep into
   Rectifiers: Surpassing Human-Level Performance on ImageNet
   Classification\", section 2.2, https://arxiv.org/abs/1502.01852"
    };
}

macro_rules! glorot_reference {
    () => {
        "\
.. [1] X. Glorot and Y. Bengio (2010), \"Understanding the difficulty of
   training deep feedforward neural networks\", section 4.2, Proceedings of
   Machine Learning Research 9, 249-256,
   https://proceedings.mlr.press/v9/glorot10a.html"
    };
}

macro_rules! lecun_reference {
    () => {
        "\
.. [1] Y. LeCun, L. Bottou, G. B. Orr and K.-R. Müller (1998), \"Efficient
   BackProp\", section 4.6, Neural Networks: Tricks of the Trade,
   https://doi.org/10.1007/3-540-49430-8_2"
    };
}
