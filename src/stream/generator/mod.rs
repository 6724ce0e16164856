//! Drawing by the methods of NumPy's `Generator`, which keep nothing for the next call: all state is the
//! bit generator's.

pub(crate) mod calibration;

use pyo3::prelude::*;

use super::held::Held;
use super::interrupts::Interrupts;
use super::states::{InNumPy, Kind, refused};
use super::{LONG, cpus};
use crate::numpy::NumPy;
use calibration::Calibrated;
use paraminit_core::bit_generator::{Mt19937, Pcg64, Pcg64Dxsm, Philox, Sfc64};
use paraminit_core::scheme::Distribution;
use paraminit_core::{Arrays, Generator, Sampler, Stream};

/// Draws `len` numbers as a method of the `Generator` would, and leaves its bit generator as it would be
/// left. Where they go `arrays` says, which is asked when the lock is held and no more Python code runs.
///
/// Returns false if the stream is not one that may be drawn from here. Then nothing has been drawn, and
/// the stream is untouched; so it is on an error.
pub(crate) fn draw<'a, T: Calibrated>(
    generator: &Bound<'_, PyAny>,
    distribution: Distribution,
    len: usize,
    arrays: impl FnOnce() -> PyResult<Arrays<'a, T>>,
) -> PyResult<bool> {
    let py = generator.py();
    let numpy = NumPy::get(py)?;
    let Some(sampler) = T::sampler(py)? else { return Ok(false) };
    let is_long = len >= LONG;
    let sampler = if is_long { sampler.with_threads(cpus::threads(py, numpy)?) } else { sampler };
    let Some(held) = Held::of(generator, numpy)? else { return Ok(false) };
    let draw = Draw { held: &held, distribution, sampler, is_long };
    match held.kind {
        Kind::Mt19937 => draw.by::<Mt19937, T>(arrays),
        Kind::Pcg64 => draw.by::<Pcg64, T>(arrays),
        Kind::Pcg64Dxsm => draw.by::<Pcg64Dxsm, T>(arrays),
        Kind::Philox => draw.by::<Philox, T>(arrays),
        Kind::Sfc64 => draw.by::<Sfc64, T>(arrays),
    }
}

/// A call.
struct Draw<'a, 'py> {
    held: &'a Held<'py>,
    distribution: Distribution,
    sampler: Sampler,
    is_long: bool,
}

impl Draw<'_, '_> {
    /// Draws from a copy of the bit generator, which is then brought up to it.
    fn by<'a, B: InNumPy, T: Calibrated>(
        self,
        arrays: impl FnOnce() -> PyResult<Arrays<'a, T>>,
    ) -> PyResult<bool> {
        let Self { held, distribution, sampler, is_long } = self;
        let Some(state) = held.state::<B>() else { return Ok(false) };
        let mut copy = Generator::new(state.read().map_err(refused)?);
        let arrays = arrays()?;
        if !is_long {
            let _ = copy.fill(distribution, &sampler, arrays, &mut || false); // never interrupted
            state.write(copy.bit_generator());
            return Ok(true);
        }
        let start = copy.bit_generator().clone();
        Interrupts::detached(held.stream.py(), |interrupts| {
            copy.fill(distribution, &sampler, arrays, &mut || interrupts.arrived())
        })?;
        held.give_back(&state, &start, copy.bit_generator());
        Ok(true)
    }
}
