//! Slower ways, for bit generators and builds of NumPy that the fast one does not know.

use numpy::{PyArray1, PyArrayMethods};
use pyo3::intern;
use pyo3::prelude::*;

use super::cached_normal::{CachedNormal, complete};
use super::gc_pause::GcPause;
use super::interrupts::Interrupts;
use super::lock::Locked;
use super::{Output, Stream};
use crate::python::interpreter::call_waiting;
use crate::random::{Batch, RandomState};

/// Draws all numbers by the bit generator's own functions, from the state `before`.
pub(super) fn by_words<'py>(
    stream: &Stream<'py>,
    locked: &Locked<'_, 'py>,
    before: &Bound<'py, PyAny>,
    batch: Batch,
    mut output: Output<'_>,
) -> PyResult<()> {
    let (py, contraction) = (stream.py, batch.contraction());
    let cached = CachedNormal::read(before)?;
    let mut own = RandomState::new(locked.words(), cached.normal());
    // All but the last of an odd number: then none is left cached.
    let len = output.len();
    let alone = usize::from(cached.normal().is_some() && len > 0);
    let front = output.split_front(alone + (len - alone) / 2 * 2);
    let drawn = Interrupts::detached(py, |interrupts| {
        own.fill_singly(contraction, front, &mut || interrupts.arrived())
    });
    if let Err(error) = drawn {
        stream.set_words(before)?;
        return Err(error);
    }
    let _pause = GcPause::new(py, stream.numpy);
    if stream.handle.reentrant && stream.is_current()? {
        // NumPy moves what is cached by its scalar draws: it takes the normal that we have drawn, and
        // keeps the second one of a last pair.
        if cached.normal().is_some() {
            stream.scalar()?;
        }
        if !output.is_empty() {
            output.push(stream.scalar()?);
        }
        return Ok(());
    }
    let _ = own.fill_singly(contraction, output, &mut || false); // never interrupted
    cached.exchange_for(CachedNormal::of(own.cached_normal()), stream)
}

/// Draws all numbers by NumPy's own normals, from a copy of the stream, whose state is `before`.
pub(super) fn by_numpy(
    stream: &Stream<'_>,
    before: &Bound<'_, PyAny>,
    mut output: Output<'_>,
) -> PyResult<()> {
    const CHUNK: usize = 1 << 16;
    let py = stream.py;
    let deepcopy = py.import("copy")?.getattr("deepcopy")?;
    let bit_generator =
        call_waiting(&deepcopy, &(&stream.handle.bit_generator,).into_pyobject(py)?)?;
    let copy = stream.numpy.random_state_type.bind(py).call1((bit_generator,))?;
    copy.call_method1(intern!(py, "set_state"), (complete(before.clone())?,))?;
    while !output.is_empty() {
        let normals = copy.call_method1("standard_normal", (output.len().min(CHUNK),))?;
        let normals = normals.cast_into::<PyArray1<f64>>()?.readonly();
        output.extend(normals.as_slice()?);
        py.check_signals()?;
    }
    let state = complete(copy.call_method1(intern!(py, "get_state"), (false,))?)?;
    let _pause = GcPause::new(py, stream.numpy);
    if stream.is_current()? { stream.set_state(&state) } else { stream.set_words(&state) }
}
