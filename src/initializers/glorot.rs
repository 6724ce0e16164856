//! For tanh.
#![expect(
    clippy::doc_lazy_continuation,
    clippy::doc_markdown,
    reason = "the functions' docs are numpydoc"
)]

use pyo3::prelude::*;

use super::arguments::{Arguments, initializer};
use paraminit_core::scheme::VarianceScaling;

initializer! {
    /// Draw normal weights for tanh (Glorot, Xavier).
    ///
    /// Parameters
    /// ----------
    #[doc = weights_shape!()]
    #[doc = axes_parameters!()]
    #[doc = stream_parameters!()]
    ///
    /// Returns
    /// -------
    /// ndarray
    ///     Array of this shape and type, normal with mean 0 and variance
    ///     ``2 / (fan_in + fan_out)``: `out` if given, else a new array.
    ///
    /// Raises
    /// ------
    #[doc = weights_raises!()]
    ///
    /// See Also
    /// --------
    /// glorot_uniform, variance_scaling, initialize_parameters
    ///
    /// Notes
    /// -----
    /// The weights have the standard deviation :math:`\sqrt{1 / n}`, where :math:`n`
    /// is the mean of fan-in and fan-out. Bit for bit, and with the same state of
    /// `rng` afterwards, they are
    ///
    /// ::
    ///
    ///     fan_in = np.prod(shape) // shape[out_axis]
    ///     fan_out = np.prod(shape) // shape[in_axis]
    ///     fan_avg = (fan_in + fan_out) / 2
    ///     std = np.sqrt(1 / fan_avg)
    ///     weights = rng.standard_normal(shape) * std
    ///
    #[doc = normal_float32!()]
    ///
    /// The variance is a compromise: one over the fan-in would keep the variance of
    /// the signals that go forward through units that are linear around 0, and one
    /// over the fan-out that of the gradients that come back [1]_. This suits tanh, and
    /// the softmax of a last layer.
    ///
    /// torch calls it ``xavier_normal_``. Keras' ``GlorotNormal`` and JAX's
    /// ``glorot_normal`` have this variance but are cut at two standard deviations:
    /// they are
    /// ``variance_scaling(shape, 1, "fan_avg", distribution="truncated_normal")``.
    ///
    #[doc = fans_elsewhere!()]
    ///
    /// References
    /// ----------
    #[doc = glorot_reference!()]
    ///
    /// Examples
    /// --------
    /// >>> import numpy as np
    /// >>> from paraminit import glorot_normal
    /// >>> glorot_normal((2, 3), rng=np.random.default_rng(3))
    /// array([[ 1.29079059, -1.61634449,  0.26442893],
    ///        [-0.35908903, -0.28628055, -0.13635562]])
    glorot_normal, GLOROT_NORMAL
}

initializer! {
    /// Draw uniform weights for tanh (Glorot, Xavier).
    ///
    /// Parameters
    /// ----------
    #[doc = weights_shape!()]
    #[doc = axes_parameters!()]
    #[doc = stream_parameters!()]
    ///
    /// Returns
    /// -------
    /// ndarray
    ///     Array of this shape and type, uniform with mean 0 and variance
    ///     ``2 / (fan_in + fan_out)``: `out` if given, else a new array.
    ///
    /// Raises
    /// ------
    #[doc = weights_raises!()]
    ///
    /// See Also
    /// --------
    /// glorot_normal, variance_scaling, initialize_parameters
    ///
    /// Notes
    /// -----
    /// The weights lie within the bound :math:`\sqrt{3 / n}`, where :math:`n` is the
    /// mean of fan-in and fan-out. Bit for bit, and with the same state of `rng`
    /// afterwards, they are
    ///
    /// ::
    ///
    ///     fan_in = np.prod(shape) // shape[out_axis]
    ///     fan_out = np.prod(shape) // shape[in_axis]
    ///     fan_avg = (fan_in + fan_out) / 2
    ///     bound = np.sqrt(3 / fan_avg)
    ///     weights = rng.uniform(-bound, bound, shape)
    ///
    #[doc = uniform_float32!()]
    ///
    /// The variance is a compromise: one over the fan-in would keep the variance of
    /// the signals that go forward through units that are linear around 0, and one
    /// over the fan-out that of the gradients that come back [1]_. This suits tanh, and
    /// the softmax of a last layer.
    ///
    /// torch calls it ``xavier_uniform_``, JAX ``glorot_uniform`` and Keras
    /// ``GlorotUniform``, the default of its layers.
    ///
    #[doc = fans_elsewhere!()]
    ///
    /// References
    /// ----------
    #[doc = glorot_reference!()]
    ///
    /// Examples
    /// --------
    /// >>> import numpy as np
    /// >>> from paraminit import glorot_uniform
    /// >>> glorot_uniform((2, 3), rng=np.random.default_rng(3))
    /// array([[-0.90779719, -0.57661929,  0.66005928],
    ///        [ 0.180008  , -0.88921959, -0.14651153]])
    glorot_uniform, GLOROT_UNIFORM
}
