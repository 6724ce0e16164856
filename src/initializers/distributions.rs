//! Numbers of a given size, whatever the shape.
#![expect(
    clippy::doc_lazy_continuation,
    clippy::doc_markdown,
    reason = "the functions' docs are numpydoc"
)]

use pyo3::prelude::*;

use super::arguments::Arguments;
use paraminit_core::scheme::Distribution;

/// Draw normal numbers with mean 0.
///
/// Parameters
/// ----------
/// shape : int or tuple of int
///     Shape of the array.
/// std : float, optional
///     Standard deviation.
#[doc = stream_parameters!()]
///
/// Returns
/// -------
/// ndarray
///     Array of this shape and type, with variance ``std**2``: `out` if given, else a
///     new array.
///
/// Raises
/// ------
#[doc = raises!()]
///
/// See Also
/// --------
/// truncated_normal, uniform, variance_scaling
///
/// Notes
/// -----
/// The array is :math:`\sigma z`, where :math:`\sigma` is `std` and :math:`z`
/// are standard normals: bit for bit, and with the same state of `rng` afterwards,
///
/// ::
///
///     weights = rng.standard_normal(shape) * std
///
#[doc = normal_float32!()]
///
/// torch calls it ``normal_``, Keras ``RandomNormal`` (0.05 by default) and JAX
/// ``normal`` (0.01).
///
/// Examples
/// --------
/// >>> import numpy as np
/// >>> from paraminit import normal
/// >>> normal((2, 3), 0.01, rng=np.random.default_rng(3))
/// array([[ 0.02040919, -0.02555665,  0.00418099],
///        [-0.0056777 , -0.00452649, -0.00215597]])
#[pyfunction]
#[pyo3(
    signature = (shape, std=1.0, *, rng=None, dtype=None, out=None),
    text_signature = "(shape, std=1.0, *, rng=None, dtype='float64', out=None)"
)]
pub(crate) fn normal<'py>(
    shape: &Bound<'py, PyAny>,
    std: f64,
    rng: Option<&Bound<'py, PyAny>>,
    dtype: Option<&Bound<'py, PyAny>>,
    out: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    Arguments::new(shape, rng, dtype, out)?.draw(Distribution::Normal, "std", std)
}

/// Draw normal numbers with mean 0, without those beyond two standard deviations.
///
/// Parameters
/// ----------
/// shape : int or tuple of int
///     Shape of the array.
/// std : float, optional
///     Standard deviation before the cut, which is at twice this number.
#[doc = stream_parameters!()]
///
/// Returns
/// -------
/// ndarray
///     Array of this shape and type, from ``-2 * std`` to ``2 * std``, with variance
///     ``0.7737 * std**2``: `out` if given, else a new array.
///
/// Raises
/// ------
#[doc = raises!()]
///
/// See Also
/// --------
/// normal, variance_scaling
///
/// Notes
/// -----
/// The array is :math:`\sigma z`, where :math:`\sigma` is `std` and :math:`z`
/// are the standard normals with :math:`|z| \le 2`, one after another: bit for
/// bit, and with the same state of `rng` afterwards,
///
/// ::
///
///     size = np.prod(shape, dtype=int)
///     kept = np.empty(0)
///     while len(kept) < size:
///         drawn = rng.standard_normal(size - len(kept))
///         kept = np.append(kept, drawn[np.abs(drawn) <= 2])
///     weights = kept.reshape(shape) * std
///
/// For float32, a `Generator` draws float32 numbers::
///
///     kept = np.empty(0, dtype=np.float32)
///     while len(kept) < size:
///         drawn = rng.standard_normal(size - len(kept), dtype=np.float32)
///         kept = np.append(kept, drawn[np.abs(drawn) <= 2])
///     weights = kept.reshape(shape) * np.float32(std)
///
/// A `RandomState` draws only float64, so the result is rounded at the end, by
/// ``.astype(np.float32)``.
///
/// The cut leaves out 4.6 % of the numbers. What remains has a standard deviation of
/// ``0.8796 * std``. :func:`variance_scaling` makes up for it; this function
/// does not.
///
/// Keras calls it ``TruncatedNormal`` and JAX ``truncated_normal``, with the same
/// meaning of `std`. torch's ``trunc_normal_`` cuts at -2 and 2 whatever the
/// `std`, unless told otherwise.
///
/// Examples
/// --------
/// >>> import numpy as np
/// >>> from paraminit import truncated_normal
/// >>> truncated_normal((2, 3), 0.01, rng=np.random.default_rng(3))
/// array([[ 0.00418099, -0.0056777 , -0.00452649],
///        [-0.00215597, -0.00231932, -0.00865213]])
#[pyfunction]
#[pyo3(
    signature = (shape, std=1.0, *, rng=None, dtype=None, out=None),
    text_signature = "(shape, std=1.0, *, rng=None, dtype='float64', out=None)"
)]
pub(crate) fn truncated_normal<'py>(
    shape: &Bound<'py, PyAny>,
    std: f64,
    rng: Option<&Bound<'py, PyAny>>,
    dtype: Option<&Bound<'py, PyAny>>,
    out: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    Arguments::new(shape, rng, dtype, out)?.draw(Distribution::TruncatedNormal, "std", std)
}

/// Draw uniform numbers around 0.
///
/// Parameters
/// ----------
/// shape : int or tuple of int
///     Shape of the array.
/// bound : float, optional
///     Half the width of the range.
#[doc = stream_parameters!()]
///
/// Returns
/// -------
/// ndarray
///     Array of this shape and type, from ``-bound`` to ``bound``, with variance
///     ``bound**2 / 3``: `out` if given, else a new array.
///
/// Raises
/// ------
#[doc = raises!()]
/// OverflowError
///     If ``2 * bound`` is not finite.
///
/// See Also
/// --------
/// normal, variance_scaling
///
/// Notes
/// -----
/// The array is :math:`-b + 2 b u`, where :math:`b` is `bound` and :math:`u` is
/// uniform in [0, 1): bit for bit, and with the same state of `rng` afterwards,
///
/// ::
///
///     weights = rng.uniform(-bound, bound, shape)
///
#[doc = uniform_float32!()]
///
/// torch's ``uniform_`` is from 0 to 1 by default, and JAX's ``uniform`` from 0 to
/// its scale; Keras' ``RandomUniform`` is from -0.05 to 0.05.
///
/// Examples
/// --------
/// >>> import numpy as np
/// >>> from paraminit import uniform
/// >>> uniform((2, 3), 0.5, rng=np.random.default_rng(3))
/// array([[-0.41435083, -0.26318949,  0.30127447],
///        [ 0.08216204, -0.40587136, -0.06687306]])
#[pyfunction]
#[pyo3(
    signature = (shape, bound=1.0, *, rng=None, dtype=None, out=None),
    text_signature = "(shape, bound=1.0, *, rng=None, dtype='float64', out=None)"
)]
pub(crate) fn uniform<'py>(
    shape: &Bound<'py, PyAny>,
    bound: f64,
    rng: Option<&Bound<'py, PyAny>>,
    dtype: Option<&Bound<'py, PyAny>>,
    out: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    Arguments::new(shape, rng, dtype, out)?.draw(Distribution::Uniform, "bound", bound)
}
