//! The four functions of the notebook, their docstrings of one template.
#![expect(clippy::doc_markdown, reason = "the functions' docs are numpydoc")]

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::arguments::Argument;
use super::parameters::initialize;
use paraminit_core::scheme::NotebookScheme;

/// A function, from what is its own.
macro_rules! notebook {
    (
        $name:ident, $scheme:ident, $title:literal,
        formula: $formula:literal,
        returns: $weights:literal,
        $(raises: $error:literal,)?
        notes: $notes:literal,
        $(references: $references:literal,)?
        examples: $example:literal
    ) => {
        #[doc = concat!(
            "Initialize the parameters of a fully connected network ", $title, ".

Bit for bit, and with the same state of NumPy's global stream afterwards (the
one that ``np.random.seed`` seeds), they are ::

    parameters = {}
    for l in range(1, len(layers_dims)):
        n_in, n_out = layers_dims[l - 1], layers_dims[l]
        parameters[f\"W{l}\"] = ", $formula, "
        parameters[f\"b{l}\"] = np.zeros((n_out, 1))

Parameters
----------
layers_dims : sequence of int
    Number of units of each layer, input first. Anything with a length
    whose items ``0, 1, ...`` are integers.

Returns
-------
dict of str to ndarray
    ``\"W1\", \"b1\", ..., \"WL\", \"bL\"`` in this order, float64, where ``L`` is
    ``len(layers_dims) - 1``. The biases are zeros, the weights
    ", $weights, ".

Raises
------
TypeError, ValueError, MemoryError
    Where NumPy raises it for one of the shapes. The stream is then as it was
    before the call.
", $($error, "\n",)? "
See Also
--------
initialize_parameters : By any initializer, from any stream.

Notes
-----
", $notes, $("\n\nReferences\n----------\n", $references,)? "

Examples
--------
>>> import numpy as np
>>> from paraminit import ", stringify!($name), "\n", $example
        )]
        #[pyfunction]
        #[pyo3(
            signature = (layers_dims, *, seed=Argument::Default, rng=Argument::Default),
            text_signature = "(layers_dims)"
        )]
        pub(super) fn $name<'py>(
            layers_dims: &Bound<'py, PyAny>,
            seed: Argument<'_, 'py>,
            rng: Argument<'_, 'py>,
        ) -> PyResult<Bound<'py, PyDict>> {
            for (keyword, value) in [("seed", seed), ("rng", rng)] {
                if value.is_given() {
                    return Err(refused(NotebookScheme::$scheme, stringify!($name), keyword));
                }
            }
            initialize(NotebookScheme::$scheme, layers_dims)
        }
    };
}

/// Refuses a seed or a generator in Python's words, and says where the numbers come from.
#[cold]
fn refused(scheme: NotebookScheme, name: &str, keyword: &str) -> PyErr {
    let hint = if scheme == NotebookScheme::Zeros {
        "nothing is drawn"
    } else {
        "the numbers are from np.random's global stream, so call np.random.seed(3) before, or \
         initialize_parameters(..., rng=3)"
    };
    PyTypeError::new_err(format!("{name}() got an unexpected keyword argument '{keyword}': {hint}"))
}

notebook! {
    initialize_parameters_zeros, Zeros, "with zeros",
    formula: "np.zeros((n_out, n_in))",
    returns: "zeros",
    notes: "\
Nothing is drawn, and as with ``np.zeros`` memory is taken only when it is
written to.

All units of a layer that starts with zeros compute the same and learn
the same. This initialization exists to show just that.",
    examples: "\
>>> initialize_parameters_zeros([3, 2, 1])[\"W1\"]
array([[0., 0., 0.],
       [0., 0., 0.]])"
}

notebook! {
    initialize_parameters_random, Random, "with small random weights",
    formula: "np.random.randn(n_out, n_in) * 0.01",
    returns: "normal with mean 0 and standard deviation 0.01",
    notes: "\
With the same standard deviation whatever the number of units, signals vanish in
a deep network. :func:`initialize_parameters_he` makes up for it.",
    examples: "\
>>> np.random.seed(3)
>>> initialize_parameters_random([3, 2, 1])[\"W1\"]
array([[ 0.01788628,  0.0043651 ,  0.00096497],
       [-0.01863493, -0.00277388, -0.00354759]])"
}

notebook! {
    initialize_parameters_he, He, "for rectifiers (He)",
    formula: "np.random.randn(n_out, n_in) * np.sqrt(2 / n_in)",
    returns: "normal with mean 0 and variance ``2 / n_in``",
    raises: "\
ZeroDivisionError
    If a layer before the last has no units. (For a NumPy integer it is
    a RuntimeWarning, as in NumPy.)",
    notes: "\
A rectifier sets half of its inputs to zero and so halves the second
moment of a signal. The factor 2 makes up for it: signals neither vanish
nor explode with depth [1]_.",
    references: "\
.. [1] K. He, X. Zhang, S. Ren and J. Sun (2015), \"Delving Deep into
   Rectifiers: Surpassing Human-Level Performance on ImageNet
   Classification\", section 2.2, https://arxiv.org/abs/1502.01852",
    examples: "\
>>> np.random.seed(3)
>>> parameters = initialize_parameters_he([2, 4, 1])
>>> parameters[\"W1\"]
array([[ 1.78862847,  0.43650985],
       [ 0.09649747, -1.8634927 ],
       [-0.2773882 , -0.35475898],
       [-0.08274148, -0.62700068]])
>>> parameters[\"b2\"]
array([[0.]])"
}

notebook! {
    initialize_parameters_xavier, Xavier, "for tanh (Xavier, Glorot)",
    formula: "np.random.randn(n_out, n_in) * np.sqrt(2 / (n_in + n_out))",
    returns: "normal with mean 0 and variance ``2 / (n_in + n_out)``",
    raises: "\
ZeroDivisionError
    If two layers that follow each other have no units.",
    notes: "\
The variance is a compromise: ``1 / n_in`` would keep the variance of the
signals that go forward through units that are linear around 0, and
``1 / n_out`` that of the gradients that come back [1]_.",
    references: "\
.. [1] X. Glorot and Y. Bengio (2010), \"Understanding the difficulty of
   training deep feedforward neural networks\", equation 12, Proceedings
   of Machine Learning Research 9, 249-256,
   https://proceedings.mlr.press/v9/glorot10a.html",
    examples: "\
>>> np.random.seed(3)
>>> initialize_parameters_xavier([3, 2, 1])[\"W1\"]
array([[ 1.13122797,  0.27607307,  0.06103036],
       [-1.17857627, -0.1754357 , -0.22436928]])"
}
