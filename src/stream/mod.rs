//! Drawing from NumPy's streams.
//!
//! NumPy holds the bit generator's lock, not the GIL, while it draws; so do we ([`lock`]). A stream is
//! one of the legacy kind, a `RandomState` ([`legacy`]), or a `Generator` ([`generator`]).

mod bitgen;
mod cpus;
mod gc_pause;
pub(super) mod generator;
mod handle;
mod interrupts;
pub(super) mod legacy;
mod lock;
mod mt19937_state;
mod object_memory;
mod philox_position;

use pyo3::exceptions::{PyAttributeError, PyNotImplementedError, PyTypeError};
use pyo3::prelude::*;

/// From so many numbers on a call takes long enough to be interrupted, and to let other threads have
/// the GIL.
const LONG: usize = 1 << 16;

/// A state, unless the bit generator is one that tells none.
pub(super) fn if_told<'py>(
    py: Python<'py>,
    state: PyResult<Bound<'py, PyAny>>,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    match state {
        Err(error)
            if error.is_instance_of::<PyNotImplementedError>(py)
                || error.is_instance_of::<PyAttributeError>(py)
                || error.is_instance_of::<PyTypeError>(py) =>
        {
            Ok(None)
        }
        state => state.map(Some),
    }
}
