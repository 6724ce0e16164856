//! Drawing from NumPy's legacy streams.
//!
//! Two facts shape this module. NumPy holds the bit generator's lock, not the GIL, while it draws; so
//! must we. And the cached normal lies in the `RandomState`, where only `get_state` and `set_state` reach
//! it, each slower than to draw ten thousand weights; so NumPy itself moves it, by its scalar draws,
//! where it can.

mod bitgen;
mod cached_normal;
mod calibration;
mod cpus;
mod fallback;
mod gc_pause;
mod handle;
mod interrupts;
mod lock;
mod long;
mod mt19937_state;
mod short;

use std::sync::Arc;

use pyo3::intern;
use pyo3::prelude::*;

use super::interpreter::call_waiting;
use super::numpy::NumPy;
use crate::output::{self, Scale};
use gc_pause::GcPause;
use handle::Handle;

type Output<'a> = output::Output<'a, Scale<f64>>;

/// From so many numbers on a call takes long enough to be interrupted, and to let other threads have
/// the GIL.
const LONG: usize = 1 << 16;

/// Draws what `np.random.randn` would, and leaves the stream as it would be left.
///
/// On an error the stream is as it was. (But a thread that waits for the lock of a NumPy older
/// than 2.4 and is interrupted there may have drawn two normals.)
pub(super) fn draw(py: Python<'_>, mut output: Output<'_>) -> PyResult<()> {
    let numpy = NumPy::get(py)?;
    while !output.is_empty() {
        let batch = calibration::batch(py, numpy)?;
        let stream = Stream::global(py, numpy)?;
        if output.len() < LONG
            && let Some(batch) = batch
            && short::draw(&stream, batch, &mut output)?
        {
            return Ok(());
        }
        let locked = stream.handle.lock(py)?;
        let pause = GcPause::new(py, numpy);
        // Another thread may have exchanged the bit generator while this one waited.
        if !stream.is_current()? {
            continue;
        }
        if let Some(batch) = batch
            && let Some(twister) = locked.twister()
        {
            return long::draw(&stream, &twister, pause, batch, output);
        }
        let before = stream.state()?;
        drop(pause);
        // The state of some bit generators is made of large integers, and in between Python looks
        // for signals, whose handlers may do anything.
        if stream.is_current()? {
            return match batch {
                Some(batch) => fallback::by_words(&stream, &locked, &before, batch, output),
                None => fallback::by_numpy(&stream, &before, output),
            };
        }
    }
    Ok(())
}

/// A `RandomState` with the bit generator that it has at a moment.
struct Stream<'py> {
    py: Python<'py>,
    numpy: &'static NumPy,
    random_state: &'static Py<PyAny>,
    standard_normal: &'static Py<PyAny>,
    handle: Arc<Handle>,
}

impl<'py> Stream<'py> {
    /// The stream that `np.random.randn` draws from.
    fn global(py: Python<'py>, numpy: &'static NumPy) -> PyResult<Self> {
        let (random_state, standard_normal) = (&numpy.global_stream, &numpy.standard_normal);
        let handle = Handle::of(&bit_generator(random_state.bind(py))?, numpy)?;
        Ok(Self { py, numpy, random_state, standard_normal, handle })
    }

    /// Whether the stream still draws from the same bit generator.
    fn is_current(&self) -> PyResult<bool> {
        Ok(bit_generator(self.random_state.bind(self.py))?.is(&self.handle.bit_generator))
    }

    /// One normal, drawn by NumPy itself.
    fn scalar(&self) -> PyResult<f64> {
        self.standard_normal.bind(self.py).call0()?.extract()
    }

    /// The state of the stream, as a dict.
    fn state(&self) -> PyResult<Bound<'py, PyAny>> {
        let get_state = self.random_state.bind(self.py).getattr(intern!(self.py, "get_state"))?;
        call_waiting(&get_state, &(false,).into_pyobject(self.py)?)
    }

    /// Sets the state of the stream.
    fn set_state(&self, state: &Bound<'py, PyAny>) -> PyResult<()> {
        let set_state = self.random_state.bind(self.py).getattr(intern!(self.py, "set_state"))?;
        call_waiting(&set_state, &(state,).into_pyobject(self.py)?)?;
        Ok(())
    }

    /// Sets the state of the bit generator alone.
    fn set_words(&self, state: &Bound<'py, PyAny>) -> PyResult<()> {
        self.handle.bit_generator.bind(self.py).setattr(intern!(self.py, "state"), state)
    }
}

/// The bit generator that a `RandomState` draws from.
fn bit_generator<'py>(random_state: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    random_state.getattr(intern!(random_state.py(), "_bit_generator"))
}
