use numpy::{PyArray1, PyArrayMethods};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

use crate::interpreter::call_waiting;
use crate::numpy::NumPy;
use paraminit_core::random::{Batch, Mt19937};
use rand::SeedableRng;

/// The way to draw in bulk that gives NumPy's bits on this machine, found out once.
pub(super) fn batch(py: Python<'_>, numpy: &NumPy) -> PyResult<Option<Batch>> {
    const SEED: u32 = 0;
    const NORMALS: usize = 4096;
    static BATCH: PyOnceLock<Option<Batch>> = PyOnceLock::new();
    BATCH
        .get_or_try_init(py, || {
            // Python code runs in these calls.
            let stream =
                call_waiting(numpy.random_state_type.bind(py), &(SEED,).into_pyobject(py)?)?;
            let standard_normal = stream.getattr(intern!(py, "standard_normal"))?;
            let normals = call_waiting(&standard_normal, &(NORMALS,).into_pyobject(py)?)?;
            let normals = normals.cast_into::<PyArray1<f64>>()?.readonly();
            let start = Mt19937::seed_from_u64(SEED.into());
            Ok(Batch::calibrate(&start, normals.as_slice()?))
        })
        .copied()
}
