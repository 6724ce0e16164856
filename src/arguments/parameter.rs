use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::Dtype;

/// A standard deviation, bound, scale or gain: finite, and not negative.
///
/// With float32 it has to be finite as such.
pub(crate) fn not_negative(name: &str, value: f64, dtype: Dtype) -> PyResult<f64> {
    let largest = match dtype {
        Dtype::Float64 => f64::MAX,
        Dtype::Float32 => f32::MAX.into(),
    };
    if value >= 0.0 && value <= largest {
        return Ok(value);
    }
    let of = if value.is_finite() && value > largest { " in float32" } else { "" };
    Err(PyValueError::new_err(format!("{name} must be finite{of} and not negative, not {value}")))
}
