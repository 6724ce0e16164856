use std::convert::Infallible;
use std::fmt::Display;
use std::str::FromStr;

use pyo3::Borrowed;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyString;

use paraminit_core::Error;

/// An argument of a function, or that there is none: `None` is an argument, too.
#[derive(Clone, Copy, Default)]
pub(crate) enum Argument<'a, 'py> {
    #[default]
    Default,
    Given(Borrowed<'a, 'py, PyAny>),
}

impl Argument<'_, '_> {
    pub(crate) const fn is_given(self) -> bool {
        matches!(self, Self::Given(_))
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Argument<'a, 'py> {
    type Error = Infallible;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> Result<Self, Infallible> {
        Ok(Self::Given(object))
    }
}

/// One of a few things that have names.
pub(crate) fn named<T: FromStr<Err = Error>>(
    name: &str,
    argument: Argument<'_, '_>,
    default: T,
) -> PyResult<T> {
    let Argument::Given(value) = argument else { return Ok(default) };
    let Ok(text) = value.cast::<PyString>() else { return Err(wrong_type(name, "a str", &value)) };
    text.to_cow()?.parse().map_err(refused)
}

/// What Python makes of an object as such a number; what is none is a `TypeError`.
pub(super) fn number<'py, T>(name: &str, kind: &str, value: &Bound<'py, PyAny>) -> PyResult<T>
where
    T: for<'a> FromPyObject<'a, 'py, Error = PyErr>,
{
    let py = value.py();
    value.extract().map_err(|error: PyErr| {
        if !error.is_instance_of::<PyTypeError>(py) {
            return error;
        }
        let refused = wrong_type(name, kind, value);
        refused.set_cause(py, Some(error));
        refused
    })
}

/// Says of what kind an argument must be, and of which type it is.
pub(crate) fn wrong_type(name: &str, kind: &str, value: &Bound<'_, PyAny>) -> PyErr {
    match value.get_type().fully_qualified_name() {
        Ok(its_type) => PyTypeError::new_err(format!("{name} must be {kind}, not {its_type}")),
        Err(error) => error,
    }
}

/// Says what an argument must be, and what it is.
pub(crate) fn wrong_value(name: &str, must_be: &str, value: impl Display) -> PyErr {
    PyValueError::new_err(format!("{name} must be {must_be}, not {value}"))
}

/// What the core refuses, as a `ValueError`.
pub(crate) fn refused(error: impl Display) -> PyErr {
    PyValueError::new_err(error.to_string())
}
