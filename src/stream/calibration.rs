//! Which way to draw gives the bits of the installed NumPy's methods, found out once for each type of
//! streams, and of numbers, when it is first needed.

use numpy::{PyArray1, PyArrayMethods};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyTuple;

use super::objects::{once, unknown};
use super::rng::StreamType;
use crate::arguments::Dtype;
use crate::arrays::Element;
use crate::interpreter::call_waiting;
use crate::numpy::NumPy;
use paraminit_core::{Reference, Sampler};

/// How such a stream's numbers are drawn. `None` where only NumPy itself gives their bits.
#[inline]
pub(super) fn sampler<T: Element>(
    stream_type: StreamType,
    py: Python<'_>,
    numpy: &NumPy,
) -> PyResult<Option<Sampler>> {
    static SAMPLERS: [PyOnceLock<Option<Sampler>>; 3] = [const { PyOnceLock::new() }; 3];
    let [of_random_state, of_float64, of_float32] = &SAMPLERS;
    let sampler = match (stream_type, T::DTYPE) {
        (StreamType::RandomState, _) => once(of_random_state, py, || calibrate_legacy(py, numpy)),
        (StreamType::Generator, Dtype::Float64) => {
            once(of_float64, py, || calibrate::<f64>(py, numpy))
        }
        (StreamType::Generator, Dtype::Float32) => {
            once(of_float32, py, || calibrate::<f32>(py, numpy))
        }
    };
    Ok(sampler?.copied())
}

fn calibrate_legacy(py: Python<'_>, numpy: &NumPy) -> PyResult<Sampler> {
    const NUMBERS: usize = 4096;
    let seeded = || call_waiting(numpy.random_state_type.bind(py), (Sampler::CALIBRATION_SEED,));
    let reference = Reference {
        normals: &numbers(&seeded()?, "standard_normal", (NUMBERS,))?,
        uniforms: &numbers(&seeded()?, "uniform", (-0.1, 0.1, NUMBERS))?,
    };
    Sampler::calibrate_legacy(&reference).ok_or_else(unknown)
}

fn calibrate<T: Element>(py: Python<'_>, numpy: &NumPy) -> PyResult<Sampler> {
    const NUMBERS: usize = Sampler::CALIBRATION_NUMBERS;
    let dtype = T::DTYPE.descr(numpy);
    let pcg64 = || call_waiting(numpy.pcg64.bind(py), (Sampler::CALIBRATION_SEED,));
    let generator = |pcg64| call_waiting(numpy.generator_type.bind(py), (pcg64,));
    let seeded = || generator(pcg64()?);
    let in_wedge = pcg64()?;
    let state = in_wedge.getattr(intern!(py, "state"))?;
    let inner = state.get_item(intern!(py, "state"))?;
    let wedge = Sampler::wedge::<T>();
    inner.set_item(intern!(py, "state"), wedge.state)?;
    inner.set_item(intern!(py, "inc"), wedge.inc)?;
    in_wedge.setattr(intern!(py, "state"), state)?;
    let reference = Reference {
        normals: &numbers::<T>(&seeded()?, "standard_normal", (NUMBERS, dtype))?,
        uniforms: &match T::DTYPE {
            Dtype::Float64 => numbers(&seeded()?, "uniform", (-0.1, 0.1, NUMBERS))?,
            Dtype::Float32 => numbers(&seeded()?, "random", (NUMBERS, dtype))?,
        },
    };
    let wedge = numbers(&generator(in_wedge)?, "standard_normal", (1, dtype))?;
    wedge.first().and_then(|&wedge| Sampler::calibrate(&reference, wedge)).ok_or_else(unknown)
}

/// What a method of NumPy's draws. Python code runs in it.
fn numbers<'py, T: Element>(
    stream: &Bound<'py, PyAny>,
    method: &str,
    arguments: impl IntoPyObject<'py, Target = PyTuple>,
) -> PyResult<Vec<T>> {
    let numbers = call_waiting(&stream.getattr(method)?, arguments)?;
    Ok(numbers.cast_into::<PyArray1<T>>()?.readonly().as_slice()?.to_vec())
}
