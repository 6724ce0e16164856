//! The initializers for any stream.
#![expect(clippy::doc_markdown, reason = "the functions' docs are numpydoc")]

use pyo3::exceptions::PyOverflowError;
use pyo3::prelude::*;

use super::arguments::{Dtype, Rng, not_negative, out};
use super::arrays;
use super::draw::{Distribution, Target};

/// Normal numbers with mean 0.
#[pyfunction]
#[pyo3(
    signature = (shape, std=1.0, *, rng=None, dtype=None, out=None),
    text_signature = "(shape, std=1.0, *, rng=None, dtype=numpy.float64, out=None)"
)]
pub(super) fn normal<'py>(
    shape: &Bound<'py, PyAny>,
    std: f64,
    rng: Option<&Bound<'py, PyAny>>,
    dtype: Option<&Bound<'py, PyAny>>,
    out: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let dtype = Dtype::new(dtype)?;
    let std = not_negative("std", std, dtype)?;
    draw(Distribution::Normal, std, shape, rng, dtype, out)
}

/// Uniform numbers around 0.
#[pyfunction]
#[pyo3(
    signature = (shape, bound=1.0, *, rng=None, dtype=None, out=None),
    text_signature = "(shape, bound=1.0, *, rng=None, dtype=numpy.float64, out=None)"
)]
pub(super) fn uniform<'py>(
    shape: &Bound<'py, PyAny>,
    bound: f64,
    rng: Option<&Bound<'py, PyAny>>,
    dtype: Option<&Bound<'py, PyAny>>,
    out: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let dtype = Dtype::new(dtype)?;
    let bound = not_negative("bound", bound, dtype)?;
    // NumPy's words for it.
    not_negative("2 * bound", 2.0 * bound, dtype)
        .map_err(|_| PyOverflowError::new_err("high - low range exceeds valid bounds"))?;
    draw(Distribution::Uniform, bound, shape, rng, dtype, out)
}

/// A new array, or `out`, filled with numbers.
fn draw<'py>(
    distribution: Distribution,
    parameter: f64,
    shape: &Bound<'py, PyAny>,
    rng: Option<&Bound<'py, PyAny>>,
    dtype: Dtype,
    out: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let rng = Rng::new(rng, shape.py())?;
    let target = match out {
        Some(out) => Target { array: out::check(out, shape, dtype)?, parameter, references: None },
        None => Target { array: arrays::empty_like(shape, dtype)?, parameter, references: Some(1) },
    };
    let mut targets = [target];
    distribution.fill(&rng, dtype, &mut targets)?;
    let [target] = targets;
    Ok(target.array.into_any())
}
