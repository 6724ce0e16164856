//! Drawing from a `RandomState`: normals by the polar method, and its cached normal.

mod cached_normal;
mod calibration;
mod global_stream;
mod sink;

use pyo3::prelude::*;

use super::held::Held;
use super::interrupts::Interrupts;
use super::states::refused;
use super::{LONG, cpus};
use crate::numpy::NumPy;
use cached_normal::CachedNormal;
pub(crate) use global_stream::GlobalStream;
use paraminit_core::random::{Mt19937, RandomState};
pub(crate) use sink::{Kept, Sink};

/// Fewer numbers are drawn where the stream lies.
const FEW: usize = 32;

/// Draws normals into the sink until it is full, as `random_state.standard_normal` would, and leaves the
/// stream as it would be left. It has room for `len` numbers, and is made when the lock is held and no
/// more Python code runs.
///
/// Returns false if the stream is not one that may be drawn from here: a `RandomState` of NumPy's on an
/// `MT19937`. Then nothing has been drawn, and the stream is untouched; so it is on an error.
pub(crate) fn draw<S: Sink>(
    random_state: &RandomStateObject<'_>,
    len: usize,
    sink: impl FnOnce() -> PyResult<S>,
) -> PyResult<bool> {
    if len == 0 {
        return Ok(true);
    }
    let py = random_state.object.py();
    let numpy = NumPy::get(py)?;
    let Some(batch) = calibration::batch(py, numpy)? else { return Ok(false) };
    let batch = if len < LONG { batch } else { batch.with_threads(cpus::threads(py, numpy)?) };
    if !CachedNormal::is_known(py, numpy)? {
        return Ok(false);
    }
    let Some(held) = Held::of(&random_state.object, numpy)? else { return Ok(false) };
    let Some(cached) = CachedNormal::of(&held) else { return Ok(false) };
    if len < FEW {
        let Some(words) = held.twister().map_err(refused)? else { return Ok(false) };
        let mut stream = RandomState::new(words, cached.read());
        sink()?.fill_singly_from(&mut stream, batch.contraction());
        cached.write(stream.cached_normal());
        return Ok(true);
    }
    let Some(state) = held.state::<Mt19937>() else { return Ok(false) };
    let start = state.read().map_err(refused)?;
    let sink = sink()?;
    if len < LONG {
        let mut copy = RandomState::new(start, cached.read());
        let _ = sink.fill_from(&mut copy, &batch, &mut || false); // never interrupted
        cached.write(copy.cached_normal());
        state.write(copy.bit_generator());
        return Ok(true);
    }
    let mut copy = RandomState::new(start.clone(), cached.read());
    Interrupts::detached(py, |interrupts| {
        sink.fill_from(&mut copy, &batch, &mut || interrupts.arrived())
    })?;
    // Another thread may have given the stream another bit generator meanwhile. The cached normal
    // belongs to that one then.
    if held.is_unchanged() {
        cached.write(copy.cached_normal());
    }
    held.give_back(&state, &start, copy.bit_generator());
    Ok(true)
}

/// A legacy stream: a `RandomState`, or what stands for the global one.
pub(crate) struct RandomStateObject<'py> {
    pub(crate) object: Bound<'py, PyAny>,
}

impl<'py> RandomStateObject<'py> {
    /// One of a program's own.
    pub(crate) const fn new(object: Bound<'py, PyAny>) -> Self {
        Self { object }
    }
}
