//! Drawing by an object's own methods, for all that is not known to be NumPy's own, and for numbers of
//! which NumPy may have to warn. The formulas are in `python/paraminit/_by_methods.py`.

use pyo3::prelude::*;
use pyo3::types::{PyFloat, PyTuple};

use super::{Numbers, Target};
use crate::arguments::Dtype;
use crate::interpreter::call_waiting;
use crate::numpy::NumPy;
use crate::stream::{Rng, StreamType};

/// Fills the arrays one after the other.
pub(super) fn fill<'py>(rng: &Rng<'py>, dtype: Dtype, targets: &mut [Target<'py>]) -> PyResult<()> {
    let py = rng.object().py();
    let numpy = NumPy::get(py)?;
    let fill = numpy.by_methods.bind(py).getattr("fill")?;
    for target in targets {
        let (formula, arguments) = formula(rng, dtype, target.numbers)?;
        let (array, is_new) = (&target.array, target.is_new());
        let arguments = (array, dtype.descr(numpy), is_new, formula, arguments);
        target.array = call_waiting(&fill, arguments)?.cast_into()?;
    }
    Ok(())
}

/// Draws so many numbers, some at a time, and lets them go.
pub(super) fn skip(rng: &Rng<'_>, dtype: Dtype, numbers: Numbers, count: usize) -> PyResult<()> {
    let py = rng.object().py();
    let (formula, arguments) = formula(rng, dtype, numbers)?;
    let skip = NumPy::get(py)?.by_methods.bind(py).getattr("skip")?;
    call_waiting(&skip, (count, formula, arguments)).map(drop)
}

/// The formula, and what it takes besides a shape.
fn formula<'py>(
    rng: &Rng<'py>,
    dtype: Dtype,
    numbers: Numbers,
) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
    let rng_object = rng.object();
    let py = rng_object.py();
    let numpy = NumPy::get(py)?;
    // A Generator draws numbers as what they should be, a RandomState float64 alone.
    let drawn = if rng.stream_type() == StreamType::RandomState || dtype == Dtype::Float64 {
        py.get_type::<PyFloat>().into_any()
    } else {
        numpy.float32_type.bind(py).clone()
    };
    let arguments = match numbers {
        Numbers::Normal { std } | Numbers::TruncatedNormal { std } => {
            (rng_object, drawn, std).into_pyobject(py)?
        }
        Numbers::Uniform { low, high } => (rng_object, drawn, low, high).into_pyobject(py)?,
    };
    let name = numbers.distribution().name();
    Ok((numpy.by_methods.bind(py).getattr(name)?, arguments))
}
