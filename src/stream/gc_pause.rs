#![expect(unsafe_code, reason = "two functions of Python's C API")]

use pyo3::ffi::{PyGC_Disable, PyGC_Enable};
use pyo3::prelude::*;

use crate::numpy::NumPy;

/// Pauses the cyclic garbage collector, so that no finalizer runs between steps that belong together
/// while the GIL is held.
///
/// Python 3.11 collects in any function that makes an object, and the finalizers may do anything, or
/// let another thread do it. Later versions collect between such functions only.
pub(super) struct GcPause<'py> {
    _py: Python<'py>,
    was_enabled: bool,
}

impl<'py> GcPause<'py> {
    pub(super) fn new(py: Python<'py>, numpy: &NumPy) -> Self {
        // SAFETY: the GIL is held, as `py` shows.
        let was_enabled = numpy.collected_anywhere && unsafe { PyGC_Disable() } != 0;
        Self { _py: py, was_enabled }
    }
}

impl Drop for GcPause<'_> {
    fn drop(&mut self) {
        if self.was_enabled {
            // SAFETY: as above.
            unsafe { PyGC_Enable() };
        }
    }
}
