//! Matrices that NumPy allocates and owns, refused as NumPy refuses them.
#![expect(unsafe_code, reason = "NumPy's C API")]

use numpy::npyffi::{PyArray_Descr, npy_intp};
use numpy::{
    Element, PY_ARRAY_API, PyArray2, PyArrayDescrMethods, PyArrayMethods, PyUntypedArrayMethods,
};
use pyo3::ffi::PyObject;
use pyo3::prelude::*;

use super::dims::Size;
use super::np::NumPy;

pub(super) type Matrix<'py> = Bound<'py, PyArray2<f64>>;

/// `np.empty((rows, columns))`: the memory holds anything.
pub(super) fn empty<'py>(rows: &Size<'py>, columns: &Size<'py>) -> PyResult<Matrix<'py>> {
    let py = rows.object.py();
    match (rows.plain, columns.plain) {
        (Some(rows), Some(columns)) => allocate(py, rows, columns, |dims, dtype| {
            // SAFETY: `dims` points to two sizes, and the call steals its reference to `dtype`.
            unsafe { PY_ARRAY_API.PyArray_Empty(py, 2, dims, dtype, 0) }
        }),
        _ => through_python(&NumPy::get(py)?.empty, (rows, columns)),
    }
}

/// `np.zeros((rows, columns))`: no page is touched where the system's allocator can help it.
pub(super) fn zeros<'py>(rows: &Size<'py>, columns: &Size<'py>) -> PyResult<Matrix<'py>> {
    let py = rows.object.py();
    match (rows.plain, columns.plain) {
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
    (rows, columns): (&Size<'py>, &Size<'py>),
) -> PyResult<Matrix<'py>> {
    let shape = (&rows.object, &columns.object);
    Ok(function.bind(rows.object.py()).call1((shape,))?.cast_into()?)
}
