//! Which way to draw gives the bits of the installed NumPy's methods, found out once for each method
//! and dtype, when it is first needed.

use numpy::{PyArray1, PyArrayMethods};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyTuple;
use rand::SeedableRng;

use crate::arrays::Element;
use crate::interpreter::call_waiting;
use crate::numpy::NumPy;
use paraminit_core::random::Pcg64;
use paraminit_core::random::generator::{
    Batch, Number, StandardNormal, StandardUniform, TruncatedNormal,
};

const NUMBERS: usize = Batch::CALIBRATION_NUMBERS;

/// What was found out for one type of numbers. `None` where only NumPy itself gives its bits.
pub(crate) struct Ways {
    normal: PyOnceLock<Option<Batch>>,
    truncated_normal: PyOnceLock<Option<Batch>>,
    uniform: PyOnceLock<Option<(Batch, bool)>>,
}

impl Ways {
    const fn new() -> Self {
        Self {
            normal: PyOnceLock::new(),
            truncated_normal: PyOnceLock::new(),
            uniform: PyOnceLock::new(),
        }
    }
}

/// A type of numbers that a `Generator` draws.
pub(crate) trait Calibrated: Number + Element + numpy::Element + From<i8> {
    /// What was found out for it.
    fn ways() -> &'static Ways;

    /// How `standard_normal` is drawn.
    fn way_to_normal(py: Python<'_>) -> PyResult<Option<Batch>> {
        let find =
            || Ok(Batch::calibrate(StandardNormal, &start(), &normals::<Self>(py, NUMBERS)?));
        Self::ways().normal.get_or_try_init(py, find).copied()
    }

    /// How the normals are drawn that are at most 2 in size.
    fn way_to_truncated_normal(py: Python<'_>) -> PyResult<Option<Batch>> {
        let find = || {
            let mut kept = normals::<Self>(py, NUMBERS + NUMBERS / 8)?;
            kept.retain(|&normal| Into::<f64>::into(normal).abs() <= 2.0);
            kept.truncate(NUMBERS);
            Ok(Batch::calibrate(TruncatedNormal::default(), &start(), &kept))
        };
        Self::ways().truncated_normal.get_or_try_init(py, find).copied()
    }

    /// How uniform numbers are drawn, and whether their product and sum are fused.
    fn way_to_uniform(py: Python<'_>) -> PyResult<Option<(Batch, bool)>>;
}

impl Calibrated for f64 {
    fn ways() -> &'static Ways {
        static WAYS: Ways = Ways::new();
        &WAYS
    }

    fn way_to_uniform(py: Python<'_>) -> PyResult<Option<(Batch, bool)>> {
        const BOUND: f64 = 0.1;
        let find = || {
            let arguments = (-BOUND, BOUND, NUMBERS).into_pyobject(py)?;
            let reference = draw::<Self>(py, intern!(py, "uniform"), &arguments)?;
            Ok(Batch::calibrate_uniform(-BOUND, 2.0 * BOUND, &start(), &reference))
        };
        Self::ways().uniform.get_or_try_init(py, find).copied()
    }
}

impl Calibrated for f32 {
    fn ways() -> &'static Ways {
        static WAYS: Ways = Ways::new();
        &WAYS
    }

    fn way_to_uniform(py: Python<'_>) -> PyResult<Option<(Batch, bool)>> {
        let find = || {
            let arguments = (NUMBERS, Self::DTYPE.descr(NumPy::get(py)?)).into_pyobject(py)?;
            let reference = draw::<Self>(py, intern!(py, "random"), &arguments)?;
            // The formula has a product of arrays and a sum, so nothing can be fused.
            let batch = Batch::calibrate(StandardUniform, &start(), &reference);
            Ok(batch.map(|batch| (batch, false)))
        };
        Self::ways().uniform.get_or_try_init(py, find).copied()
    }
}

/// The bit generator from which NumPy draws as well.
fn start() -> Pcg64 {
    Pcg64::seed_from_u64(Batch::CALIBRATION_SEED)
}

fn normals<T: Element + numpy::Element>(py: Python<'_>, len: usize) -> PyResult<Vec<T>> {
    let arguments = (len, T::DTYPE.descr(NumPy::get(py)?)).into_pyobject(py)?;
    draw(py, intern!(py, "standard_normal"), &arguments)
}

/// What a method of NumPy's draws. Python code runs in it.
fn draw<T: numpy::Element + Copy>(
    py: Python<'_>,
    method: &Bound<'_, pyo3::types::PyString>,
    arguments: &Bound<'_, PyTuple>,
) -> PyResult<Vec<T>> {
    let numpy = NumPy::get(py)?;
    let seed = (Batch::CALIBRATION_SEED,).into_pyobject(py)?;
    let bit_generator = call_waiting(numpy.pcg64.bind(py), &seed)?;
    let generator =
        call_waiting(numpy.generator_type.bind(py), &(bit_generator,).into_pyobject(py)?)?;
    let numbers = call_waiting(&generator.getattr(method)?, arguments)?;
    Ok(numbers.cast_into::<PyArray1<T>>()?.readonly().as_slice()?.to_vec())
}
