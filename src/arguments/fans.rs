use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::WeightAxes;
use crate::numpy::NumPy;
use paraminit_core::Error;
use paraminit_core::scheme::Fans;

/// The fans of weights of this shape.
pub(crate) fn of(py: Python<'_>, shape: &[usize], axes: &WeightAxes) -> PyResult<Fans> {
    Fans::of_axes(shape, axes.as_core()).map_err(|error| {
        if let Error::NoSuchAxis { name, axis, axes } = error {
            axis_error(py, name, axis, axes)
        } else {
            refused(&error)
        }
    })
}

/// What the core refuses, as a `ValueError`.
pub(crate) fn refused(error: &Error) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// NumPy's own error for it, which is a `ValueError` and an `IndexError`.
fn axis_error(py: Python<'_>, name: &str, axis: isize, ndim: usize) -> PyErr {
    let error =
        NumPy::get(py).and_then(|numpy| numpy.axis_error.bind(py).call1((axis, ndim, name)));
    error.map_or_else(|error| error, PyErr::from_value)
}
