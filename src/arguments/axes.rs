use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};

use super::Argument;
use paraminit_core::scheme;

/// The axes of weights: those of inputs, of outputs, and those that count copies of a layer.
#[expect(clippy::struct_field_names, reason = "they are what they are called in Python")]
pub(crate) struct WeightAxes {
    pub(crate) in_axis: Axes,
    pub(crate) out_axis: Axes,
    pub(crate) batch_axis: Axes,
}

impl WeightAxes {
    pub(crate) fn as_core(&self) -> scheme::Axes<'_> {
        scheme::Axes {
            in_axis: self.in_axis.as_slice(),
            out_axis: self.out_axis.as_slice(),
            batch_axis: self.batch_axis.as_slice(),
        }
    }
}

/// An int, or a tuple of ints.
#[derive(Clone)]
pub(crate) enum Axes {
    One(isize),
    Tuple(Vec<isize>),
}

impl Axes {
    pub(crate) const NONE: Self = Self::Tuple(Vec::new());

    pub(crate) fn new(name: &str, argument: Argument<'_, '_>, default: Self) -> PyResult<Self> {
        let Argument::Given(value) = argument else { return Ok(default) };
        if !(value.is_instance_of::<PyTuple>() || value.is_instance_of::<PyList>()) {
            return Ok(Self::One(axis(name, &value)?));
        }
        let axes = value.try_iter()?.map(|value| axis(name, &value?));
        Ok(Self::Tuple(axes.collect::<PyResult<_>>()?))
    }

    fn as_slice(&self) -> &[isize] {
        match self {
            Self::One(axis) => std::slice::from_ref(axis),
            Self::Tuple(axes) => axes,
        }
    }
}

fn axis(name: &str, value: &Bound<'_, PyAny>) -> PyResult<isize> {
    let py = value.py();
    value.extract().map_err(|error: PyErr| {
        if !error.is_instance_of::<PyTypeError>(py) {
            return error;
        }
        let its_type = value.get_type().name().map_or_else(|_| "?".into(), |name| name.to_string());
        let words = format!("{name} must be an int or a tuple of ints, not {its_type}");
        let refused = PyTypeError::new_err(words);
        refused.set_cause(py, Some(error));
        refused
    })
}
