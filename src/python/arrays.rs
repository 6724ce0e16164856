//! Matrices that NumPy allocates and owns, refused as NumPy refuses them.
#![expect(unsafe_code, reason = "NumPy's C API")]

use numpy::npyffi::{PyArray_Descr, npy_intp};
use numpy::{
    Element, PY_ARRAY_API, PyArray2, PyArrayDescrMethods, PyArrayMethods, PyUntypedArrayMethods,
};
use pyo3::ffi::PyObject;
use pyo3::prelude::*;
use pyo3::types::PyInt;

use super::np::NumPy;

pub(super) type Matrix<'py> = Bound<'py, PyArray2<f64>>;

/// `np.empty((rows, columns))`: the memory holds anything.
pub(super) fn empty<'py>(
    rows: &Bound<'py, PyAny>,
    columns: &Bound<'py, PyAny>,
) -> PyResult<Matrix<'py>> {
    let py = rows.py();
    match (size(rows), size(columns)) {
        (Some(rows), Some(columns)) => allocate(py, rows, columns, |dims, dtype| {
            // SAFETY: `dims` points to two sizes, and the call steals its reference to `dtype`.
            unsafe { PY_ARRAY_API.PyArray_Empty(py, 2, dims, dtype, 0) }
        }),
        _ => through_python(&NumPy::get(py)?.empty, (rows, columns)),
    }
}

/// `np.zeros((rows, columns))`: no page is touched where the system's allocator can help it.
pub(super) fn zeros<'py>(
    rows: &Bound<'py, PyAny>,
    columns: &Bound<'py, PyAny>,
) -> PyResult<Matrix<'py>> {
    let py = rows.py();
    match (size(rows), size(columns)) {
        (Some(rows), Some(columns)) => allocate(py, rows, columns, |dims, dtype| {
            // SAFETY: `dims` points to two sizes, and the call steals its reference to `dtype`.
            unsafe { PY_ARRAY_API.PyArray_Zeros(py, 2, dims, dtype, 0) }
        }),
        _ => through_python(&NumPy::get(py)?.zeros, (rows, columns)),
    }
}

/// The memory of a matrix that was made here and that nobody else has seen yet.
pub(super) fn as_slice_mut<'a>(matrix: &'a mut Matrix<'_>) -> &'a mut [f64] {
    // SAFETY: a new matrix is contiguous, aligned and its own. Besides `matrix`, which is borrowed,
    // only the dict that is still to be returned refers to it.
    unsafe { std::slice::from_raw_parts_mut(matrix.data(), matrix.len()) }
}

/// A plain integer as NumPy counts sizes, negative ones included: it refuses them itself.
fn size(value: &Bound<'_, PyAny>) -> Option<npy_intp> {
    value.cast_exact::<PyInt>().ok()?.extract().ok()
}

fn allocate(
    py: Python<'_>,
    rows: npy_intp,
    columns: npy_intp,
    call: impl FnOnce(*mut npy_intp, *mut PyArray_Descr) -> *mut PyObject,
) -> PyResult<Matrix<'_>> {
    let mut dims = [rows, columns];
    let array = call(dims.as_mut_ptr(), f64::get_dtype(py).into_dtype_ptr());
    // SAFETY: the calls return a new reference to an array of the type and the dimensions asked
    // for, or null with an exception set.
    unsafe { Ok(Bound::from_owned_ptr_or_err(py, array)?.cast_into_unchecked()) }
}

/// For anything that is not a plain integer: NumPy converts it, or says why not.
fn through_python<'py>(
    function: &Py<PyAny>,
    (rows, columns): (&Bound<'py, PyAny>, &Bound<'py, PyAny>),
) -> PyResult<Matrix<'py>> {
    Ok(function.bind(rows.py()).call1(((rows, columns),))?.cast_into()?)
}
