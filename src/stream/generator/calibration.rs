//! Which way to draw gives the bits of the installed NumPy's methods, found out once for each method
//! and dtype, when it is first needed.

use crate::arrays::Element;
use crate::interpreter::call_waiting;
use crate::numpy::NumPy;
use crate::stream::objects::found;
use numpy::{PyArray1, PyArrayMethods};
use paraminit_core::{GeneratorReference, Sampler};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyTuple;

const NUMBERS: usize = Sampler::CALIBRATION_NUMBERS;

/// A type of numbers that a `Generator` draws.
pub(crate) trait Calibrated: paraminit_core::Calibrated + Element + numpy::Element {
    /// How its numbers are drawn. `None` where only NumPy itself gives their bits.
    fn sampler(py: Python<'_>) -> PyResult<Option<Sampler>>;

    fn calibrate(py: Python<'_>, uniforms: &[Self]) -> PyResult<Option<Sampler>> {
        let dtype = Self::DTYPE.descr(NumPy::get(py)?);
        let normals = |bits: &Bound<'_, PyAny>, len: usize| {
            draw::<Self>(bits, intern!(py, "standard_normal"), &(len, dtype).into_pyobject(py)?)
        };
        let in_wedge = seeded(py)?;
        let state = in_wedge.getattr(intern!(py, "state"))?;
        let inner = state.get_item(intern!(py, "state"))?;
        let wedge = Sampler::wedge::<Self>();
        inner.set_item(intern!(py, "state"), wedge.state())?;
        inner.set_item(intern!(py, "inc"), wedge.inc())?;
        in_wedge.setattr(intern!(py, "state"), state)?;
        Ok(Sampler::calibrate(&GeneratorReference {
            normals: &normals(&seeded(py)?, NUMBERS)?,
            uniforms,
            wedge: &normals(&in_wedge, 1)?,
        }))
    }
}

impl Calibrated for f64 {
    fn sampler(py: Python<'_>) -> PyResult<Option<Sampler>> {
        static SAMPLER: PyOnceLock<Option<Sampler>> = PyOnceLock::new();
        let find = || {
            let arguments = (-0.1, 0.1, NUMBERS).into_pyobject(py)?;
            Self::calibrate(py, &draw(&seeded(py)?, intern!(py, "uniform"), &arguments)?)
        };
        SAMPLER.get_or_try_init(py, || found(py, find())).copied()
    }
}

impl Calibrated for f32 {
    fn sampler(py: Python<'_>) -> PyResult<Option<Sampler>> {
        static SAMPLER: PyOnceLock<Option<Sampler>> = PyOnceLock::new();
        let find = || {
            let arguments = (NUMBERS, Self::DTYPE.descr(NumPy::get(py)?)).into_pyobject(py)?;
            Self::calibrate(py, &draw(&seeded(py)?, intern!(py, "random"), &arguments)?)
        };
        SAMPLER.get_or_try_init(py, || found(py, find())).copied()
    }
}

/// NumPy's PCG64 of the seed to calibrate with.
fn seeded(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    let seed = (Sampler::CALIBRATION_SEED,).into_pyobject(py)?;
    call_waiting(NumPy::get(py)?.pcg64.bind(py), &seed)
}

/// What a method of NumPy's draws from a bit generator. Python code runs in it.
fn draw<T: numpy::Element + Copy>(
    bit_generator: &Bound<'_, PyAny>,
    method: &Bound<'_, pyo3::types::PyString>,
    arguments: &Bound<'_, PyTuple>,
) -> PyResult<Vec<T>> {
    let py = bit_generator.py();
    let generator_type = NumPy::get(py)?.generator_type.bind(py);
    let generator = call_waiting(generator_type, &(bit_generator,).into_pyobject(py)?)?;
    let numbers = call_waiting(&generator.getattr(method)?, arguments)?;
    Ok(numbers.cast_into::<PyArray1<T>>()?.readonly().as_slice()?.to_vec())
}
