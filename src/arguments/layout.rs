use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyString;

use super::{Axes, Size};

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
            let its_type = layout.get_type().name()?;
            return Err(PyTypeError::new_err(format!("layout must be a str, not {its_type}")));
        };
        match &*name.to_cow()? {
            "out_in" => Ok(Self::OutIn),
            "in_out" => Ok(Self::InOut),
            _ => {
                let words = format!("layout must be 'out_in' or 'in_out', not '{name}'");
                Err(PyValueError::new_err(words))
            }
        }
    }

    /// The shape of the weights that lead from so many units to so many.
    pub(crate) const fn shape<'a, 'py>(
        self,
        inputs: &'a Size<'py>,
        outputs: &'a Size<'py>,
    ) -> [&'a Size<'py>; 2] {
        match self {
            Self::OutIn => [outputs, inputs],
            Self::InOut => [inputs, outputs],
        }
    }

    /// The arguments `in_axis` and `out_axis` that an initializer is called with, if it is.
    pub(crate) const fn axes(self) -> Option<[Axes; 2]> {
        match self {
            Self::OutIn => None, // the defaults
            Self::InOut => Some([Axes::One(0), Axes::One(1)]),
        }
    }
}
