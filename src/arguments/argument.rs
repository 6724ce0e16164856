use std::convert::Infallible;
use std::str::FromStr;

use pyo3::Borrowed;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyString;

use super::fans::refused;
use paraminit_core::Error;

/// An argument of a function, or that there is none: `None` is an argument, too.
#[derive(Clone, Copy, Default)]
pub(crate) enum Argument<'a, 'py> {
    #[default]
    Default,
    Given(Borrowed<'a, 'py, PyAny>),
}

impl Argument<'_, '_> {
    pub(crate) const fn is_given(&self) -> bool {
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
    let Ok(text) = value.cast::<PyString>() else {
        let its_type = value.get_type().name()?;
        return Err(PyTypeError::new_err(format!("{name} must be a str, not {its_type}")));
    };
    text.to_cow()?.parse().map_err(|error| refused(&error))
}
