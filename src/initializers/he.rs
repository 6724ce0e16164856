//! For rectifiers.
#![expect(
    clippy::doc_lazy_continuation,
    clippy::doc_markdown,
    reason = "the functions' docs are numpydoc"
)]

use pyo3::prelude::*;

use super::arguments::{Arguments, initializer};
use paraminit_core::scheme::VarianceScaling;

initializer! {
    /// Draw normal weights for rectifiers (He).
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
    ///     ``2 / fan_in``: `out` if given, else a new array.
    ///
    /// Raises
    /// ------
    #[doc = weights_raises!()]
    ///
    /// See Also
    /// --------
    /// he_uniform, variance_scaling, initialize_parameters
    ///
    /// Notes
    /// -----
    /// The weights have the standard deviation :math:`\sqrt{2 / n}`, where :math:`n`
    /// is the fan-in. Bit for bit, and with the same state of `rng` afterwards, they are
    ///
    /// ::
    ///
    ///     fan_in = np.prod(shape) // shape[out_axis]
    ///     std = np.sqrt(2 / fan_in)
    ///     weights = rng.standard_normal(shape) * std
    ///
    #[doc = normal_float32!()]
    ///
    /// A rectifier sets half of its inputs to zero and so halves the second moment
    /// of a signal. The factor 2 makes up for it: signals neither vanish nor explode
    /// with depth [1]_. This suits ReLU and similar activations: leaky ReLU,
    /// GELU and SiLU.
    ///
    /// torch calls it ``kaiming_normal_``. Keras' ``HeNormal`` and JAX's ``he_normal``
    /// have this variance but are cut at two standard deviations: they are
    /// ``variance_scaling(shape, 2, distribution="truncated_normal")``.
    ///
    #[doc = fans_elsewhere!()]
    ///
    /// References
    /// ----------
    #[doc = he_reference!()]
    ///
    /// Examples
    /// --------
    /// >>> import numpy as np
    /// >>> from paraminit import he_normal
    /// >>> he_normal((2, 3), rng=np.random.default_rng(3))
    /// array([[ 1.66640348, -2.08669176,  0.34137628],
    ///        [-0.46358194, -0.3695866 , -0.17603435]])
    he_normal, HE_NORMAL
}

initializer! {
    /// Draw uniform weights for rectifiers (He).
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
    ///     ``2 / fan_in``: `out` if given, else a new array.
    ///
    /// Raises
    /// ------
    #[doc = weights_raises!()]
    ///
    /// See Also
    /// --------
    /// he_normal, variance_scaling, initialize_parameters
    ///
    /// Notes
    /// -----
    /// The weights lie within the bound :math:`\sqrt{6 / n}`, where :math:`n` is the
    /// fan-in. Bit for bit, and with the same state of `rng` afterwards, they are
    ///
    /// ::
    ///
    ///     fan_in = np.prod(shape) // shape[out_axis]
    ///     bound = np.sqrt(6 / fan_in)
    ///     weights = rng.uniform(-bound, bound, shape)
    ///
    #[doc = uniform_float32!()]
    ///
    /// A rectifier sets half of its inputs to zero and so halves the second moment
    /// of a signal. The factor 2 makes up for it: signals neither vanish nor explode
    /// with depth [1]_. This suits ReLU and similar activations: leaky ReLU,
    /// GELU and SiLU.
    ///
    /// torch calls it ``kaiming_uniform_``, Keras ``HeUniform`` and JAX ``he_uniform``.
    /// But torch's ``Linear`` and ``Conv2d`` call theirs with ``a=sqrt(5)``, which makes
    /// the bound :math:`\sqrt{1 / n}`: that is
    /// ``variance_scaling(shape, 1 / 3, distribution="uniform")``.
    ///
    #[doc = fans_elsewhere!()]
    ///
    /// References
    /// ----------
    #[doc = he_reference!()]
    ///
    /// Examples
    /// --------
    /// >>> import numpy as np
    /// >>> from paraminit import he_uniform
    /// >>> he_uniform((2, 3), rng=np.random.default_rng(3))
    /// array([[-1.17196113, -0.7444123 ,  0.85213287],
    ///        [ 0.23238933, -1.14797756, -0.18914558]])
    he_uniform, HE_UNIFORM
}
