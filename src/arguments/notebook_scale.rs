//! What the notebook multiplies a layer's normals by.
//!
//! Plain integers follow the formula in Rust. The bits of any other number depend on its type (a small
//! integer of NumPy's gives a scale of low precision), so the notebook's own expression is evaluated, and
//! so are its warnings and errors.
//!
//! The outer error is the expression's, the inner one that of the product with normals, which the notebook
//! takes later.

use numpy::ndarray::arr2;
use numpy::{PyArray2, PyArrayMethods};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;

use super::Size;
use crate::numpy::NumPy;
use paraminit_core::scheme::NotebookScheme as Scheme;

/// `np.sqrt(2/fan_in)`
pub(crate) fn he(fan_in: &Size<'_>) -> PyResult<PyResult<f64>> {
    if let Some(scale) = exact(fan_in).and_then(|fan_in| Scheme::He.scale(fan_in, 1)) {
        return Ok(Ok(scale));
    }
    root(&2_i32.into_pyobject(fan_in.object.py())?.div(&fan_in.object)?)
}

/// `np.sqrt(2.0/(fan_in + fan_out))`
pub(crate) fn xavier(fan_in: &Size<'_>, fan_out: &Size<'_>) -> PyResult<PyResult<f64>> {
    let fans = exact(fan_in).zip(exact(fan_out));
    if let Some(scale) = fans.and_then(|fans| Scheme::Xavier.scale(fans.0, fans.1)) {
        return Ok(Ok(scale));
    }
    let sum = fan_in.object.add(&fan_out.object)?;
    root(&2.0_f64.into_pyobject(sum.py())?.div(sum)?)
}

/// A plain integer from 0 to 2^52: it is exact as a float, and so is the sum of two.
fn exact(size: &Size<'_>) -> Option<usize> {
    usize::try_from(size.plain?).ok().filter(|&size| size as u64 <= 1 << 52)
}

/// `np.sqrt(variance)`
fn root(variance: &Bound<'_, PyAny>) -> PyResult<PyResult<f64>> {
    let sqrt = NumPy::get(variance.py())?.sqrt.bind(variance.py());
    Ok(factor(&sqrt.call1((variance,))?))
}

/// The number by which a scale multiplies: its product with float64 numbers must be as many of them.
fn factor(scale: &Bound<'_, PyAny>) -> PyResult<f64> {
    let py = scale.py();
    let one = PyArray2::from_array(py, &arr2(&[[1.0]]));
    let product = NumPy::get(py)?.multiply.bind(py).call1((one, scale))?;
    match product.cast_into_exact::<PyArray2<f64>>() {
        Ok(product) if product.dims() == [1, 1] => Ok(product.readonly().as_array()[(0, 0)]),
        _ => Err(PyTypeError::new_err("the scale of a layer must be a number of type float64")),
    }
}
