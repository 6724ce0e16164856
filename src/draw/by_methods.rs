//! The formulas as they stand in the documentation, with an object's own methods: for subclasses, and
//! for builds of NumPy whose bits the fast ways do not give.

use numpy::{PyArray1, PyUntypedArray, PyUntypedArrayMethods};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::{Before, Target};
use crate::arguments::{Dtype, Rng};
use crate::interpreter::{call_waiting, call_waiting_with};
use crate::numpy::NumPy;
use paraminit_core::scheme::Distribution;

/// Fills the arrays one after the other. Where that fails, the stream goes back to its state, if it has
/// one to set.
pub(super) fn fill<'py>(
    distribution: Distribution,
    rng: &Rng<'py>,
    dtype: Dtype,
    targets: &[Target<'py>],
) -> PyResult<()> {
    let py = rng.object().py();
    let before = Before::of(rng)?;
    let methods = Methods { rng, dtype, numpy: NumPy::get(py)? };
    let filled = targets.iter().try_for_each(|target| match distribution {
        Distribution::Normal => methods.fill_normal(target),
        Distribution::TruncatedNormal => methods.fill_truncated_normal(target),
        Distribution::Uniform => methods.fill_uniform(target),
    });
    if filled.is_err() {
        before.set()?;
    }
    filled
}

struct Methods<'a, 'py> {
    rng: &'a Rng<'py>,
    dtype: Dtype,
    numpy: &'static NumPy,
}

impl<'py> Methods<'_, 'py> {
    /// `rng.standard_normal(shape) * std`
    fn fill_normal(&self, target: &Target<'py>) -> PyResult<()> {
        let py = target.array.py();
        let normals = self.call("standard_normal", shape(&target.array)?)?;
        self.store(&normals.mul(self.factor(target.parameter, py)?)?, target)
    }

    /// The same without the normals of more than 2 in size.
    fn fill_truncated_normal(&self, target: &Target<'py>) -> PyResult<()> {
        let py = target.array.py();
        let mut kept: Vec<f64> = Vec::new();
        while kept.len() < target.array.len() {
            let missing = (target.array.len() - kept.len()).into_pyobject(py)?;
            let normals = self.call("standard_normal", missing.into_any())?;
            let normals: Vec<f64> = normals.call_method0(intern!(py, "tolist"))?.extract()?;
            kept.extend(normals.iter().filter(|normal| normal.abs() <= 2.0));
        }
        let normals = PyArray1::from_vec(py, kept).into_any();
        let normals = if self.rng.is_legacy() { normals } else { self.converted(&normals)? };
        let normals = normals.call_method1(intern!(py, "reshape"), (shape(&target.array)?,))?;
        self.store(&normals.mul(self.factor(target.parameter, py)?)?, target)
    }

    /// `rng.uniform(-bound, bound, shape)`, which in float32 is
    /// `np.float32(-bound) + np.float32(2 * bound) * rng.random(shape, dtype=np.float32)`.
    fn fill_uniform(&self, target: &Target<'py>) -> PyResult<()> {
        let py = target.array.py();
        let bound = target.parameter;
        if self.rng.is_legacy() || self.dtype == Dtype::Float64 {
            let uniform = self.rng.object().getattr(intern!(py, "uniform"))?;
            let arguments = (-bound, bound, shape(&target.array)?).into_pyobject(py)?;
            let numbers = call_waiting(&uniform, &arguments)?;
            return self.store(&numbers, target);
        }
        let numbers = self.call("random", shape(&target.array)?)?;
        let range = self.factor(2.0 * bound, py)?;
        self.store(&numbers.mul(range)?.add(self.factor(-bound, py)?)?, target)
    }

    /// Calls a method for so many numbers. A generator draws them as what they should be.
    fn call(&self, method: &str, size: Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = size.py();
        let method = self.rng.object().getattr(method)?;
        if self.rng.is_legacy() || self.dtype == Dtype::Float64 {
            return call_waiting(&method, &(size,).into_pyobject(py)?);
        }
        let named = PyDict::new(py);
        named.set_item(intern!(py, "dtype"), &self.numpy.float32_type)?;
        call_waiting_with(&method, &(size,).into_pyobject(py)?, Some(&named))
    }

    /// A factor, or a term, of numbers of this kind: before NumPy 2 a plain float would make float64 of a
    /// single float32.
    fn factor(&self, number: f64, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        if self.rng.is_legacy() || self.dtype == Dtype::Float64 {
            return Ok(number.into_pyobject(py)?.into_any());
        }
        self.numpy.float32_type.bind(py).call1((number,))
    }

    fn converted(&self, numbers: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        numbers.call_method1(intern!(numbers.py(), "astype"), (self.dtype.descr(self.numpy),))
    }

    fn store(&self, numbers: &Bound<'py, PyAny>, target: &Target<'py>) -> PyResult<()> {
        let copyto = self.numpy.copyto.bind(numbers.py());
        copyto.call1((&target.array, numbers, intern!(numbers.py(), "same_kind")))?;
        Ok(())
    }
}

fn shape<'py>(array: &Bound<'py, PyUntypedArray>) -> PyResult<Bound<'py, PyAny>> {
    array.getattr(intern!(array.py(), "shape"))
}
