//! The formulas as they stand in the documentation, with an object's own methods: for all that is not
//! known to be NumPy's own, and for numbers of which NumPy may have to warn.
//!
//! Other people's code may run here, so the stream is left where that code leaves it, on an error too.

use numpy::{PyUntypedArray, PyUntypedArrayMethods};
use pyo3::exceptions::PyValueError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PySlice, PyTuple};

use super::{Numbers, Target};
use crate::arguments::{Dtype, Rng, Shape};
use crate::arrays;
use crate::interpreter::{call_waiting, call_waiting_with};
use crate::numpy::NumPy;
use paraminit_core::scheme::Distribution;

/// Fills the arrays one after the other.
pub(super) fn fill<'py>(rng: &Rng<'py>, dtype: Dtype, targets: &mut [Target<'py>]) -> PyResult<()> {
    let methods = Methods::new(rng, dtype)?;
    for target in targets {
        methods.py.check_signals()?; // as Python would in a loop
        let shape = target.array.getattr(intern!(methods.py, "shape"))?;
        let numbers = methods.numbers(&shape, target.numbers)?;
        methods.store(&numbers, dtype, target)?;
    }
    Ok(())
}

/// Draws so many numbers, some at a time, and lets them go.
pub(super) fn skip(
    rng: &Rng<'_>,
    dtype: Dtype,
    distribution: Distribution,
    count: usize,
) -> PyResult<()> {
    const AT_A_TIME: usize = 1 << 14;
    let methods = Methods::new(rng, dtype)?;
    let numbers = match distribution {
        Distribution::Normal => Numbers::Normal { std: 1.0 },
        Distribution::TruncatedNormal => Numbers::TruncatedNormal { std: 1.0 },
        Distribution::Uniform => Numbers::Uniform { low: 0.0, high: 1.0 },
    };
    let mut left = count;
    while left > 0 {
        let len = left.min(AT_A_TIME);
        methods.numbers(&len.into_pyobject(methods.py)?.into_any(), numbers)?;
        methods.py.check_signals()?;
        left -= len;
    }
    Ok(())
}

struct Methods<'a, 'py> {
    py: Python<'py>,
    rng: &'a Bound<'py, PyAny>,
    /// The type of the numbers that are drawn.
    drawn: Dtype,
    numpy: &'static NumPy,
}

impl<'a, 'py> Methods<'a, 'py> {
    fn new(rng: &'a Rng<'py>, dtype: Dtype) -> PyResult<Self> {
        let py = rng.object().py();
        // A Generator draws numbers as what they should be, a RandomState float64 alone.
        let drawn = if rng.is_legacy() { Dtype::Float64 } else { dtype };
        Ok(Self { py, rng: rng.object(), drawn, numpy: NumPy::get(py)? })
    }

    fn numbers(&self, shape: &Bound<'py, PyAny>, of: Numbers) -> PyResult<Bound<'py, PyAny>> {
        match of {
            Numbers::Normal { std } => self.normal(shape, std),
            Numbers::TruncatedNormal { std } => self.truncated_normal(shape, std),
            Numbers::Uniform { low, high } => self.uniform(shape, low, high),
        }
    }

    /// `rng.standard_normal(shape) * std`
    fn normal(&self, shape: &Bound<'py, PyAny>, std: f64) -> PyResult<Bound<'py, PyAny>> {
        let normals = self.call("standard_normal", shape)?;
        self.operate("mul", (normals, self.factor(std)?))
    }

    /// The same without the normals of more than 2 in size.
    fn truncated_normal(&self, shape: &Bound<'py, PyAny>, std: f64) -> PyResult<Bound<'py, PyAny>> {
        let py = self.py;
        let kept = arrays::empty(py, &Shape::new(shape), self.drawn)?.into_array();
        let flat = kept.call_method1(intern!(py, "reshape"), (-1,))?;
        let (mut len, size) = (0, kept.len());
        while len < size {
            let missing = (size - len).into_pyobject(py)?.into_any();
            let normals = self.call("standard_normal", &missing)?;
            let is_kept = self.operate("le", (self.operate("abs", (&normals,))?, 2))?;
            let normals = self.operate("getitem", (normals, is_kept))?;
            let end = len + normals.len()?;
            self.operate("setitem", (&flat, slice(py, len, end)?, normals))?;
            len = end;
        }
        self.operate("mul", (kept, self.factor(std)?))
    }

    /// `rng.uniform(low, high, shape)`, which in float32 is
    /// `np.float32(low) + np.float32(high - low) * rng.random(shape, dtype=np.float32)`.
    fn uniform(
        &self,
        shape: &Bound<'py, PyAny>,
        low: f64,
        high: f64,
    ) -> PyResult<Bound<'py, PyAny>> {
        if self.drawn == Dtype::Float64 {
            let uniform = self.rng.getattr(intern!(self.py, "uniform"))?;
            return call_waiting(&uniform, &(low, high, shape).into_pyobject(self.py)?);
        }
        let numbers = self.call("random", shape)?;
        let scaled = self.operate("mul", (self.factor(high - low)?, numbers))?;
        self.operate("add", (self.factor(low)?, scaled))
    }

    /// Calls a method for so many numbers.
    fn call(&self, method: &str, size: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let arguments = (size,).into_pyobject(self.py)?;
        let method = self.rng.getattr(method)?;
        if self.drawn == Dtype::Float64 {
            return call_waiting(&method, &arguments);
        }
        let named = PyDict::new(self.py);
        named.set_item(intern!(self.py, "dtype"), &self.numpy.float32_type)?;
        call_waiting_with(&method, &arguments, Some(&named))
    }

    /// Calls a function of the module `operator`: on large arrays NumPy may wait for the GIL in it.
    fn operate<A>(&self, name: &str, arguments: A) -> PyResult<Bound<'py, PyAny>>
    where
        A: IntoPyObject<'py, Target = PyTuple, Output = Bound<'py, PyTuple>, Error = PyErr>,
    {
        let function = self.numpy.operator.bind(self.py).getattr(name)?;
        call_waiting(&function, &arguments.into_pyobject(self.py)?)
    }

    /// A factor, or a term, of numbers of this kind: before NumPy 2 a plain float would make float64 of a
    /// single float32.
    fn factor(&self, number: f64) -> PyResult<Bound<'py, PyAny>> {
        if self.drawn == Dtype::Float64 {
            return Ok(number.into_pyobject(self.py)?.into_any());
        }
        self.numpy.float32_type.bind(self.py).call1((number,))
    }

    /// Puts the numbers, rounded to their type, where they belong.
    fn store(
        &self,
        numbers: &Bound<'py, PyAny>,
        dtype: Dtype,
        target: &mut Target<'py>,
    ) -> PyResult<()> {
        let arguments = (numbers, dtype.descr(self.numpy)).into_pyobject(self.py)?;
        let numbers = call_waiting(self.numpy.asanyarray.bind(self.py), &arguments)?;
        let numbers = numbers.cast_into::<PyUntypedArray>()?;
        if numbers.shape() != target.array.shape() {
            let shape = numbers.getattr(intern!(self.py, "shape"))?;
            let expected = target.array.getattr(intern!(self.py, "shape"))?;
            return Err(PyValueError::new_err(format!(
                "the methods of rng returned an array of shape {shape}, not {expected}"
            )));
        }
        if target.is_new() {
            target.array = numbers;
        } else {
            let arguments = (&target.array, numbers).into_pyobject(self.py)?;
            call_waiting(self.numpy.copyto.bind(self.py), &arguments)?;
        }
        Ok(())
    }
}

fn slice(py: Python<'_>, start: usize, end: usize) -> PyResult<Bound<'_, PySlice>> {
    Ok(PySlice::new(py, start.try_into()?, end.try_into()?, 1))
}
