use numpy::{PyArray1, PyArrayMethods};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyTuple;

use crate::interpreter::call_waiting;
use crate::numpy::NumPy;
use crate::stream::objects::found;
use paraminit_core::{LegacyReference, Sampler};

/// The way to draw in bulk that gives NumPy's bits on this machine, found out once.
pub(super) fn sampler(py: Python<'_>, numpy: &NumPy) -> PyResult<Option<Sampler>> {
    const NUMBERS: usize = 4096;
    static SAMPLER: PyOnceLock<Option<Sampler>> = PyOnceLock::new();
    let find = || {
        // Python code runs in these calls.
        let seed = (Sampler::CALIBRATION_SEED,).into_pyobject(py)?;
        let draw = |method: &str, arguments: Bound<'_, PyTuple>| -> PyResult<Vec<f64>> {
            let stream = call_waiting(numpy.random_state_type.bind(py), &seed)?;
            let numbers = call_waiting(&stream.getattr(method)?, &arguments)?;
            Ok(numbers.cast_into::<PyArray1<f64>>()?.readonly().as_slice()?.to_vec())
        };
        Ok(Sampler::calibrate_legacy(&LegacyReference {
            normals: &draw("standard_normal", (NUMBERS,).into_pyobject(py)?)?,
            uniforms: &draw("uniform", (-0.1, 0.1, NUMBERS).into_pyobject(py)?)?,
        }))
    };
    SAMPLER.get_or_try_init(py, || found(py, find())).copied()
}
