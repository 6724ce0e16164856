//! Matrices that NumPy allocates and owns, refused as NumPy refuses them.
#![expect(unsafe_code, reason = "NumPy's C API")]

use numpy::npyffi::{
    _PyArray_GET_ITEM_DATA, NPY_ARRAY_CARRAY, NPY_ARRAY_OWNDATA, PyArray_CheckExact, PyArray_Descr,
    npy_intp,
};
use numpy::{PY_ARRAY_API, PyArray2, PyArrayDescrMethods, PyArrayMethods, PyUntypedArrayMethods};
use pyo3::exceptions::PyRuntimeError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

use super::arguments::Size;
use super::interpreter::{call_waiting, waiting};
use super::numpy::NumPy;

pub(super) type Matrix<'py> = Bound<'py, PyArray2<f64>>;

/// `np.empty((rows, columns))`: the memory holds anything.
pub(super) fn empty<'py>(rows: &Size<'py>, columns: &Size<'py>) -> PyResult<Matrix<'py>> {
    let py = rows.object.py();
    let numpy = NumPy::get(py)?;
    match (rows.plain, columns.plain) {
        (Some(rows), Some(columns)) => allocate(py, numpy, rows, columns, |dims, dtype| {
            // SAFETY: `dims` points to two sizes, and the call steals its reference to `dtype`.
            unsafe { PY_ARRAY_API.PyArray_Empty(py, 2, dims, dtype, 0) }
        }),
        _ => through_python(&numpy.empty, (rows, columns)),
    }
}

/// `np.zeros((rows, columns))`: no page is touched where the system's allocator can help it.
pub(super) fn zeros<'py>(rows: &Size<'py>, columns: &Size<'py>) -> PyResult<Matrix<'py>> {
    let py = rows.object.py();
    let numpy = NumPy::get(py)?;
    match (rows.plain, columns.plain) {
        (Some(rows), Some(columns)) => allocate(py, numpy, rows, columns, |dims, dtype| {
            // SAFETY: `dims` points to two sizes, and the call steals its reference to `dtype`.
            waiting(|| unsafe { (numpy.array_zeros)(2, dims, dtype, 0) })
        }),
        _ => through_python(&numpy.zeros, (rows, columns)),
    }
}

/// The memory of a new matrix, to which only `matrix` and the dict that is still to be returned refer.
///
/// Anything else is a `RuntimeError`: code that runs while the sizes are read could have found the
/// dict, or NumPy's functions may have been replaced before this module was imported.
pub(super) fn as_slice_mut<'a>(matrix: &'a mut Matrix<'_>) -> PyResult<&'a mut [f64]> {
    const FLAGS: i32 = NPY_ARRAY_CARRAY | NPY_ARRAY_OWNDATA;
    let py = matrix.py();
    // SAFETY: the GIL is held, and `matrix` is an array, so its type, references and fields may be read.
    let (is_ndarray, references, flags, dtype) = unsafe {
        let fields = _PyArray_GET_ITEM_DATA(matrix.as_array_ptr());
        let is_ndarray = PyArray_CheckExact(py, matrix.as_ptr()) != 0;
        (is_ndarray, ffi::Py_REFCNT(matrix.as_ptr()), (*fields).flags, (*fields).descr)
    };
    let is_new = is_ndarray
        && references == 2
        && flags & FLAGS == FLAGS
        && dtype == NumPy::get(py)?.float64.bind(py).as_dtype_ptr();
    if !is_new {
        return Err(PyRuntimeError::new_err("a matrix that was just made is not a new one"));
    }
    // SAFETY: the array is contiguous, aligned, writeable and the owner of its memory. Besides
    // `matrix`, which is borrowed, only the dict refers to it, and that is not handed out before the
    // slice is gone.
    Ok(unsafe { std::slice::from_raw_parts_mut(matrix.data(), matrix.len()) })
}

fn allocate<'py>(
    py: Python<'py>,
    numpy: &NumPy,
    rows: npy_intp,
    columns: npy_intp,
    call: impl FnOnce(*mut npy_intp, *mut PyArray_Descr) -> *mut PyObject,
) -> PyResult<Matrix<'py>> {
    let mut dims = [rows, columns];
    let dtype = numpy.float64.clone_ref(py).into_bound(py).into_dtype_ptr();
    let array = call(dims.as_mut_ptr(), dtype);
    // SAFETY: the calls return a new reference to an array of the type and the dimensions asked
    // for, or null with an exception set.
    unsafe { Ok(Bound::from_owned_ptr_or_err(py, array)?.cast_into_unchecked()) }
}

/// For anything that is not a plain integer: NumPy converts it, or says why not.
fn through_python<'py>(
    function: &Py<PyAny>,
    (rows, columns): (&Size<'py>, &Size<'py>),
) -> PyResult<Matrix<'py>> {
    let py = rows.object.py();
    let shape = ((&rows.object, &columns.object),).into_pyobject(py)?;
    Ok(call_waiting(function.bind(py), &shape)?.cast_into()?)
}
