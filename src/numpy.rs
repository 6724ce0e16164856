//! What is used of Python's and NumPy's modules, looked up when this module is imported: what a
//! program puts in its place later changes nothing.
#![expect(unsafe_code, reason = "a table of pointers")]

use std::ffi::c_int;

use numpy::npyffi::{PyArray_Descr, npy_intp};
use numpy::{Element, PyArrayDescr};
use pyo3::exceptions::PyImportError;
use pyo3::ffi::PyObject;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyCapsule, PyModule, PyType};

use super::stream::GlobalStream;

pub(super) struct NumPy {
    /// The dtypes, and the types that name them.
    pub(super) float64: Py<PyArrayDescr>,
    pub(super) float32: Py<PyArrayDescr>,
    pub(super) float64_type: Py<PyAny>,
    pub(super) float32_type: Py<PyAny>,
    pub(super) dtype: Py<PyAny>,
    /// `PyArray_Zeros` of the C interface.
    pub(super) array_zeros: ArrayZeros,
    pub(super) empty: Py<PyAny>,
    pub(super) zeros: Py<PyAny>,
    pub(super) sqrt: Py<PyAny>,
    pub(super) multiply: Py<PyAny>,
    pub(super) axis_error: Py<PyAny>,
    /// The module `np.random`, which stands for the global stream.
    pub(super) random_module: Py<PyAny>,
    pub(super) default_rng: Py<PyAny>,
    pub(super) generator_type: Py<PyType>,
    pub(super) random_state_type: Py<PyType>,
    pub(super) mt19937: Py<PyType>,
    pub(super) pcg64: Py<PyType>,
    pub(super) pcg64dxsm: Py<PyType>,
    pub(super) philox: Py<PyType>,
    pub(super) sfc64: Py<PyType>,
    /// The stream that `np.random.randn` draws from.
    pub(super) global_stream: GlobalStream,
    /// The types of `threading.RLock()`, which bit generators have from NumPy 2.4 on, and of
    /// `threading.Lock()`, which they had before.
    pub(super) lock_types: [Py<PyType>; 2],
    /// `functools.partial`
    pub(super) partial_type: Py<PyType>,
    pub(super) os: Py<PyAny>,
    /// The formulas in Python.
    pub(super) by_methods: Py<PyModule>,
    /// `os.sched_getaffinity`, where there is one.
    pub(super) cpu_affinity: Option<Py<PyAny>>,
}

/// Its arguments are the number of dimensions, the dimensions, the dtype, whose reference it steals,
/// and whether the order is Fortran's. It releases the GIL while the system finds memory.
pub(super) type ArrayZeros =
    unsafe extern "C-unwind" fn(c_int, *mut npy_intp, *mut PyArray_Descr, c_int) -> *mut PyObject;

impl NumPy {
    /// What was looked up. The first call comes at the import.
    pub(super) fn get(py: Python<'_>) -> PyResult<&'static Self> {
        static NUMPY: PyOnceLock<NumPy> = PyOnceLock::new();
        NUMPY.get_or_try_init(py, || Self::look_up(py))
    }

    fn look_up(py: Python<'_>) -> PyResult<Self> {
        let numpy = py.import("numpy")?;
        assert_supported(py, &numpy)?;
        let random = numpy.getattr("random")?.cast_into::<PyModule>()?;
        // Where it is made: packages that stand in for NumPy replace the name in `np.random`.
        let random_state_type = type_in(&random.getattr("mtrand")?, "RandomState")?;
        let threading = py.import("threading")?;
        let lock_type = |name| PyResult::Ok(threading.call_method0(name)?.get_type().unbind());
        let os = py.import("os")?;
        Ok(Self {
            array_zeros: array_zeros(py)?,
            float64: f64::get_dtype(py).unbind(),
            float32: f32::get_dtype(py).unbind(),
            float64_type: numpy.getattr("float64")?.unbind(),
            float32_type: numpy.getattr("float32")?.unbind(),
            dtype: numpy.getattr("dtype")?.unbind(),
            empty: numpy.getattr("empty")?.unbind(),
            zeros: numpy.getattr("zeros")?.unbind(),
            sqrt: numpy.getattr("sqrt")?.unbind(),
            multiply: numpy.getattr("multiply")?.unbind(),
            axis_error: py.import("numpy.exceptions")?.getattr("AxisError")?.unbind(),
            default_rng: random.getattr("default_rng")?.unbind(),
            generator_type: type_in(&random, "Generator")?,
            mt19937: type_in(&random, "MT19937")?,
            pcg64: type_in(&random, "PCG64")?,
            pcg64dxsm: type_in(&random, "PCG64DXSM")?,
            philox: type_in(&random, "Philox")?,
            sfc64: type_in(&random, "SFC64")?,
            global_stream: GlobalStream::find(&random, random_state_type.bind(py)),
            random_state_type,
            random_module: random.into_any().unbind(),
            lock_types: [lock_type("RLock")?, lock_type("Lock")?],
            partial_type: type_in(&py.import("functools")?.into_any(), "partial")?,
            cpu_affinity: os.getattr("sched_getaffinity").ok().map(Bound::unbind),
            os: os.into_any().unbind(),
            by_methods: py.import("paraminit._by_methods")?.unbind(),
        })
    }
}

/// Refuses a free-threaded interpreter with a NumPy before 2.4: there `RandomState.set_state` and others
/// change a stream without a lock, and the lock of a bit generator is not the one that this package
/// needs.
fn assert_supported(py: Python<'_>, numpy: &Bound<'_, PyModule>) -> PyResult<()> {
    const OLDEST: (u32, u32) = (2, 4);
    let free_threaded = py
        .import("sysconfig")?
        .call_method1("get_config_var", ("Py_GIL_DISABLED",))?
        .is_truthy()?;
    if !free_threaded {
        return Ok(());
    }
    let version: String = numpy.getattr("__version__")?.extract()?;
    let mut numbers = version.split('.').map_while(|number| number.parse().ok());
    if (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) < OLDEST {
        return Err(PyImportError::new_err(format!(
            "paraminit needs NumPy 2.4 or newer on a free-threaded interpreter, and this is {version}"
        )));
    }
    Ok(())
}

fn type_in(module: &Bound<'_, PyAny>, name: &str) -> PyResult<Py<PyType>> {
    Ok(module.getattr(name)?.cast_into::<PyType>()?.unbind())
}

/// Loads NumPy's C interface, so that its absence is an error at the import and no later panic, and
/// returns one function of it, which the crate `numpy` declares as one that does not unwind.
fn array_zeros(py: Python<'_>) -> PyResult<ArrayZeros> {
    const INDEX: usize = 183; // in numpy_api.py; such numbers never change
    let interface = numpy::get_array_module(py)?.getattr("_ARRAY_API")?.cast_into::<PyCapsule>()?;
    let table = interface.pointer_checked(None)?.cast::<ArrayZeros>();
    numpy::dtype::<f64>(py);
    // SAFETY: the capsule holds a table of pointers that NumPy never frees, and this is the type of
    // the function in this place.
    Ok(unsafe { table.add(INDEX).read() })
}
