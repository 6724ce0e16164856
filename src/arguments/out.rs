use numpy::{PyArrayDescrMethods, PyUntypedArray, PyUntypedArrayMethods};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;

use super::argument::wrong_type;
use super::{Dtype, Shape};
use crate::arrays;
use crate::numpy::NumPy;

/// `out`, if it can be filled with an array of this shape and dtype, in C order.
pub(crate) fn check<'py>(
    out: &Bound<'py, PyAny>,
    shape: &Bound<'py, PyAny>,
    dtype: Dtype,
) -> PyResult<Bound<'py, PyUntypedArray>> {
    let py = out.py();
    let numpy = NumPy::get(py)?;
    let Ok(array) = out.cast::<PyUntypedArray>() else {
        return Err(wrong_type("out", "an ndarray", out));
    };
    // In NumPy's order: how it lies in memory, its type, its shape.
    if !arrays::is_filled_in_c_order(array) || array.dtype().is_native_byteorder() == Some(false) {
        let message = if array.is_fortran_contiguous() && array.ndim() > 1 {
            "Supplied output array must be C-contiguous: in Fortran order NumPy fills it in the order \
             of memory, which is another array"
        } else {
            "Supplied output array must be C-contiguous, writable, aligned, and in machine byte-order."
        };
        return Err(PyValueError::new_err(message));
    }
    let expected = dtype.descr(numpy).bind(py);
    if !array.dtype().is_equiv_to(expected) {
        return Err(PyTypeError::new_err(format!(
            "Supplied output array has the wrong type. Expected {expected}, got {}",
            array.dtype()
        )));
    }
    if Shape::new(shape).sizes(py)? != array.shape() {
        return Err(PyValueError::new_err("shape must match out.shape when used together"));
    }
    Ok(array.clone())
}
