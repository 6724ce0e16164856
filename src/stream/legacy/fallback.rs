//! Slower ways, for bit generators and builds of NumPy that the fast one does not know.

use numpy::{PyArray1, PyArrayMethods};
use pyo3::intern;
use pyo3::prelude::*;

use super::Stream;
use super::cached_normal::{CachedNormal, complete};
use super::sink::Sink;
use crate::interpreter::call_waiting;
use crate::stream::gc_pause::GcPause;
use crate::stream::interrupts::Interrupts;
use crate::stream::lock::Locked;
use paraminit_core::{RandomState, Sampler};

/// Draws by the bit generator's own functions, from the state `before`.
pub(super) fn by_words(
    stream: &Stream<'_, '_>,
    locked: &Locked<'_, '_>,
    before: &Bound<'_, PyAny>,
    batch: Sampler,
    sink: impl Sink,
) -> PyResult<()> {
    let cached = CachedNormal::read(before)?;
    let mut own = RandomState::new(locked.words(), cached.normal());
    let drawn = Interrupts::detached(stream.py, |interrupts| {
        sink.fill_singly_from(&mut own, batch.rounding().sum_of_squares, &mut || {
            interrupts.arrived()
        })
    });
    let _pause = GcPause::new(stream.py, stream.numpy);
    let now = CachedNormal::of(own.cached_normal());
    let drawn = drawn.and_then(|()| cached.exchange_for(now, stream, locked));
    if drawn.is_err() {
        stream.set_words(before)?;
    }
    drawn
}

/// Draws by NumPy's own method on a copy of the stream, whose state is `before`.
pub(super) fn by_numpy(
    stream: &Stream<'_, '_>,
    before: &Bound<'_, PyAny>,
    sink: impl Sink,
) -> PyResult<()> {
    let py = stream.py;
    let deepcopy = py.import("copy")?.getattr("deepcopy")?;
    let bit_generator =
        call_waiting(&deepcopy, &(&stream.handle.bit_generator,).into_pyobject(py)?)?;
    let copy = stream.numpy.random_state_type.bind(py).call1((bit_generator,))?;
    copy.call_method1(intern!(py, "set_state"), (complete(before.clone())?,))?;
    draw_by(py, &copy.getattr(intern!(py, "standard_normal"))?, sink)?;
    let state = complete(copy.call_method1(intern!(py, "get_state"), (false,))?)?;
    let _pause = GcPause::new(py, stream.numpy);
    if stream.is_current()? { stream.set_state(&state) } else { stream.set_words(&state) }
}

/// Draws by NumPy's own method. Where that fails, the numbers that it has drawn are lost.
pub(super) fn draw_by(
    py: Python<'_>,
    standard_normal: &Bound<'_, PyAny>,
    mut sink: impl Sink,
) -> PyResult<()> {
    const CHUNK: usize = 1 << 16;
    while sink.missing() > 0 {
        let len = sink.missing().min(CHUNK);
        let normals = call_waiting(standard_normal, &(len,).into_pyobject(py)?)?;
        let normals = normals.cast_into::<PyArray1<f64>>()?;
        sink.take(normals.readwrite().as_slice_mut()?);
        py.check_signals()?;
    }
    Ok(())
}
