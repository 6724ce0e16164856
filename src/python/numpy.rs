//! What is used of Python's and NumPy's modules, looked up once: what a user puts in its place
//! later changes nothing.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;

pub(super) struct NumPy {
    pub(super) empty: Py<PyAny>,
    pub(super) zeros: Py<PyAny>,
    pub(super) sqrt: Py<PyAny>,
    pub(super) multiply: Py<PyAny>,
    pub(super) get_bit_generator: Py<PyAny>,
    pub(super) mt19937: Py<PyType>,
    /// The type of the global stream, `RandomState`.
    pub(super) random_state_type: Py<PyAny>,
    /// The global stream itself, by the name that NEP 19 gives it.
    pub(super) random_state: Py<PyAny>,
    /// Its `standard_normal`.
    pub(super) standard_normal: Py<PyAny>,
    /// The type of a lock that its holder may take again: bit generators have one from NumPy 2.4 on.
    pub(super) reentrant_lock: Py<PyType>,
    /// Garbage is collected wherever an object is made, as it was before Python 3.12.
    pub(super) collected_anywhere: bool,
    /// `os.sched_getaffinity`, where there is one.
    pub(super) cpu_affinity: Option<Py<PyAny>>,
}

impl NumPy {
    pub(super) fn get(py: Python<'_>) -> PyResult<&'static Self> {
        static NUMPY: PyOnceLock<NumPy> = PyOnceLock::new();
        NUMPY.get_or_try_init(py, || {
            let numpy = py.import("numpy")?;
            let random = py.import("numpy.random")?;
            let random_state = py.import("numpy.random.mtrand")?.getattr("_rand")?;
            let reentrant_lock = py.import("threading")?.call_method0("RLock")?;
            Ok(Self {
                empty: numpy.getattr("empty")?.unbind(),
                zeros: numpy.getattr("zeros")?.unbind(),
                sqrt: numpy.getattr("sqrt")?.unbind(),
                multiply: numpy.getattr("multiply")?.unbind(),
                get_bit_generator: random.getattr("get_bit_generator")?.unbind(),
                mt19937: random.getattr("MT19937")?.cast_into::<PyType>()?.unbind(),
                random_state_type: random.getattr("RandomState")?.unbind(),
                standard_normal: random_state.getattr("standard_normal")?.unbind(),
                random_state: random_state.unbind(),
                reentrant_lock: reentrant_lock.get_type().unbind(),
                collected_anywhere: py.version_info() < (3, 12),
                cpu_affinity: py.import("os")?.getattr("sched_getaffinity").ok().map(Bound::unbind),
            })
        })
    }
}
