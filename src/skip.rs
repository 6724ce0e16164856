//! Moving a stream past the numbers of an array.
#![expect(clippy::doc_markdown, reason = "the function's docs are numpydoc")]

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::arguments::{Argument, Dtype, Shape, named};
use super::draw;
use super::stream::Rng;
use paraminit_core::scheme::Distribution;

/// Move a stream on as if an array were drawn, without the array.
///
/// It is left where this call would leave it, the cached normal of a `RandomState` and a
/// buffered half of a word included::
///
///     normal(shape, rng=rng, dtype=dtype)  # or truncated_normal, or uniform
///
/// Parameters
/// ----------
/// shape : int or tuple of int
///     Shape of the array. It may be larger than any memory.
/// distribution : {"normal", "truncated_normal", "uniform"}, optional
///     What would be drawn. The schemes draw normal numbers, those that are called
///     ``_uniform`` uniform ones.
/// rng : {Generator, RandomState, BitGenerator}
///     The stream, or the module ``np.random`` for the global one.
/// dtype : {np.float64, np.float32}, optional
///     Type of the numbers, float64 by default.
///
/// Raises
/// ------
/// TypeError
///     For a seed: what is made of it would be forgotten. For a `dtype` that is neither
///     float64 nor float32.
/// ValueError
///     If the shape or the distribution is none. After any error, or Ctrl-C, `rng` is as
///     it was before the call, unless its own methods had to draw.
///
/// See Also
/// --------
/// normal, truncated_normal, uniform
///
/// Notes
/// -----
/// Uniform numbers are passed over at once where the bit generator can jump (PCG64,
/// PCG64DXSM, Philox). How many words normal numbers take depends on the words, so these
/// are looked at, on all threads, which takes less time than drawing.
///
/// Processes that share nothing can so draw one network: each skips the rows before its
/// own, draws its own, and skips the rest.
///
/// Examples
/// --------
/// >>> import numpy as np
/// >>> from paraminit import normal, skip
/// >>> rng = np.random.default_rng(3)
/// >>> skip((1000, 784), rng=rng)
/// >>> last_rows = normal((24, 784), rng=rng)
/// >>> whole = normal((1024, 784), rng=np.random.default_rng(3))
/// >>> np.array_equal(last_rows, whole[1000:])
/// True
#[pyfunction]
#[pyo3(
    signature = (shape, distribution=Argument::Default, *, rng, dtype=None),
    text_signature = "(shape, distribution='normal', *, rng, dtype='float64')"
)]
pub(super) fn skip(
    shape: &Bound<'_, PyAny>,
    distribution: Argument<'_, '_>,
    rng: &Bound<'_, PyAny>,
    dtype: Option<&Bound<'_, PyAny>>,
) -> PyResult<()> {
    let dtype = Dtype::new(dtype)?;
    let distribution = named("distribution", distribution, Distribution::Normal)?;
    let count = size(&Shape::new(shape).sizes(shape.py())?)?;
    draw::skip(&Rng::existing(rng)?, dtype, distribution, count)
}

/// How many numbers an array has.
fn size(shape: &[usize]) -> PyResult<usize> {
    if shape.contains(&0) {
        return Ok(0);
    }
    shape
        .iter()
        .try_fold(1_usize, |size, &axis| size.checked_mul(axis))
        .filter(|&size| isize::try_from(size).is_ok())
        .ok_or_else(|| PyValueError::new_err("Maximum allowed dimension exceeded")) // as NumPy says
}
