//! Drawing by the methods of NumPy's `Generator`, which keep nothing for the next call: all state is the
//! bit generator's.

pub(crate) mod calibration;

use pyo3::prelude::*;

use super::held::Held;
use super::interrupts::Interrupts;
use super::states::{InNumPy, Kind, refused};
use super::{FEW, LONG, cpus};
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
    let arrays = arrays()?;
    if len < FEW {
        let words = held.words().map_err(refused)?;
        Generator::new(words).fill_singly(distribution, &sampler, arrays);
        return Ok(true);
    }
    match held.kind {
        Kind::Mt19937 => by::<Mt19937, T>(&held, distribution, &sampler, is_long, arrays),
        Kind::Pcg64 => by::<Pcg64, T>(&held, distribution, &sampler, is_long, arrays),
        Kind::Pcg64Dxsm => by::<Pcg64Dxsm, T>(&held, distribution, &sampler, is_long, arrays),
        Kind::Philox => by::<Philox, T>(&held, distribution, &sampler, is_long, arrays),
        Kind::Sfc64 => by::<Sfc64, T>(&held, distribution, &sampler, is_long, arrays),
    }
}

/// Draws from a copy of the bit generator, which is then brought up to it.
fn by<B: InNumPy, T: Calibrated>(
    held: &Held<'_>,
    distribution: Distribution,
    sampler: &Sampler,
    is_long: bool,
    arrays: Arrays<'_, T>,
) -> PyResult<bool> {
    let Some(state) = held.state::<B>() else { return Ok(false) };
    let start = state.read().map_err(refused)?;
    let mut copy = Generator::new(start.clone());
    if is_long {
        Interrupts::detached(held.stream.py(), |interrupts| {
            copy.fill(distribution, sampler, arrays, &mut || interrupts.arrived())
        })?;
        held.give_back(&state, &start, copy.bit_generator());
    } else {
        let _ = copy.fill(distribution, sampler, arrays, &mut || false); // never interrupted
        state.write(copy.bit_generator());
    }
    Ok(true)
}
