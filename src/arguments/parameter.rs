//! Standard deviations, bounds, scales and gains.

use pyo3::exceptions::{PyOverflowError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyFloat, PyInt, PyList, PyTuple};

use super::argument::{number, wrong_type, wrong_value};
use super::{Argument, Dtype};

/// A real number, 1 by default. Whatever has another meaning than its float is refused: text, dates, and
/// numbers that are not real.
pub(crate) fn real(name: &str, argument: Argument<'_, '_>) -> PyResult<f64> {
    match argument {
        Argument::Default => Ok(1.0),
        Argument::Given(value) => float(name, &value),
    }
}

fn float(name: &str, value: &Bound<'_, PyAny>) -> PyResult<f64> {
    const KIND: &str = "a real number";
    if let Ok(float) = value.cast_exact::<PyFloat>() {
        return Ok(float.value());
    }
    if !value.is_exact_instance_of::<PyInt>()
        && let Ok(kind) = kind(value)
        && "cmMOSTU".contains(&kind)
    {
        return Err(wrong_type(name, KIND, value));
    }
    number(name, KIND, value)
}

/// The kind of a NumPy number: `value.dtype.kind`.
fn kind(value: &Bound<'_, PyAny>) -> PyResult<String> {
    let py = value.py();
    value.getattr(intern!(py, "dtype"))?.getattr(intern!(py, "kind"))?.extract()
}

/// A standard deviation, bound, scale or gain: finite, and not negative.
///
/// With float32 it has to be finite as such.
pub(crate) fn not_negative(py: Python<'_>, name: &str, value: f64, dtype: Dtype) -> PyResult<f64> {
    if value >= 0.0 && value <= dtype.largest() {
        return Ok(value);
    }
    let must_be = if value.is_finite() && value > 0.0 {
        "finite in float32 and not negative"
    } else {
        "finite and not negative"
    };
    Err(wrong_value(name, must_be, PyFloat::new(py, value)))
}

/// From where to where uniform numbers go: from minus to plus a bound, 1 by default, or between a pair of
/// numbers.
pub(crate) fn interval(bound: Argument<'_, '_>) -> PyResult<(f64, f64)> {
    let Argument::Given(value) = bound else { return Ok((-1.0, 1.0)) };
    let py = value.py();
    if !(value.is_instance_of::<PyTuple>() || value.is_instance_of::<PyList>()) {
        let bound = not_negative(py, "bound", float("bound", &value)?, Dtype::Float64)?;
        if bound.is_sign_negative() {
            // From 0.0 to -0.0, which NumPy refuses.
            return Err(PyValueError::new_err("bound must not be negative, not -0.0"));
        }
        return Ok((-bound, bound));
    }
    let numbers = value.try_iter()?.map(|number| float("bound", &number?));
    let [low, high] = numbers.collect::<PyResult<Vec<_>>>()?[..] else {
        let len = format!("of length {}", value.len()?);
        return Err(wrong_value("bound", "a number or a pair (low, high)", len));
    };
    let must_be = if !(low.is_finite() && high.is_finite()) {
        "finite"
    } else if (high - low).is_sign_negative() {
        "(low, high) with low <= high"
    } else {
        return Ok((low, high));
    };
    Err(wrong_value("bound", must_be, (low, high).into_pyobject(py)?.repr()?))
}

/// Refuses an interval whose ends or width numbers of this type cannot have.
pub(crate) fn check_interval(
    py: Python<'_>,
    name: &str,
    (low, high): (f64, f64),
    dtype: Dtype,
) -> PyResult<()> {
    if low == -high {
        not_negative(py, name, high, dtype)?;
    } else if !(low.abs() <= dtype.largest() && high.abs() <= dtype.largest()) {
        let interval = (low, high).into_pyobject(py)?.repr()?;
        return Err(wrong_value(name, "finite in float32", interval));
    }
    if high - low > dtype.largest() {
        // NumPy's words for it.
        return Err(PyOverflowError::new_err("high - low range exceeds valid bounds"));
    }
    Ok(())
}

/// The scale of a variance, and three times it: an integer is multiplied exactly.
#[derive(Clone, Copy)]
pub(crate) struct Scale {
    pub(crate) once: f64,
    pub(crate) thrice: f64,
}

impl Scale {
    pub(crate) fn new(argument: Argument<'_, '_>, default: f64) -> PyResult<Self> {
        let Argument::Given(value) = argument else {
            return Ok(Self { once: default, thrice: 3.0 * default });
        };
        let py = value.py();
        let once = not_negative(py, "scale", float("scale", &value)?, Dtype::Float64)?;
        let is_integer = || {
            value.is_instance_of::<PyInt>() || kind(&value).is_ok_and(|kind| "iu".contains(&kind))
        };
        let thrice = if !value.is_exact_instance_of::<PyFloat>() && is_integer() {
            let integer = value.call_method0(intern!(py, "__index__"))?;
            integer.mul(3_i32)?.extract()?
        } else {
            3.0 * once
        };
        Ok(Self { once, thrice })
    }
}
