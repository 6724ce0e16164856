//! Arrays that NumPy allocates and owns, refused as NumPy refuses them.
#![expect(unsafe_code, reason = "NumPy's C API")]

use std::ffi::c_int;

use numpy::npyffi::{
    _PyArray_GET_ITEM_DATA, NPY_ARRAY_CARRAY, NPY_ARRAY_OWNDATA, PyArray_CheckExact, PyArray_Descr,
    npy_intp,
};
use numpy::{
    BorrowError, PY_ARRAY_API, PyArrayDescr, PyArrayDescrMethods, PyArrayDyn, PyArrayMethods,
    PyReadwriteArrayDyn, PyUntypedArray, PyUntypedArrayMethods,
};
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

use super::arguments::{Dtype, Shape};
use super::interpreter::{call_waiting, waiting};
use super::numpy::NumPy;
use paraminit_core::scheme::Parameters;
use paraminit_core::{Arrays, Number};

/// `np.empty(shape, dtype)`: the memory is not initialized.
pub(super) fn empty<'py>(
    py: Python<'py>,
    shape: Shape<'py>,
    dtype: Dtype,
) -> PyResult<Bound<'py, PyUntypedArray>> {
    let numpy = NumPy::get(py)?;
    new(py, shape, dtype.descr(numpy), &numpy.empty, |ndim, dims, descr| {
        // SAFETY: there are so many sizes, and the call steals its reference to the dtype.
        unsafe { PY_ARRAY_API.PyArray_Empty(py, ndim, dims, descr, 0) }
    })
}

/// `np.zeros(shape, dtype)`: no page is touched where the system's allocator can help it.
pub(super) fn zeros<'py>(
    py: Python<'py>,
    shape: Shape<'py>,
    dtype: Dtype,
) -> PyResult<Bound<'py, PyUntypedArray>> {
    let numpy = NumPy::get(py)?;
    new(py, shape, dtype.descr(numpy), &numpy.zeros, |ndim, dims, descr| {
        // SAFETY: there are so many sizes, and the call steals its reference to the dtype.
        waiting(|| unsafe { (numpy.array_zeros)(ndim, dims, descr, 0) })
    })
}

/// A new array, from a function of NumPy's C interface if the shape is a plain one, else from the
/// Python function.
fn new<'py>(
    py: Python<'py>,
    shape: Shape<'py>,
    descr: &Py<PyArrayDescr>,
    in_python: &Py<PyAny>,
    in_c: impl FnOnce(c_int, *mut npy_intp, *mut PyArray_Descr) -> *mut PyObject,
) -> PyResult<Bound<'py, PyUntypedArray>> {
    match shape {
        Shape::Plain(mut dims) => {
            let descr = descr.clone_ref(py).into_bound(py).into_dtype_ptr();
            let array = in_c(dims.ndim(), dims.as_mut_ptr(), descr);
            // SAFETY: the functions return a new reference to an array, or null with an exception set.
            unsafe { Ok(Bound::from_owned_ptr_or_err(py, array)?.cast_into_unchecked()) }
        }
        Shape::Object(shape) => {
            let arguments = (shape, descr).into_pyobject(py)?;
            Ok(call_waiting(in_python.bind(py), &arguments)?.cast_into()?)
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
pub(super) trait Element: numpy::Element + Copy + Send {
    const DTYPE: Dtype;
}

impl Element for f64 {
    const DTYPE: Dtype = Dtype::Float64;
}

impl Element for f32 {
    const DTYPE: Dtype = Dtype::Float32;
}

/// An array of the caller's, and that this call alone fills its memory.
#[expect(dead_code, reason = "held until it is dropped")]
pub(super) enum Borrowed<'py> {
    Float64(PyReadwriteArrayDyn<'py, f64>),
    Float32(PyReadwriteArrayDyn<'py, f32>),
}

impl<'py> Borrowed<'py> {
    /// # Errors
    ///
    /// `ValueError` if another call is filling memory of the array.
    pub(super) fn new(array: &Bound<'py, PyUntypedArray>, dtype: Dtype) -> PyResult<Self> {
        Ok(match dtype {
            Dtype::Float64 => Self::Float64(borrow(array)?),
            Dtype::Float32 => Self::Float32(borrow(array)?),
        })
    }
}

fn borrow<'py, T: Element>(
    array: &Bound<'py, PyUntypedArray>,
) -> PyResult<PyReadwriteArrayDyn<'py, T>> {
    array.cast::<PyArrayDyn<T>>()?.try_readwrite().map_err(|error| {
        if let BorrowError::AlreadyBorrowed = error {
            PyValueError::new_err("out is in use: another call is filling memory of it")
        } else {
            error.into()
        }
    })
}

/// The memory of arrays, each with what its numbers are made of, and whether it was made here.
///
/// Such an array is a `RuntimeError` if it is not a new one: a program may have replaced NumPy's
/// functions before this module was imported.
///
/// # Safety
///
/// For as long as 'a, the arrays live, and those that were not made here are [`Borrowed`].
pub(super) unsafe fn memory<'a, 'py: 'a, T: Element + Number>(
    arrays: impl Iterator<Item = (&'a Bound<'py, PyUntypedArray>, Parameters, bool)> + Clone,
) -> PyResult<Arrays<'a, T>> {
    for (array, _, made_here) in arrays.clone() {
        if (made_here && !is_new(array)) || !is_of_type::<T>(array)? {
            return Err(PyRuntimeError::new_err("an array that was just made is not a new one"));
        }
    }
    // SAFETY: each array is contiguous, aligned, writeable and of this type. What was made here is known
    // to nobody else, and of the others the caller promises that no other call fills them. (A program
    // that uses such an array meanwhile does to it what it would do to the `out` of NumPy's methods.)
    Ok(unsafe {
        Arrays::from_raw_parts(arrays.map(|(array, of, _)| {
            ((*_PyArray_GET_ITEM_DATA(array.as_array_ptr())).data.cast(), array.len(), of)
        }))
    })
}

/// Whether it is an ordinary array that owns its memory, and to which there is no other reference.
fn is_new(array: &Bound<'_, PyUntypedArray>) -> bool {
    // SAFETY: it is an object, so its type and references may be read.
    let (is_ndarray, references) = unsafe {
        let is_ndarray = PyArray_CheckExact(array.py(), array.as_ptr()) != 0;
        (is_ndarray, ffi::Py_REFCNT(array.as_ptr()))
    };
    is_ndarray && references == 1 && flags(array) & NPY_ARRAY_OWNDATA != 0
}

/// Whether an array's numbers are of this type, lie in C order, and may be written.
fn is_of_type<T: Element>(array: &Bound<'_, PyUntypedArray>) -> PyResult<bool> {
    let descr = T::DTYPE.descr(NumPy::get(array.py())?).bind(array.py());
    // SAFETY: it is an array, so its fields may be read.
    let its_descr = unsafe { (*_PyArray_GET_ITEM_DATA(array.as_array_ptr())).descr };
    let is_of_type = its_descr.cast() == descr.as_ptr() || array.dtype().eq(descr)?;
    Ok(is_of_type && is_filled_in_c_order(array))
}
