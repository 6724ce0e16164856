use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};

use super::Argument;
use super::argument::{number, refused};
use crate::numpy::NumPy;
use paraminit_core::Error;
use paraminit_core::scheme::{self, Fans};

/// The axes of weights: those of inputs, of outputs, and those that count copies of a layer.
#[expect(clippy::struct_field_names, reason = "they are what they are called in Python")]
pub(crate) struct WeightAxes {
    pub(crate) in_axis: Axes,
    pub(crate) out_axis: Axes,
    pub(crate) batch_axis: Axes,
}

impl WeightAxes {
    /// The fans of weights of this shape.
    pub(crate) fn fans(&self, py: Python<'_>, shape: &[usize]) -> PyResult<Fans> {
        let axes = scheme::Axes {
            in_axis: self.in_axis.as_slice(),
            out_axis: self.out_axis.as_slice(),
            batch_axis: self.batch_axis.as_slice(),
        };
        Fans::of_axes(shape, axes).map_err(|error| {
            let Error::NoSuchAxis { name, axis, axes } = error else { return refused(&error) };
            // NumPy's own error for it, which is a `ValueError` and an `IndexError`.
            let error = NumPy::get(py)
                .and_then(|numpy| numpy.axis_error.bind(py).call1((axis, axes, name)));
            error.map_or_else(|error| error, PyErr::from_value)
        })
    }
}

/// An int, or a tuple of ints.
pub(crate) enum Axes {
    One(isize),
    Tuple(Vec<isize>),
}

impl Axes {
    pub(crate) const NONE: Self = Self::Tuple(Vec::new());

    pub(crate) fn new(name: &str, argument: Argument<'_, '_>, default: Self) -> PyResult<Self> {
        let Argument::Given(value) = argument else { return Ok(default) };
        let axis = |value: &Bound<'_, PyAny>| number(name, "an int or a tuple of ints", value);
        if !(value.is_instance_of::<PyTuple>() || value.is_instance_of::<PyList>()) {
            return Ok(Self::One(axis(&value)?));
        }
        let all = value.try_iter()?.map(|value| axis(&value?));
        Ok(Self::Tuple(all.collect::<PyResult<_>>()?))
    }

    fn as_slice(&self) -> &[isize] {
        match self {
            Self::One(axis) => std::slice::from_ref(axis),
            Self::Tuple(axes) => axes,
        }
    }
}
