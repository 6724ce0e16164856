//! The four functions of the notebook.
#![expect(
    clippy::doc_markdown,
    clippy::doc_link_with_quotes,
    reason = "the functions' docs are numpydoc"
)]

use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::parameters::initialize;
use paraminit_core::scheme::NotebookScheme as Scheme;

/// Initialize the parameters of a fully connected network with zeros.
///
/// Parameters
/// ----------
/// layers_dims : sequence of int
///     Number of units of each layer, input first. Anything with a length
///     whose items ``0, 1, ...`` are integers.
///
/// Returns
/// -------
/// dict of str to ndarray
///     ``"W1", "b1", ..., "WL", "bL"`` in this order, float64, where ``L`` is
///     ``len(layers_dims) - 1``: ``Wl`` of shape
///     ``(layers_dims[l], layers_dims[l-1])`` and ``bl`` of shape
///     ``(layers_dims[l], 1)``, all zeros.
///
/// Raises
/// ------
/// TypeError, ValueError, MemoryError
///     Where ``np.zeros`` raises it for one of the shapes.
///
/// See Also
/// --------
/// initialize_parameters_random, initialize_parameters_he, initialize_parameters_xavier
///
/// Notes
/// -----
/// Nothing is drawn from any stream, and as with ``np.zeros`` memory is
/// taken only when it is written to.
///
/// All units of a layer that starts with zeros compute the same and learn
/// the same. This initialization exists to show just that.
///
/// Examples
/// --------
/// >>> from paraminit import initialize_parameters_zeros
/// >>> initialize_parameters_zeros([3, 2, 1])["W1"]
/// array([[0., 0., 0.],
///        [0., 0., 0.]])
#[pyfunction]
pub(super) fn initialize_parameters_zeros<'py>(
    layers_dims: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyDict>> {
    initialize(Scheme::Zeros, layers_dims)
}

/// Initialize the parameters of a fully connected network with small random weights.
///
/// Draws from NumPy's global stream, the one that ``np.random.seed`` seeds.
///
/// Parameters
/// ----------
/// layers_dims : sequence of int
///     Number of units of each layer, input first. Anything with a length
///     whose items ``0, 1, ...`` are integers.
///
/// Returns
/// -------
/// dict of str to ndarray
///     ``"W1", "b1", ..., "WL", "bL"`` in this order, float64, where ``L`` is
///     ``len(layers_dims) - 1``: ``Wl`` of shape
///     ``(layers_dims[l], layers_dims[l-1])``, normal with mean 0 and standard
///     deviation 0.01, and ``bl`` of shape ``(layers_dims[l], 1)``, zeros.
///
/// Raises
/// ------
/// TypeError, ValueError, MemoryError
///     Where ``np.random.randn`` or ``np.zeros`` raises it for one of the
///     shapes. The stream is then as it was before the call.
///
/// See Also
/// --------
/// initialize_parameters_zeros, initialize_parameters_he, initialize_parameters_xavier
///
/// Notes
/// -----
/// Layer after layer, the weights are
///
/// .. math:: W^{[l]} = 0.01 \, N^{[l]},
///
/// where :math:`N^{[l]}` is ``np.random.randn(layers_dims[l], layers_dims[l-1])``:
/// the same bits, and the same state of the stream after the call.
///
/// Examples
/// --------
/// >>> import numpy as np
/// >>> from paraminit import initialize_parameters_random
/// >>> np.random.seed(3)
/// >>> initialize_parameters_random([3, 2, 1])["W1"]
/// array([[ 0.01788628,  0.0043651 ,  0.00096497],
///        [-0.01863493, -0.00277388, -0.00354759]])
#[pyfunction]
pub(super) fn initialize_parameters_random<'py>(
    layers_dims: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyDict>> {
    initialize(Scheme::Random, layers_dims)
}

/// Initialize the parameters of a fully connected network for rectifiers (He).
///
/// Draws from NumPy's global stream, the one that ``np.random.seed`` seeds.
///
/// Parameters
/// ----------
/// layers_dims : sequence of int
///     Number of units of each layer, input first. Anything with a length
///     whose items ``0, 1, ...`` are integers.
///
/// Returns
/// -------
/// dict of str to ndarray
///     ``"W1", "b1", ..., "WL", "bL"`` in this order, float64, where ``L`` is
///     ``len(layers_dims) - 1``: ``Wl`` of shape
///     ``(layers_dims[l], layers_dims[l-1])``, normal with mean 0 and variance
///     ``2 / layers_dims[l-1]``, and ``bl`` of shape ``(layers_dims[l], 1)``, zeros.
///
/// Raises
/// ------
/// TypeError, ValueError, MemoryError
///     Where ``np.random.randn`` or ``np.zeros`` raises it for one of the
///     shapes. The stream is then as it was before the call.
/// ZeroDivisionError
///     If a layer before the last has no units. (For a NumPy integer it is
///     a RuntimeWarning, as in NumPy.)
///
/// See Also
/// --------
/// initialize_parameters_zeros, initialize_parameters_random, initialize_parameters_xavier
///
/// Notes
/// -----
/// Layer after layer, the weights are
///
/// .. math:: W^{[l]} = N^{[l]} \sqrt{2 / n^{[l-1]}},
///
/// where :math:`n^{[l-1]}` is ``layers_dims[l-1]``, the fan-in, and
/// :math:`N^{[l]}` is ``np.random.randn(layers_dims[l], layers_dims[l-1])``:
/// the same bits, and the same state of the stream after the call.
///
/// A rectifier sets half of its inputs to zero and so halves the second
/// moment of a signal. The factor 2 makes up for it: signals neither vanish
/// nor explode with depth [1]_.
///
/// References
/// ----------
/// .. [1] K. He, X. Zhang, S. Ren and J. Sun (2015), "Delving Deep into
///    Rectifiers: Surpassing Human-Level Performance on ImageNet
///    Classification", section 2.2, https://arxiv.org/abs/1502.01852
///
/// Examples
/// --------
/// >>> import numpy as np
/// >>> from paraminit import initialize_parameters_he
/// >>> np.random.seed(3)
/// >>> parameters = initialize_parameters_he([2, 4, 1])
/// >>> parameters["W1"]
/// array([[ 1.78862847,  0.43650985],
///        [ 0.09649747, -1.8634927 ],
///        [-0.2773882 , -0.35475898],
///        [-0.08274148, -0.62700068]])
/// >>> parameters["b2"]
/// array([[0.]])
#[pyfunction]
pub(super) fn initialize_parameters_he<'py>(
    layers_dims: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyDict>> {
    initialize(Scheme::He, layers_dims)
}

/// Initialize the parameters of a fully connected network for tanh (Xavier, Glorot).
///
/// Draws from NumPy's global stream, the one that ``np.random.seed`` seeds.
///
/// Parameters
/// ----------
/// layers_dims : sequence of int
///     Number of units of each layer, input first. Anything with a length
///     whose items ``0, 1, ...`` are integers.
///
/// Returns
/// -------
/// dict of str to ndarray
///     ``"W1", "b1", ..., "WL", "bL"`` in this order, float64, where ``L`` is
///     ``len(layers_dims) - 1``: ``Wl`` of shape
///     ``(layers_dims[l], layers_dims[l-1])``, normal with mean 0 and variance
///     ``2 / (layers_dims[l-1] + layers_dims[l])``, and ``bl`` of shape
///     ``(layers_dims[l], 1)``, zeros.
///
/// Raises
/// ------
/// TypeError, ValueError, MemoryError
///     Where ``np.random.randn`` or ``np.zeros`` raises it for one of the
///     shapes. The stream is then as it was before the call.
/// ZeroDivisionError
///     If two layers that follow each other have no units.
///
/// See Also
/// --------
/// initialize_parameters_zeros, initialize_parameters_random, initialize_parameters_he
///
/// Notes
/// -----
/// Layer after layer, the weights are
///
/// .. math:: W^{[l]} = N^{[l]} \sqrt{2 / (n^{[l-1]} + n^{[l]})},
///
/// where :math:`n^{[l-1]}` and :math:`n^{[l]}` are ``layers_dims[l-1]`` and
/// ``layers_dims[l]``, fan-in and fan-out, and :math:`N^{[l]}` is
/// ``np.random.randn(layers_dims[l], layers_dims[l-1])``: the same bits, and
/// the same state of the stream after the call.
///
/// The variance is a compromise: :math:`1 / n^{[l-1]}` would keep the variance
/// of the signals that go forward through units that are linear around 0,
/// and :math:`1 / n^{[l]}` that of the gradients that come back [1]_.
///
/// References
/// ----------
/// .. [1] X. Glorot and Y. Bengio (2010), "Understanding the difficulty of
///    training deep feedforward neural networks", equation 12, Proceedings
///    of Machine Learning Research 9, 249-256,
///    https://proceedings.mlr.press/v9/glorot10a.html
///
/// Examples
/// --------
/// >>> import numpy as np
/// >>> from paraminit import initialize_parameters_xavier
/// >>> np.random.seed(3)
/// >>> initialize_parameters_xavier([3, 2, 1])["W1"]
/// array([[ 1.13122797,  0.27607307,  0.06103036],
///        [-1.17857627, -0.1754357 , -0.22436928]])
#[pyfunction]
pub(super) fn initialize_parameters_xavier<'py>(
    layers_dims: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyDict>> {
    initialize(Scheme::Xavier, layers_dims)
}
