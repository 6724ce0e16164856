//! The docstrings of the initializers, all of one template.

/// The docstring of an initializer, from what is its own: `numbers` of any shape, or `weights`, whose
/// shape has axes.
macro_rules! docstring {
    (
        $kind:ident $name:ident: $summary:expr,
        formula: $formula:expr,
        $(parameters: $parameters:expr,)?
        returns: $returns:expr,
        $(raises: $error:literal,)?
        $(refuses: $refused:literal,)?
        see_also: $see_also:expr,
        $(float32: $float32:tt,)?
        notes: $notes:expr,
        $(references: $references:expr,)?
        examples: $examples:expr $(,)?
    ) => {
        concat!(
            $summary, "

Bit for bit, and with the same state of `rng` afterwards, they are ::
", $formula, "

Parameters
----------
", docstring!(@shape $kind), $("\n", $parameters,)? docstring!(@axes $kind), "
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
    ", $returns, ".

Raises
------
TypeError
    For a `dtype` that is neither float64 nor float32, an `out` of another
    type, or an `rng` from which NumPy makes no generator.
", $($error, "\n",)? docstring!(@axis_error $kind), "\
ValueError
    If ", docstring!(@unfit $kind), $($refused,)? ", or `out` is not as described above.
    After any error, or Ctrl-C, `rng` is as it was before the call, unless its
    own methods had to draw.

See Also
--------
", $see_also, "

Notes
-----
", $("\
For float32, a `Generator` draws float32 numbers::
", docstring!(@float32 $float32), "

A `RandomState` draws only float64, so the result is rounded at the end, by
``.astype(np.float32)``.

",)? $notes, docstring!(@fans $kind), $("\n\nReferences\n----------\n", $references,)? "

Examples
--------
>>> import numpy as np
>>> from paraminit import ", stringify!($name), "\n", $examples
        )
    };
    (@shape numbers) => {
        "shape : int or tuple of int\n    Shape of the array."
    };
    (@shape weights) => {
        "\
shape : tuple of int
    Shape of the weights, of two axes or more. Three numbers are a kernel of
    three axes; :func:`initialize_parameters` takes the sizes of layers."
    };
    (@axes weights) => {
        "
in_axis, out_axis : int or tuple of int, optional
    The axes of inputs and of outputs; negative ones count from the end. By
    default those of weights (out, in) and kernels (out, in, height, width), as
    in torch. For weights (in, out) they are ``in_axis=0, out_axis=1``, for Keras'
    and JAX's kernels (height, width, in, out) ``in_axis=-2, out_axis=-1``.
batch_axis : int or tuple of int, optional
    Axes that only count copies of a layer: they are in neither fan."
    };
    (@axis_error weights) => {
        "\
numpy.exceptions.AxisError
    If the shape has no such axis; it is a ValueError, too.\n"
    };
    (@fans weights) => {
        "\n
The fan-in is the size of `in_axis` times the sizes of all axes that are neither
`in_axis`, `out_axis` nor `batch_axis`; the fan-out likewise. (With several axes,
the product of their sizes, as in JAX.) For a grouped convolution they follow
from the shape of its weights, as in torch, so the fan-out is that of all
groups."
    };
    (@float32 normal) => {
        "
    weights = rng.standard_normal(shape, dtype=np.float32) * np.float32(std)"
    };
    (@float32 uniform) => {
        docstring!(@float32 ("-bound", "2 * bound"))
    };
    (@float32 ($low:literal, $width:literal)) => {
        concat!("
    low, width = np.float32(", $low, "), np.float32(", $width, ")
    weights = low + width * rng.random(shape, dtype=np.float32)

Because of rounding, either end of the range may be returned, as by ``rng.uniform``.")
    };
    (@float32 $code:literal) => {
        $code
    };
    (@unfit weights) => {
        "\
the shape has fewer than two axes (biases have no fans; use zeros), an axis
    is named twice"
    };
    (@$section:ident numbers) => {
        ""
    };
}
