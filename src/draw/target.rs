//! Arrays that are filled.
#![expect(unsafe_code, reason = "memory of arrays, which is borrowed for the call")]

use numpy::npyffi::_PyArray_GET_ITEM_DATA;
use numpy::{
    BorrowError, PyArrayDescrMethods, PyArrayDyn, PyArrayMethods, PyReadwriteArrayDyn,
    PyUntypedArray, PyUntypedArrayMethods,
};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::Numbers;
use crate::arguments::Dtype;
use crate::arrays::{Element, NewArray, is_filled_in_c_order};
use crate::numpy::NumPy;
use paraminit_core::Arrays;

/// An array to be filled.
pub(crate) struct Target<'py> {
    pub(super) array: Bound<'py, PyUntypedArray>,
    pub(super) numbers: Numbers,
    borrowed: Option<Borrowed<'py>>,
}

impl<'py> Target<'py> {
    /// A new one. An array that the stream's own methods return may take its place.
    pub(crate) fn new(array: NewArray<'py>, numbers: Numbers) -> Self {
        Self { array: array.into_array(), numbers, borrowed: None }
    }

    /// One of the caller's.
    ///
    /// # Errors
    ///
    /// `ValueError` if another call is filling memory of the array.
    pub(crate) fn out(
        array: Bound<'py, PyUntypedArray>,
        numbers: Numbers,
        dtype: Dtype,
    ) -> PyResult<Self> {
        let borrowed = Some(match dtype {
            Dtype::Float64 => Borrowed::Float64(borrow(&array)?),
            Dtype::Float32 => Borrowed::Float32(borrow(&array)?),
        });
        Ok(Self { array, numbers, borrowed })
    }

    pub(super) const fn is_new(&self) -> bool {
        self.borrowed.is_none()
    }

    pub(crate) fn into_array(self) -> Bound<'py, PyUntypedArray> {
        self.array
    }
}

/// That this call alone fills the memory of an array of the caller's.
#[expect(dead_code, reason = "held until it is dropped")]
enum Borrowed<'py> {
    Float64(PyReadwriteArrayDyn<'py, f64>),
    Float32(PyReadwriteArrayDyn<'py, f32>),
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

/// The memory of arrays of this type, each with what its numbers are made of.
///
/// # Errors
///
/// `ValueError` if the caller's array is no longer what it was when it was checked: other code may have
/// run since.
pub(super) fn memory<'a, T: Element>(targets: &'a mut [Target<'_>]) -> PyResult<Arrays<'a, T>> {
    for Target { array, borrowed, .. } in targets.iter() {
        if borrowed.is_some() {
            let descr = T::DTYPE.descr(NumPy::get(array.py())?).bind(array.py());
            if !is_filled_in_c_order(array) || !array.dtype().is_equiv_to(descr) {
                return Err(PyValueError::new_err("out was changed before it was filled"));
            }
        }
    }
    // SAFETY: each array is contiguous, aligned, writeable and of this type, and lives as long as
    // 'a. A new one is known to nobody else, and the other is borrowed: no other call fills it. (A program
    // that uses such an array meanwhile does to it what it would do to the `out` of NumPy's methods.)
    Ok(unsafe {
        Arrays::from_raw_parts(targets.iter().map(|Target { array, numbers, .. }| {
            let start = (*_PyArray_GET_ITEM_DATA(array.as_array_ptr())).data.cast();
            (start, array.len(), numbers.parameters())
        }))
    })
}
