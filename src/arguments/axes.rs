use std::borrow::Cow;

use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};

use super::Argument;
use super::argument::{number, refused};
use crate::numpy::NumPy;
use paraminit_core::Error;
use paraminit_core::scheme::{Axes, Fans};

/// Axes, given as an int or a tuple of ints.
pub(crate) fn axes(
    name: &str,
    argument: Argument<'_, '_>,
    default: &'static [isize],
) -> PyResult<Cow<'static, [isize]>> {
    let Argument::Given(value) = argument else { return Ok(Cow::Borrowed(default)) };
    let axis = |value: &Bound<'_, PyAny>| number(name, "an int or a tuple of ints", value);
    if !(value.is_instance_of::<PyTuple>() || value.is_instance_of::<PyList>()) {
        return Ok(Cow::Owned(vec![axis(&value)?]));
    }
    value.try_iter()?.map(|value| axis(&value?)).collect()
}

/// The fans of weights of this shape.
pub(crate) fn fans(py: Python<'_>, shape: &[usize], axes: Axes<'_>) -> PyResult<Fans> {
    Fans::of_axes(shape, axes).map_err(|error| {
        let Error::NoSuchAxis { name, axis, axes } = error else { return refused(error) };
        // NumPy's own error for it, which is a `ValueError` and an `IndexError`.
        let error =
            NumPy::get(py).and_then(|numpy| numpy.axis_error.bind(py).call1((axis, axes, name)));
        error.map_or_else(|error| error, PyErr::from_value)
    })
}
