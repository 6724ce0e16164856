use numpy::PyArrayDescr;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;

use crate::interpreter::call_waiting;
use crate::numpy::NumPy;

/// `dtype`: float64 or float32.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dtype {
    Float64,
    Float32,
}

impl Dtype {
    /// All that NumPy takes for one of the two; without an argument float64.
    pub(crate) fn new(dtype: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let Some(dtype) = dtype else { return Ok(Self::Float64) };
        let py = dtype.py();
        let numpy = NumPy::get(py)?;
        if dtype.is(&numpy.float64_type) {
            return Ok(Self::Float64);
        }
        if dtype.is(&numpy.float32_type) {
            return Ok(Self::Float32);
        }
        let descr = call_waiting(numpy.dtype.bind(py), (dtype,))?;
        for known in [Self::Float64, Self::Float32] {
            if descr.eq(known.descr(numpy))? {
                return Ok(known);
            }
        }
        let name = descr.repr()?;
        Err(PyTypeError::new_err(format!("dtype must be float64 or float32, not {name}")))
    }

    /// The largest number of this type.
    pub(crate) const fn largest(self) -> f64 {
        match self {
            Self::Float64 => f64::MAX,
            Self::Float32 => f32::MAX as f64,
        }
    }

    /// NumPy's own object for it.
    pub(crate) const fn descr(self, numpy: &NumPy) -> &Py<PyArrayDescr> {
        match self {
            Self::Float64 => &numpy.float64,
            Self::Float32 => &numpy.float32,
        }
    }
}
