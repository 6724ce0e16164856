//! What the interpreter asks of a module: to be loaded once, and to let its threads end.
#![expect(unsafe_code, reason = "a call whose frame must not be unwound")]

use std::{mem, ptr, thread};

use pyo3::BoundObject;
use pyo3::exceptions::PyImportError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple};

/// Refuses to be loaded by a second interpreter of a process: what the module keeps between calls
/// belongs to the first one. From Python 3.12 on the interpreter itself refuses.
pub(super) fn assert_first(py: Python<'_>) -> PyResult<()> {
    static MODULES: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let modules = py.import("sys")?.getattr("modules")?; // each interpreter has its own
    if MODULES.get_or_init(py, || modules.clone().unbind()).is(&modules) {
        Ok(())
    } else {
        Err(PyImportError::new_err("paraminit cannot be loaded by a second interpreter"))
    }
}

/// Runs a call of a C function, in which this thread may wait for a lock or for the GIL.
///
/// While the process ends, CPython before 3.14 ends a daemon thread where it takes the GIL again, by
/// `pthread_exit`. That unwinds the thread's stack, and glibc aborts the process if the unwinding meets
/// a frame that catches it, as each function called from Python does in Rust. So every wait happens in
/// here: the unwinding stops at this frame, and the thread sleeps until the process is gone. CPython
/// does the same from 3.14 on, and so does PyO3 where it takes the GIL itself.
///
/// Rust does not define what such a forced unwinding does at a frame with a destructor (RFC 2945). What is
/// relied on is what GCC's unwinder does: it runs the destructor, which never returns.
///
/// The C function has to be declared as one that unwinds.
pub(super) fn waiting<T>(call: impl FnOnce() -> T) -> T {
    let asleep = SleepForEver;
    let result = call();
    mem::forget(asleep);
    result
}

/// Dropped only when its frame is unwound.
struct SleepForEver;

impl Drop for SleepForEver {
    fn drop(&mut self) {
        loop {
            thread::park();
        }
    }
}

/// Calls a Python function that may wait, or that is itself written in Python: the interpreter may
/// switch threads there.
#[inline]
pub(super) fn call_waiting<'py>(
    function: &Bound<'py, PyAny>,
    arguments: impl IntoPyObject<'py, Target = PyTuple>,
) -> PyResult<Bound<'py, PyAny>> {
    let arguments = arguments.into_pyobject(function.py()).map_err(Into::into)?;
    call_waiting_with(function, &arguments.into_bound(), None)
}

/// The same with keywords.
pub(super) fn call_waiting_with<'py>(
    function: &Bound<'py, PyAny>,
    arguments: &Bound<'py, PyTuple>,
    keywords: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    type Declared =
        unsafe extern "C" fn(*mut PyObject, *mut PyObject, *mut PyObject) -> *mut PyObject;
    type Unwinding =
        unsafe extern "C-unwind" fn(*mut PyObject, *mut PyObject, *mut PyObject) -> *mut PyObject;
    let call: Declared = ffi::PyObject_Call;
    // SAFETY: the same C function, which does unwind. The volatile read hides which one it is: another
    // declaration says that it does not unwind, and the compiler would leave the guard out.
    let call: Unwinding = unsafe { mem::transmute(ptr::read_volatile(&raw const call)) };
    let keywords = keywords.map_or(ptr::null_mut(), Bound::as_ptr);
    // SAFETY: the GIL is held, and all three are what the function takes: a callable, a tuple, and a
    // dict or null. It returns a new reference, or null with an exception set.
    unsafe {
        let result = waiting(|| call(function.as_ptr(), arguments.as_ptr(), keywords));
        Bound::from_owned_ptr_or_err(function.py(), result)
    }
}
