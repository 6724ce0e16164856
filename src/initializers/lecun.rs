//! For SELU and linear units.
#![expect(
    clippy::doc_lazy_continuation,
    clippy::doc_markdown,
    reason = "the functions' docs are numpydoc"
)]

use pyo3::prelude::*;

use super::arguments::{Arguments, initializer};
use paraminit_core::scheme::VarianceScaling;

initializer! {
    /// Draw normal weights for SELU and linear units (LeCun).
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
    ///     ``1 / fan_in``: `out` if given, else a new array.
    ///
    /// Raises
    /// ------
    #[doc = weights_raises!()]
    ///
    /// See Also
    /// --------
    /// lecun_uniform, variance_scaling, initialize_parameters
    ///
    /// Notes
    /// -----
    /// The weights have the standard deviation :math:`\sqrt{1 / n}`, where :math:`n`
    /// is the fan-in. Bit for bit, and with the same state of `rng` afterwards, they are
    ///
    /// ::
    ///
    ///     fan_in = np.prod(shape) // shape[out_axis]
    ///     std = np.sqrt(1 / fan_in)
    ///     weights = rng.standard_normal(shape) * std
    ///
    #[doc = normal_float32!()]
    ///
    /// This keeps the variance of the signals that go forward through units that are
    /// linear around 0 [1]_. It suits linear units, and SELU, whose paper asks for it.
    ///
    /// torch has it as ``kaiming_normal_(nonlinearity="linear")``; its gain for SELU
    /// is 3/4 instead of 1. Keras' ``LecunNormal`` and JAX's ``lecun_normal`` have this
    /// variance but are cut at two standard deviations: they are
    /// ``variance_scaling(shape, 1, distribution="truncated_normal")``.
    ///
    #[doc = fans_elsewhere!()]
    ///
    /// References
    /// ----------
    #[doc = lecun_reference!()]
    ///
    /// Examples
    /// --------
    /// >>> import numpy as np
    /// >>> from paraminit import lecun_normal
    /// >>> lecun_normal((2, 3), rng=np.random.default_rng(3))
    /// array([[ 1.1783252 , -1.47551389,  0.24138948],
    ///        [-0.32780193, -0.26133719, -0.12447508]])
    lecun_normal, LECUN_NORMAL
}

initializer! {
    /// Draw uniform weights for SELU and linear units (LeCun).
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
    ///     ``1 / fan_in``: `out` if given, else a new array.
    ///
    /// Raises
    /// ------
    #[doc = weights_raises!()]
    ///
    /// See Also
    /// --------
    /// lecun_normal, variance_scaling, initialize_parameters
    ///
    /// Notes
    /// -----
    /// The weights lie within the bound :math:`\sqrt{3 / n}`, where :math:`n` is the
    /// fan-in. Bit for bit, and with the same state of `rng` afterwards, they are
    ///
    /// ::
    ///
    ///     fan_in = np.prod(shape) // shape[out_axis]
    ///     bound = np.sqrt(3 / fan_in)
    ///     weights = rng.uniform(-bound, bound, shape)
    ///
    #[doc = uniform_float32!()]
    ///
    /// This keeps the variance of the signals that go forward through units that are
    /// linear around 0 [1]_. It suits linear units, and SELU, whose paper asks for it.
    ///
    /// torch has it as ``kaiming_uniform_(nonlinearity="linear")``, Keras as
    /// ``LecunUniform`` and JAX as ``lecun_uniform``.
    ///
    #[doc = fans_elsewhere!()]
    ///
    /// References
    /// ----------
    #[doc = lecun_reference!()]
    ///
    /// Examples
    /// --------
    /// >>> import numpy as np
    /// >>> from paraminit import lecun_uniform
    /// >>> lecun_uniform((2, 3), rng=np.random.default_rng(3))
    /// array([[-0.82870167, -0.52637899,  0.60254893],
    ///        [ 0.16432407, -0.81174272, -0.13374612]])
    lecun_uniform, LECUN_UNIFORM
}
