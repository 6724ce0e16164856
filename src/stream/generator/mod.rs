//! Drawing by the methods of NumPy's `Generator`, which keep nothing for the next call: all state is the
//! bit generator's.

pub(crate) mod calibration;

use pyo3::prelude::*;

use super::held::Held;
use super::interrupts::Interrupts;
use super::states::{InNumPy, Kind, refused};
use super::{LONG, cpus};
use crate::numpy::NumPy;
use paraminit_core::random::generator::{Batch, Method, Number};
use paraminit_core::random::{Map, Output};
use paraminit_core::random::{Mt19937, Pcg64, Pcg64Dxsm, Philox, Sfc64};

/// Draws `len` numbers as a method of the stream would, a `Generator` or a `RandomState`, and leaves its
/// bit generator as it would be left. They go where `output` says, which is asked when the lock is held
/// and no more Python code runs.
///
/// Returns false if the stream is not one that may be drawn from here. Then nothing has been drawn, and
/// the stream is untouched; so it is on an error.
pub(crate) fn draw<'a, T: Number, M: Map<Drawn = T, Number: 'a>>(
    stream: &Bound<'_, PyAny>,
    method: impl Method<T>,
    batch: Batch,
    len: usize,
    output: impl FnOnce() -> PyResult<Output<'a, M>>,
) -> PyResult<bool> {
    if len == 0 {
        return Ok(true);
    }
    let py = stream.py();
    let numpy = NumPy::get(py)?;
    let batch = if len < LONG { batch } else { batch.with_threads(cpus::threads(py, numpy)?) };
    let Some(held) = Held::of(stream, numpy)? else { return Ok(false) };
    let draw = Draw { held: &held, method, batch, output };
    match held.kind {
        Kind::Mt19937 => draw.from::<Mt19937, T, M>(),
        Kind::Pcg64 => draw.from::<Pcg64, T, M>(),
        Kind::Pcg64Dxsm => draw.from::<Pcg64Dxsm, T, M>(),
        Kind::Philox => draw.from::<Philox, T, M>(),
        Kind::Sfc64 => draw.from::<Sfc64, T, M>(),
    }
}

/// A call.
struct Draw<'a, 'py, D, O> {
    held: &'a Held<'py>,
    method: D,
    batch: Batch,
    output: O,
}

impl<D, O> Draw<'_, '_, D, O> {
    /// Draws from a copy of the bit generator, which is then brought up to it.
    fn from<'a, B: InNumPy, T: Number, M: Map<Drawn = T, Number: 'a>>(self) -> PyResult<bool>
    where
        D: Method<T>,
        O: FnOnce() -> PyResult<Output<'a, M>>,
    {
        let Self { held, method, batch, output } = self;
        let Some(state) = held.state::<B>() else { return Ok(false) };
        let mut copy = state.read().map_err(refused)?;
        let output = output()?;
        if output.len() < LONG {
            let _ = batch.fill(method, &mut copy, output, &mut || false); // never interrupted
            state.write(&copy);
            return Ok(true);
        }
        let start = copy.clone();
        Interrupts::detached(held.stream.py(), |interrupts| {
            batch.fill(method, &mut copy, output, &mut || interrupts.arrived())
        })?;
        held.give_back(&state, &start, &copy);
        Ok(true)
    }
}
