use pyo3::exceptions::PyOverflowError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use super::network::Run;
use crate::arguments::{Dtype, Rng, fans, not_negative, out};
use crate::arrays;
use crate::draw::{Fill, Target};
use paraminit_core::scheme::{Distribution, VarianceScaling};

/// What every initializer takes.
pub(super) struct Arguments<'a, 'py> {
    shape: &'a Bound<'py, PyAny>,
    rng: Option<&'a Bound<'py, PyAny>>,
    dtype: Dtype,
    out: Option<&'a Bound<'py, PyAny>>,
}

impl<'a, 'py> Arguments<'a, 'py> {
    pub(super) fn new(
        shape: &'a Bound<'py, PyAny>,
        rng: Option<&'a Bound<'py, PyAny>>,
        dtype: Option<&Bound<'py, PyAny>>,
        out: Option<&'a Bound<'py, PyAny>>,
    ) -> PyResult<Self> {
        Ok(Self { shape, rng, dtype: Dtype::new(dtype)?, out })
    }

    /// A new array, or `out`, filled with numbers. The name is that of the parameter.
    pub(super) fn draw(
        &self,
        distribution: Distribution,
        name: &str,
        parameter: f64,
    ) -> PyResult<Bound<'py, PyAny>> {
        let parameter = not_negative(name, parameter, self.dtype)?;
        match distribution {
            Distribution::Normal | Distribution::TruncatedNormal => {}
            Distribution::Uniform => {
                // NumPy's words for it.
                not_negative(name, 2.0 * parameter, self.dtype).map_err(|_| {
                    PyOverflowError::new_err("high - low range exceeds valid bounds")
                })?;
            }
        }
        if let Some(run) = self.rng.and_then(|rng| rng.cast_exact::<Run>().ok()) {
            let array = arrays::empty_of(self.shape, self.dtype)?;
            run.try_borrow_mut()?.add(distribution, &array, parameter);
            return Ok(array.into_any());
        }
        let rng = Rng::new(self.rng, self.shape.py())?;
        let (array, made_here) = match self.out {
            Some(out) => (out::check(out, self.shape, self.dtype)?, false),
            None => (arrays::empty_of(self.shape, self.dtype)?, true),
        };
        let mut targets = [Target { array, parameter, made_here }];
        distribution.fill(&rng, self.dtype, &mut targets)?;
        let [target] = targets;
        Ok(target.array.into_any())
    }

    /// The same, with the parameter that a scheme has for the shape.
    pub(super) fn draw_weights(
        &self,
        scheme: VarianceScaling,
        in_axis: isize,
        out_axis: isize,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = self.shape.py();
        let sizes = arrays::dims(self.shape)?;
        let fans = fans::of(py, &sizes, in_axis, out_axis)?;
        let name = match scheme.distribution {
            Distribution::Normal => "np.sqrt(scale / fan)",
            Distribution::TruncatedNormal => "np.sqrt(scale / fan) / 0.8796",
            Distribution::Uniform => "np.sqrt(3 * scale / fan)",
        };
        // The shape as it was read, should it be another one the next time.
        let shape = PyTuple::new(py, sizes)?.into_any();
        let weights = Arguments { shape: &shape, ..*self };
        // Without a fan there is nothing to draw.
        weights.draw(scheme.distribution, name, scheme.parameter(fans).unwrap_or(0.0))
    }
}

/// A function for a scheme without a parameter of its own.
macro_rules! initializer {
    ($(#[$($attribute:tt)*])* $name:ident, $scheme:ident) => {
        $(#[$($attribute)*])*
        #[pyfunction]
        #[pyo3(
            signature = (shape, *, in_axis=1, out_axis=0, rng=None, dtype=None, out=None),
            text_signature =
                "(shape, *, in_axis=1, out_axis=0, rng=None, dtype='float64', out=None)"
        )]
        pub(crate) fn $name<'py>(
            shape: &Bound<'py, PyAny>,
            in_axis: isize,
            out_axis: isize,
            rng: Option<&Bound<'py, PyAny>>,
            dtype: Option<&Bound<'py, PyAny>>,
            out: Option<&Bound<'py, PyAny>>,
        ) -> PyResult<Bound<'py, PyAny>> {
            let arguments = Arguments::new(shape, rng, dtype, out)?;
            arguments.draw_weights(VarianceScaling::$scheme, in_axis, out_axis)
        }
    };
}
pub(super) use initializer;
