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
use pyo3::types::{PyInt, PyTuple};

use super::arguments::{Dtype, Size};
use super::interpreter::{call_waiting, waiting};
use super::numpy::NumPy;
use paraminit_core::scheme::Parameters;
use paraminit_core::{Arrays, Number};

/// `np.empty((rows, columns), dtype)`: the memory is not initialized.
pub(super) fn empty<'py>(
    rows: &Size<'py>,
    columns: &Size<'py>,
    dtype: Dtype,
) -> PyResult<Bound<'py, PyUntypedArray>> {
    let py = rows.object.py();
    let numpy = NumPy::get(py)?;
    let descr = dtype.descr(numpy);
    match (rows.plain, columns.plain) {
        (Some(rows), Some(columns)) => allocate(py, descr, rows, columns, |dims, dtype| {
            // SAFETY: `dims` points to two sizes, and the call steals its reference to `dtype`.
            unsafe { PY_ARRAY_API.PyArray_Empty(py, 2, dims, dtype, 0) }
        }),
        _ => through_python(&numpy.empty, (rows, columns), descr),
    }
}

/// `np.zeros((rows, columns), dtype)`: no page is touched where the system's allocator can help it.
pub(super) fn zeros<'py>(
    rows: &Size<'py>,
    columns: &Size<'py>,
    dtype: Dtype,
) -> PyResult<Bound<'py, PyUntypedArray>> {
    let py = rows.object.py();
    let numpy = NumPy::get(py)?;
    let descr = dtype.descr(numpy);
    match (rows.plain, columns.plain) {
        (Some(rows), Some(columns)) => allocate(py, descr, rows, columns, |dims, dtype| {
            // SAFETY: `dims` points to two sizes, and the call steals its reference to `dtype`.
            waiting(|| unsafe { (numpy.array_zeros)(2, dims, dtype, 0) })
        }),
        _ => through_python(&numpy.zeros, (rows, columns), descr),
    }
}

/// `np.zeros(len, dtype)`
pub(super) fn zeros_vector<'py>(
    len: &Size<'py>,
    dtype: Dtype,
) -> PyResult<Bound<'py, PyUntypedArray>> {
    let py = len.object.py();
    let numpy = NumPy::get(py)?;
    let descr = dtype.descr(numpy);
    let Some(mut len) = len.plain else {
        let arguments = (&len.object, descr).into_pyobject(py)?;
        return Ok(call_waiting(numpy.zeros.bind(py), &arguments)?.cast_into()?);
    };
    let descr = descr.clone_ref(py).into_bound(py).into_dtype_ptr();
    // SAFETY: `len` is one size, the call steals its reference to `descr`, and returns a new reference
    // to an array, or null with an exception set.
    unsafe {
        let array = waiting(|| (numpy.array_zeros)(1, &raw mut len, descr, 0));
        Ok(Bound::from_owned_ptr_or_err(py, array)?.cast_into_unchecked())
    }
}

/// `np.empty(shape, dtype)`
pub(super) fn empty_of<'py>(
    shape: &Bound<'py, PyAny>,
    dtype: Dtype,
) -> PyResult<Bound<'py, PyUntypedArray>> {
    let py = shape.py();
    let numpy = NumPy::get(py)?;
    let descr = dtype.descr(numpy);
    if let Some(mut dims) = Dims::of(shape) {
        let descr = descr.clone_ref(py).into_bound(py).into_dtype_ptr();
        // SAFETY: `dims` points to so many sizes, the call steals its reference to `descr`, and
        // returns a new reference to an array, or null with an exception set.
        return unsafe {
            let array =
                PY_ARRAY_API.PyArray_Empty(py, dims.ndim, dims.sizes.as_mut_ptr(), descr, 0);
            Ok(Bound::from_owned_ptr_or_err(py, array)?.cast_into_unchecked())
        };
    }
    let arguments = (shape, descr).into_pyobject(py)?;
    Ok(call_waiting(numpy.empty.bind(py), &arguments)?.cast_into()?)
}

/// The sizes of a shape that is a plain integer, or a tuple of a few. They may be negative.
struct Dims {
    sizes: [npy_intp; Self::MOST],
    ndim: c_int,
}

impl Dims {
    /// Shapes with more axes go through Python.
    const MOST: usize = 8;

    fn of(shape: &Bound<'_, PyAny>) -> Option<Self> {
        let size = |size: &Bound<'_, PyAny>| size.cast_exact::<PyInt>().ok()?.extract().ok();
        let mut dims = Self { sizes: [0; Self::MOST], ndim: 1 };
        let Ok(tuple) = shape.cast_exact::<PyTuple>() else {
            dims.sizes[0] = size(shape)?;
            return Some(dims);
        };
        dims.ndim = c_int::try_from(tuple.len()).ok().filter(|_| tuple.len() <= Self::MOST)?;
        for (dim, item) in dims.sizes.iter_mut().zip(tuple) {
            *dim = size(&item)?;
        }
        Some(dims)
    }

    fn as_slice(&self) -> &[npy_intp] {
        &self.sizes[..usize::try_from(self.ndim).unwrap_or(0)]
    }
}

/// The sizes of any shape that an array could have.
pub(super) fn dims(shape: &Bound<'_, PyAny>) -> PyResult<Vec<usize>> {
    if let Some(dims) = Dims::of(shape)
        && let Ok(sizes) = dims.as_slice().iter().map(|&size| usize::try_from(size)).collect()
    {
        return Ok(sizes);
    }
    // Anything odd NumPy reads, and refuses: by an array that takes no memory.
    let py = shape.py();
    let empty = NumPy::get(py)?.empty.bind(py);
    let array = call_waiting(empty, &(shape, "V0").into_pyobject(py)?)?;
    Ok(array.cast_into::<PyUntypedArray>()?.shape().to_vec())
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
            return Err(not_new());
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

fn not_new() -> PyErr {
    PyRuntimeError::new_err("an array that was just made is not a new one")
}

fn allocate<'py>(
    py: Python<'py>,
    descr: &Py<PyArrayDescr>,
    rows: npy_intp,
    columns: npy_intp,
    call: impl FnOnce(*mut npy_intp, *mut PyArray_Descr) -> *mut PyObject,
) -> PyResult<Bound<'py, PyUntypedArray>> {
    let mut dims = [rows, columns];
    let dtype = descr.clone_ref(py).into_bound(py).into_dtype_ptr();
    let array = call(dims.as_mut_ptr(), dtype);
    // SAFETY: the calls return a new reference to an array of the type and the dimensions asked
    // for, or null with an exception set.
    unsafe { Ok(Bound::from_owned_ptr_or_err(py, array)?.cast_into_unchecked()) }
}

/// For anything that is not a plain integer: NumPy converts it, or says why not.
fn through_python<'py>(
    function: &Py<PyAny>,
    (rows, columns): (&Size<'py>, &Size<'py>),
    descr: &Py<PyArrayDescr>,
) -> PyResult<Bound<'py, PyUntypedArray>> {
    let py = rows.object.py();
    let arguments = ((&rows.object, &columns.object), descr).into_pyobject(py)?;
    Ok(call_waiting(function.bind(py), &arguments)?.cast_into()?)
}
