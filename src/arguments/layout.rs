use pyo3::prelude::*;
use pyo3::types::PyString;

use super::argument::{wrong_type, wrong_value};

/// How the weights of a layer lie: for `W @ x + b` or for `x @ W + b`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Weights (out, in), biases (out, 1).
    OutIn,
    /// Weights (in, out), biases (out,).
    InOut,
}

impl Layout {
    pub(crate) fn new(layout: &Bound<'_, PyAny>) -> PyResult<Self> {
        let Ok(name) = layout.cast::<PyString>() else {
            return Err(wrong_type("layout", "a str", layout));
        };
        match &*name.to_cow()? {
            "out_in" => Ok(Self::OutIn),
            "in_out" => Ok(Self::InOut),
            name => Err(wrong_value("layout", "'out_in' or 'in_out'", format!("'{name}'"))),
        }
    }
}
