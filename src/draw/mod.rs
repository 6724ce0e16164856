//! Filling arrays with the numbers of a stream: fast, where that gives NumPy's bits for this very stream,
//! else by the stream's own methods.

mod by_methods;
mod numbers;
mod target;

use numpy::PyUntypedArrayMethods;
use pyo3::prelude::*;

use super::arguments::Dtype;
use super::arrays::Element;
use super::stream::{self, assert_drawable};
use crate::stream::Rng;
pub(crate) use numbers::{Numbers, is_within_range};
use paraminit_core::Arrays;
use paraminit_core::scheme::Distribution;
pub(crate) use target::Target;
use target::memory;

/// Fills the arrays, one after the other, those of one distribution as one run of the stream.
///
/// On an error the stream is as it was before the run that failed, unless its own methods draw: then it
/// is where they left it.
pub(super) fn fill<'py>(rng: &Rng<'py>, dtype: Dtype, targets: &mut [Target<'py>]) -> PyResult<()> {
    let is_same = |one: &Target<'_>, other: &Target<'_>| {
        one.numbers.distribution == other.numbers.distribution
    };
    for run in targets.chunk_by_mut(is_same) {
        let within_range = run.iter().all(|target| target.numbers.is_within_range(dtype));
        let drawn = within_range
            && match dtype {
                Dtype::Float64 => fill_fast::<f64>(rng, run)?,
                Dtype::Float32 => fill_fast::<f32>(rng, run)?,
            };
        if !drawn {
            assert_drawable(rng.object())?;
            by_methods::fill(rng, dtype, run)?;
        }
    }
    Ok(())
}

/// Moves the stream on as if so many numbers were drawn, and leaves it on an error as [`fill`] does.
pub(super) fn skip(
    rng: &Rng<'_>,
    dtype: Dtype,
    distribution: Distribution,
    count: usize,
) -> PyResult<()> {
    let skipped = count == 0
        || match dtype {
            Dtype::Float64 => {
                stream::draw::<f64>(rng, distribution, count, || Ok(Arrays::skipped(count)))?
            }
            Dtype::Float32 => {
                stream::draw::<f32>(rng, distribution, count, || Ok(Arrays::skipped(count)))?
            }
        };
    if skipped {
        return Ok(());
    }
    assert_drawable(rng.object())?;
    by_methods::skip(rng, dtype, Numbers::new(distribution, 1.0), count)
}

/// Fills arrays of one distribution as one run of the stream, if the stream is verified and there is a
/// way that gives the installed NumPy's bits.
fn fill_fast<T: Element>(rng: &Rng<'_>, targets: &mut [Target<'_>]) -> PyResult<bool> {
    let len = targets.iter().map(|target| target.array.len()).sum();
    match targets.first().map(|target| target.numbers.distribution) {
        Some(distribution) if len > 0 => {
            stream::draw::<T>(rng, distribution, len, || memory(targets))
        }
        // Even for no numbers a subclass's method may draw some.
        _ => Ok(rng.is_exact()),
    }
}
