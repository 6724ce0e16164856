//! Filling arrays with the numbers of a stream: fast, where that gives NumPy's bits for this very stream,
//! else by the stream's own methods.
#![expect(unsafe_code, reason = "memory of arrays, which is borrowed for the call")]

mod by_methods;
mod fast;
mod numbers;

use numpy::PyUntypedArray;
use pyo3::prelude::*;

use super::arguments::{Dtype, Rng};
use super::arrays::Borrowed;
use super::stream::assert_drawable;
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
    let callers = targets.iter().filter(|target| !target.made_here);
    let _borrowed =
        callers.map(|target| Borrowed::new(&target.array, dtype)).collect::<PyResult<Vec<_>>>()?;
    for run in targets.chunk_by_mut(is_same) {
        let within_range = run.iter().all(|target| target.numbers.is_within_range(dtype));
        let drawn = within_range
            && match dtype {
                // SAFETY: those that were not made here are borrowed.
                Dtype::Float64 => unsafe { fast::fill::<f64>(rng, run)? },
                // SAFETY: as above.
                Dtype::Float32 => unsafe { fast::fill::<f32>(rng, run)? },
            };
        if !drawn {
            assert_drawable(rng.object())?;
            by_methods::fill(rng, dtype, run)?;
        }
    }
    Ok(())
}
