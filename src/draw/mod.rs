//! Filling arrays with the numbers of a stream: fast, where that gives NumPy's bits for this very stream,
//! else by the stream's own methods.
#![expect(unsafe_code, reason = "memory of arrays, which is borrowed for the call")]

mod by_methods;
mod numbers;

use numpy::{PyUntypedArray, PyUntypedArrayMethods};
use pyo3::prelude::*;

use super::arguments::{Dtype, Rng};
use super::arrays::{self, Borrowed};
use super::stream::generator::{self, calibration::Calibrated};
use super::stream::{assert_drawable, legacy};
pub(crate) use numbers::{Numbers, is_within_range};
use paraminit_core::Arrays;
use paraminit_core::scheme::{Distribution, Parameters};

/// An array to be filled.
pub(super) struct Target<'py> {
    pub(super) array: Bound<'py, PyUntypedArray>,
    pub(super) numbers: Numbers,
    /// Nobody else has it. Then an array that the stream's own methods return takes its place.
    pub(super) made_here: bool,
}

impl<'py> Target<'py> {
    /// What [`arrays::memory`] asks for.
    const fn part(&self) -> (&Bound<'py, PyUntypedArray>, Parameters, bool) {
        (&self.array, self.numbers.parameters(), self.made_here)
    }
}

/// Fills the arrays, one after the other, those of one distribution as one run of the stream.
///
/// On an error the stream is as it was before the run that failed, unless its own methods draw: then it
/// is where they left it.
pub(super) fn fill<'py>(rng: &Rng<'py>, dtype: Dtype, targets: &mut [Target<'py>]) -> PyResult<()> {
    let is_same = |one: &Target<'_>, other: &Target<'_>| {
        one.numbers.distribution() == other.numbers.distribution()
    };
    let mut borrowed = Vec::new(); // for the call
    for target in targets.iter().filter(|target| !target.made_here) {
        borrowed.push(Borrowed::new(&target.array, dtype)?);
    }
    for run in targets.chunk_by_mut(is_same) {
        let within_range = run.iter().all(|target| target.numbers.is_within_range(dtype));
        let drawn = within_range
            && match dtype {
                // SAFETY: those that were not made here are borrowed.
                Dtype::Float64 => unsafe { fill_fast::<f64>(rng, run)? },
                // SAFETY: as above.
                Dtype::Float32 => unsafe { fill_fast::<f32>(rng, run)? },
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
                drawn::<f64>(rng, distribution, count, || Ok(Arrays::skipped(count)))?
            }
            Dtype::Float32 => {
                drawn::<f32>(rng, distribution, count, || Ok(Arrays::skipped(count)))?
            }
        };
    if skipped {
        return Ok(());
    }
    assert_drawable(rng.object())?;
    by_methods::skip(rng, dtype, distribution, count)
}

/// Fills arrays of one distribution as one run of the stream, if the stream is verified and there is a
/// way that gives the installed NumPy's bits.
///
/// # Safety
///
/// The arrays that were not made here are [`Borrowed`].
unsafe fn fill_fast<'py, T: Calibrated>(rng: &Rng<'py>, targets: &[Target<'py>]) -> PyResult<bool> {
    let distribution = targets.first().map(|target| target.numbers.distribution());
    let len = targets.iter().map(|target| target.array.len()).sum();
    // SAFETY: as the caller promises.
    let arrays = || unsafe { arrays::memory(targets.iter().map(Target::part)) };
    match distribution {
        Some(distribution) if len > 0 => drawn::<T>(rng, distribution, len, arrays),
        // Even for no numbers a subclass's method may draw some.
        _ => Ok(!matches!(rng, Rng::Subclass { .. })),
    }
}

/// Has `len` numbers drawn fast, if there is a way. Where they go `arrays` says.
fn drawn<'a, T: Calibrated>(
    rng: &Rng<'_>,
    distribution: Distribution,
    len: usize,
    arrays: impl FnOnce() -> PyResult<Arrays<'a, T>>,
) -> PyResult<bool> {
    match rng {
        Rng::Generator(generator) => generator::draw(generator, distribution, len, arrays),
        Rng::RandomState(stream) => legacy::draw(stream, distribution, len, arrays),
        Rng::Subclass { .. } => Ok(false),
    }
}
