//! Filling arrays with the numbers of a stream: fast, where that gives NumPy's bits for this very stream,
//! else by the stream's own methods.

mod by_methods;
mod fast;
mod numbers;

use numpy::PyUntypedArray;
use pyo3::prelude::*;

use super::arguments::{Dtype, Rng};
pub(crate) use numbers::{Numbers, is_within_range};

/// An array to be filled.
pub(super) struct Target<'py> {
    pub(super) array: Bound<'py, PyUntypedArray>,
    pub(super) numbers: Numbers,
    /// Nobody else has it. Then an array that the stream's own methods return takes its place.
    pub(super) made_here: bool,
}

/// Fills the arrays, one after the other, those of one distribution as one run of the stream.
///
/// On an error the stream is as it was before the run that failed, unless its own methods draw: then it
/// is where they left it.
pub(super) fn fill<'py>(rng: &Rng<'py>, dtype: Dtype, targets: &mut [Target<'py>]) -> PyResult<()> {
    let is_same = |one: &Target<'_>, other: &Target<'_>| {
        one.numbers.distribution() == other.numbers.distribution()
    };
    for run in targets.chunk_by_mut(is_same) {
        let within_range = run.iter().all(|target| target.numbers.is_within_range(dtype));
        let drawn = within_range
            && match dtype {
                Dtype::Float64 => fast::fill::<f64>(rng, run)?,
                Dtype::Float32 => fast::fill::<f32>(rng, run)?,
            };
        if !drawn {
            by_methods::fill(rng, dtype, run)?;
        }
    }
    Ok(())
}
