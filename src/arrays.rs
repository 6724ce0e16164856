//! Arrays that NumPy allocates and owns, refused as NumPy refuses them.
#![expect(unsafe_code, reason = "NumPy's C API")]

use std::ffi::c_int;

use numpy::npyffi::{
    _PyArray_GET_ITEM_DATA, NPY_ARRAY_CARRAY, NPY_ARRAY_OWNDATA, PyArray_Descr, npy_intp,
};
use numpy::{
    PY_ARRAY_API, PyArrayDescr, PyArrayDescrMethods, PyUntypedArray, PyUntypedArrayMethods,
};
use pyo3::exceptions::PyRuntimeError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

use super::arguments::{Dtype, Shape};
use super::interpreter::{call_waiting, waiting};
use super::numpy::NumPy;
use paraminit_core::Calibrated;

/// An array that was just made: nobody else has it.
pub(super) struct NewArray<'py>(Bound<'py, PyUntypedArray>);

impl<'py> NewArray<'py> {
    pub(super) fn shape(&self) -> &[usize] {
        self.0.shape()
    }

    pub(super) fn into_array(self) -> Bound<'py, PyUntypedArray> {
        self.0
    }
}

/// `np.empty(shape, dtype)`: the memory is not initialized.
#[inline]
pub(super) fn empty<'py>(
    py: Python<'py>,
    shape: &Shape<'py>,
    dtype: Dtype,
) -> PyResult<NewArray<'py>> {
    let numpy = NumPy::get(py)?;
    new(py, shape, dtype.descr(numpy), &numpy.empty, |ndim, dims, descr| {
        // SAFETY: there are so many sizes, and the call steals its reference to the dtype.
        unsafe { PY_ARRAY_API.PyArray_Empty(py, ndim, dims, descr, 0) }
    })
}

/// `np.zeros(shape, dtype)`: no page is touched where the system's allocator can help it.
#[inline]
pub(super) fn zeros<'py>(
    py: Python<'py>,
    shape: &Shape<'py>,
    dtype: Dtype,
) -> PyResult<NewArray<'py>> {
    let numpy = NumPy::get(py)?;
    new(py, shape, dtype.descr(numpy), &numpy.zeros, |ndim, dims, descr| {
        // SAFETY: there are so many sizes, and the call steals its reference to the dtype.
        waiting(|| unsafe { (numpy.array_zeros)(ndim, dims, descr, 0) })
    })
}

/// A new array, from a function of NumPy's C interface if the shape is a plain one, else from the
/// Python function.
///
/// # Errors
///
/// `RuntimeError` if that one has been replaced, before this module was imported, by one whose arrays
/// are not new.
#[inline]
fn new<'py>(
    py: Python<'py>,
    shape: &Shape<'py>,
    descr: &Py<PyArrayDescr>,
    in_python: &Py<PyAny>,
    in_c: impl FnOnce(c_int, *mut npy_intp, *mut PyArray_Descr) -> *mut PyObject,
) -> PyResult<NewArray<'py>> {
    match shape {
        Shape::Plain(dims) => {
            let descr = descr.clone_ref(py).into_bound(py).into_dtype_ptr();
            let array = in_c(dims.ndim(), dims.as_ptr(), descr);
            // SAFETY: the functions return a new reference to an array, or null with an exception set.
            unsafe { Ok(NewArray(Bound::from_owned_ptr_or_err(py, array)?.cast_into_unchecked())) }
        }
        Shape::Object(shape) => {
            let array = call_waiting(in_python.bind(py), (shape, descr))?;
            let array = array.cast_into::<PyUntypedArray>()?;
            let is_of_type = array.dtype().is_equiv_to(descr.bind(py));
            if is_new(&array) && is_filled_in_c_order(&array) && is_of_type {
                return Ok(NewArray(array));
            }
            Err(PyRuntimeError::new_err("an array that was just made is not a new one"))
        }
    }
}

/// Whether an array's numbers lie one after the other in C order, and may be written.
pub(super) fn is_filled_in_c_order(array: &Bound<'_, PyUntypedArray>) -> bool {
    flags(array) & NPY_ARRAY_CARRAY == NPY_ARRAY_CARRAY
}

fn flags(array: &Bound<'_, PyUntypedArray>) -> c_int {
    // SAFETY: it is an array, so its fields may be read.
    unsafe { (*_PyArray_GET_ITEM_DATA(array.as_array_ptr())).flags }
}

/// A type of numbers that an array can have.
pub(super) trait Element: numpy::Element + Calibrated + Copy + Send {
    const DTYPE: Dtype;
}

impl Element for f64 {
    const DTYPE: Dtype = Dtype::Float64;
}

impl Element for f32 {
    const DTYPE: Dtype = Dtype::Float32;
}

/// Whether it is an ordinary array that owns its memory, and to which there is no other reference.
fn is_new(array: &Bound<'_, PyUntypedArray>) -> bool {
    // SAFETY: it is an object, so its references may be counted.
    let references = unsafe { ffi::Py_REFCNT(array.as_ptr()) };
    let is_ndarray = array.is_exact_instance_of::<PyUntypedArray>();
    is_ndarray && references == 1 && flags(array) & NPY_ARRAY_OWNDATA != 0
}
