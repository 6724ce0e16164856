use numpy::ndarray::arr2;
use numpy::{PyArray2, PyArrayMethods};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyInt;

use super::np::NumPy;
use crate::Initialization;

/// What the notebook multiplies a layer's normals by.
pub(super) enum Scale<'py> {
    /// By the formula, in Rust.
    Number(f64),
    /// What the notebook's expression gives.
    Object(Bound<'py, PyAny>),
}

impl<'py> Scale<'py> {
    /// Plain integers follow the formula in Rust. The bits of any other number depend on its type
    /// (a small integer of NumPy's gives a scale of low precision), so the notebook's own
    /// expression is evaluated, and so are its warnings and errors.
    pub(super) fn new(
        initialization: Initialization,
        fan_in: &Bound<'py, PyAny>,
        fan_out: &Bound<'py, PyAny>,
    ) -> PyResult<Self> {
        let fans = match initialization {
            Initialization::Zeros | Initialization::Random => Some((0, 0)), // it does not matter
            Initialization::He => exact(fan_in).map(|fan_in| (fan_in, 0)),
            Initialization::Xavier => exact(fan_in).zip(exact(fan_out)),
        };
        if let Some(scale) =
            fans.and_then(|(fan_in, fan_out)| initialization.scale(fan_in, fan_out))
        {
            return Ok(Self::Number(scale));
        }
        let py = fan_in.py();
        let variance = match initialization {
            Initialization::Xavier => 2.0_f64.into_pyobject(py)?.div(fan_in.add(fan_out)?)?,
            _ => 2_i32.into_pyobject(py)?.div(fan_in)?,
        };
        Ok(Self::Object(NumPy::get(py)?.sqrt.bind(py).call1((variance,))?))
    }

    /// The scale as the factor that it is in a product with float64 numbers.
    ///
    /// An object that makes anything else of them than as many float64 numbers is a `TypeError`.
    pub(super) fn factor(self) -> PyResult<f64> {
        let scale = match self {
            Self::Number(scale) => return Ok(scale),
            Self::Object(scale) => scale,
        };
        let py = scale.py();
        let one = PyArray2::from_array(py, &arr2(&[[1.0]]));
        let product = NumPy::get(py)?.multiply.bind(py).call1((one, scale))?;
        match product.cast_into_exact::<PyArray2<f64>>() {
            Ok(product) if product.readonly().as_array().dim() == (1, 1) => {
                Ok(product.readonly().as_array()[(0, 0)])
            }
            _ => Err(PyTypeError::new_err("the scale of a layer must be a number of type float64")),
        }
    }
}

/// A plain integer from 0 to 2^52: it, and the sum of two, is the same number as a float.
fn exact(value: &Bound<'_, PyAny>) -> Option<usize> {
    let value: u64 = value.cast_exact::<PyInt>().ok()?.extract().ok()?;
    usize::try_from(value).ok().filter(|_| value <= 1 << 52)
}
