//! NumPy's global stream, which has no public name: it is what the functions of `np.random` are methods
//! of, save where a program has put functions of its own in their place.

use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::exceptions::{PyRuntimeError, PyRuntimeWarning};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyModule, PyType};

/// Functions of `np.random` besides `randn` that are the stream's methods, as `np.random.seed` is not.
const METHODS: [&str; 3] = ["standard_normal", "uniform", "get_state"];

/// The stream, as it was found when this package was imported.
pub(crate) struct GlobalStream {
    object: Option<Py<PyAny>>,
    /// The names of `np.random`.
    names: Py<PyDict>,
    /// `np.random.seed` at the import.
    seed: Option<Py<PyAny>>,
    warned: AtomicBool,
}

impl GlobalStream {
    pub(crate) fn find(random: &Bound<'_, PyModule>, random_state: &Bound<'_, PyType>) -> Self {
        let names = random.dict();
        let seed = random.getattr("seed").ok();
        Self {
            object: find(random, random_state).map(Bound::unbind),
            names: names.unbind(),
            seed: seed.map(Bound::unbind),
            warned: AtomicBool::new(false),
        }
    }

    /// The stream.
    ///
    /// # Errors
    ///
    /// `RuntimeError` if none was found.
    pub(super) fn get<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, PyAny>> {
        let Some(object) = &self.object else {
            return Err(PyRuntimeError::new_err(
                "NumPy's global stream could not be found when paraminit was imported: np.random.randn \
                 and the other functions of np.random had been replaced by functions that are not \
                 methods of a stream. Import paraminit before they are replaced",
            ));
        };
        let object = object.bind(py);
        let seed = self.names.bind(py).get_item(intern!(py, "seed"))?;
        if seed.as_ref().map(Bound::as_ptr) != self.seed.as_ref().map(Py::as_ptr)
            && let Some(seed) = seed
        {
            self.assert_seeds(&seed, object)?;
        }
        Ok(object)
    }

    /// Warns once if `np.random.seed` is another one by now, and the method of another stream.
    fn assert_seeds(&self, seed: &Bound<'_, PyAny>, stream: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = seed.py();
        let Some(seeded) = stream_of(seed).filter(|seeded| !seeded.is(stream)) else {
            return Ok(());
        };
        if self.warned.swap(true, Ordering::Relaxed) {
            return Ok(());
        }
        let name = seeded.get_type().fully_qualified_name()?;
        let message = format!(
            "np.random.seed was replaced after paraminit was imported, and now seeds a {name}: it has no \
             effect on the numbers of paraminit, which come from the stream that np.random.randn drew \
             from at the import. Import paraminit after the replacement"
        );
        let message = std::ffi::CString::new(message)?;
        PyErr::warn(py, &py.get_type::<PyRuntimeWarning>(), &message, 1)
    }
}

/// What `np.random.randn` draws from. Where it is not a method of a stream, what other functions of the
/// module draw from, or what NumPy itself calls by a private name.
fn find<'py>(
    random: &Bound<'py, PyModule>,
    random_state: &Bound<'py, PyType>,
) -> Option<Bound<'py, PyAny>> {
    let method_of = |name: &str| stream_of(&random.getattr(name).ok()?);
    let is_random_state =
        |object: &Bound<'_, PyAny>| object.is_instance(random_state).unwrap_or(false);
    method_of("randn")
        .filter(|stream| {
            // Another package's stream in NumPy's place is drawn from by its methods.
            let has = |name| stream.hasattr(name).unwrap_or(false);
            is_random_state(stream)
                || ["seed", "randn", "standard_normal", "uniform"].iter().all(has)
        })
        .or_else(|| METHODS.into_iter().filter_map(method_of).find(is_random_state))
        .or_else(|| random.getattr("mtrand").ok()?.getattr("_rand").ok().filter(is_random_state))
}

/// The object that a function is the method of.
fn stream_of<'py>(function: &Bound<'py, PyAny>) -> Option<Bound<'py, PyAny>> {
    let object = function.getattr(intern!(function.py(), "__self__")).ok()?;
    (!object.is_none() && !object.is_instance_of::<PyModule>()).then_some(object)
}
