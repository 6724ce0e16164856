//! Drawing from a `RandomState`: normals by the polar method, and its cached normal.
//!
//! The cached normal lies in the `RandomState`. It is read and written there, if the installed NumPy's
//! structure is known; else NumPy itself moves it, by its scalar draws, where it can: `get_state` and
//! `set_state` are each slower than drawing ten thousand weights.

mod cached_normal;
mod calibration;
mod fallback;
mod in_place;
mod long;
mod short;
mod sink;

use std::sync::Arc;

use pyo3::intern;
use pyo3::prelude::*;

use super::gc_pause::GcPause;
use super::handle::{Handle, Kind, Last};
use super::philox_position::buffer_position;
use super::{LONG, if_told};
use crate::interpreter::call_waiting;
use crate::numpy::NumPy;
use cached_normal::CachedNormal;
use in_place::Known;
use paraminit_core::{Output, Scale};
pub(crate) use sink::Kept;
use sink::Sink;

/// Draws normals into the output, as `random_state.standard_normal` would, and leaves the stream as it
/// would be left.
pub(crate) fn draw_normals<'py>(
    py: Python<'py>,
    random_state: &RandomStateObject<'py>,
    mut output: Output<'_, Scale<f64>>,
) -> PyResult<()> {
    let numpy = NumPy::get(py)?;
    if (1..LONG).contains(&output.len())
        && let Some(batch) = calibration::batch(py, numpy)?
        && short::draw(&Stream::of(py, numpy, random_state)?, batch, &mut output)?
    {
        return Ok(());
    }
    draw(py, random_state, output)
}

/// Draws normals into the sink until it is full, as `random_state.standard_normal` would, and leaves
/// the stream as it would be left.
///
/// On an error the stream is as it was. (But a thread that waits for the lock of a NumPy older
/// than 2.4 and is interrupted there may have drawn two normals.)
pub(crate) fn draw<'py>(
    py: Python<'py>,
    random_state: &RandomStateObject<'py>,
    sink: impl Sink,
) -> PyResult<()> {
    let numpy = NumPy::get(py)?;
    while sink.missing() > 0 {
        let batch = calibration::batch(py, numpy)?;
        let stream = Stream::of(py, numpy, random_state)?;
        let locked = stream.handle.lock(py)?;
        let pause = GcPause::new(py, numpy);
        // Another thread may have exchanged the bit generator while this one waited.
        if !stream.is_current()? {
            continue;
        }
        if let Some(batch) = batch
            && let Some(twister) = locked.twister()
        {
            let cached = CachedNormal::of_stream(&stream, &locked, &twister)?;
            // NumPy may have let another thread run while it told its state.
            if !stream.is_current()? {
                continue;
            }
            return long::draw(&stream, &locked, &twister, cached, pause, batch, sink);
        }
        let before = if_told(py, stream.state())?;
        // NumPy's functions read wherever an impossible position points to.
        if let (Kind::Philox, Some(before)) = (stream.handle.kind, &before) {
            buffer_position(before)?;
        }
        drop(pause);
        // Some states hold large integers. While Python makes those it looks for signals, whose
        // handlers may do anything.
        if stream.is_current()? {
            return match (before, batch) {
                (Some(before), Some(batch)) => {
                    fallback::by_words(&stream, &locked, &before, batch, sink)
                }
                (Some(before), None) => fallback::by_numpy(&stream, &before, sink),
                (None, _) => {
                    drop(locked);
                    fallback::draw_by(py, stream.standard_normal, sink)
                }
            };
        }
    }
    Ok(())
}

/// A `RandomState`, whose methods are NumPy's own.
pub(crate) struct RandomStateObject<'py> {
    pub(crate) object: Bound<'py, PyAny>,
    standard_normal: Bound<'py, PyAny>,
}

impl<'py> RandomStateObject<'py> {
    /// The one that `np.random.randn` draws from.
    pub(crate) fn global(py: Python<'py>) -> PyResult<Self> {
        let numpy = NumPy::get(py)?;
        let object = numpy.global_stream.bind(py).clone();
        Ok(Self { object, standard_normal: numpy.standard_normal.bind(py).clone() })
    }

    /// One of a program's own.
    pub(crate) fn new(object: Bound<'py, PyAny>) -> PyResult<Self> {
        let standard_normal = object.getattr(intern!(object.py(), "standard_normal"))?;
        Ok(Self { object, standard_normal })
    }

    /// The bit generator that it draws from at the moment.
    pub(crate) fn bit_generator(&self) -> PyResult<Bound<'py, PyAny>> {
        self.object.getattr(intern!(self.object.py(), "_bit_generator"))
    }
}

/// A `RandomState` with the bit generator that it has at a moment.
struct Stream<'a, 'py> {
    py: Python<'py>,
    numpy: &'static NumPy,
    random_state: &'a RandomStateObject<'py>,
    standard_normal: &'a Bound<'py, PyAny>,
    handle: Arc<Handle>,
    /// Where its cached normal lies.
    known: Option<Known>,
}

impl<'a, 'py> Stream<'a, 'py> {
    fn of(
        py: Python<'py>,
        numpy: &'static NumPy,
        random_state: &'a RandomStateObject<'py>,
    ) -> PyResult<Self> {
        static LAST: Last = Last::new();
        let handle = Handle::of(&random_state.bit_generator()?, &LAST, numpy)?;
        let standard_normal = &random_state.standard_normal;
        let known = Known::check(py, numpy)?;
        Ok(Self { py, numpy, random_state, standard_normal, handle, known })
    }

    /// Whether the stream still draws from the same bit generator.
    fn is_current(&self) -> PyResult<bool> {
        Ok(self.random_state.bit_generator()?.is(&self.handle.bit_generator))
    }

    /// One normal, drawn by NumPy itself.
    fn scalar(&self) -> PyResult<f64> {
        self.standard_normal.call0()?.extract()
    }

    /// The state of the stream, as a dict.
    fn state(&self) -> PyResult<Bound<'py, PyAny>> {
        let get_state = self.random_state.object.getattr(intern!(self.py, "get_state"))?;
        call_waiting(&get_state, &(false,).into_pyobject(self.py)?)
    }

    /// Sets the state of the stream.
    fn set_state(&self, state: &Bound<'py, PyAny>) -> PyResult<()> {
        let set_state = self.random_state.object.getattr(intern!(self.py, "set_state"))?;
        call_waiting(&set_state, &(state,).into_pyobject(self.py)?)?;
        Ok(())
    }

    /// Sets the state of the bit generator alone.
    fn set_words(&self, state: &Bound<'py, PyAny>) -> PyResult<()> {
        self.handle.bit_generator.bind(self.py).setattr(intern!(self.py, "state"), state)
    }
}
