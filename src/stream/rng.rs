use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use super::legacy::RandomStateObject;
use crate::interpreter::call_waiting;
use crate::numpy::NumPy;

/// `rng`: whose numbers are drawn.
///
/// Only the exact types are drawn from fast: a subclass may have overridden the method.
pub(crate) enum Rng<'py> {
    /// A `np.random.Generator`.
    Generator(Bound<'py, PyAny>),
    /// A `np.random.RandomState`.
    RandomState(RandomStateObject<'py>),
    /// An instance of a subclass of either, whose own methods are called.
    Subclass {
        object: Bound<'py, PyAny>,
        /// It is a `RandomState`.
        is_legacy: bool,
    },
}

impl<'py> Rng<'py> {
    /// A generator, as `np.random.default_rng` makes one, or one of the legacy streams: a
    /// `RandomState`, or the module `np.random` for the global one.
    pub(crate) fn new(rng: Option<&Bound<'py, PyAny>>, py: Python<'py>) -> PyResult<Self> {
        let numpy = NumPy::get(py)?;
        let Some(rng) = rng else {
            let generator = call_waiting(numpy.default_rng.bind(py), &PyTuple::empty(py))?;
            return Ok(Self::Generator(generator));
        };
        let rng_type = rng.get_type();
        if rng_type.is(&numpy.generator_type) {
            return Ok(Self::Generator(rng.clone()));
        }
        if rng_type.is(&numpy.random_state_type) {
            return Ok(Self::RandomState(RandomStateObject::new(rng.clone())));
        }
        if rng.is(&numpy.random_module) {
            return Ok(Self::RandomState(RandomStateObject::global(py)?));
        }
        for (base, is_legacy) in [(&numpy.generator_type, false), (&numpy.random_state_type, true)]
        {
            if rng.is_instance(base.bind(py))? {
                return Ok(Self::Subclass { object: rng.clone(), is_legacy });
            }
        }
        // Anything else is the argument of a new generator, or NumPy's own error.
        let generator = call_waiting(numpy.default_rng.bind(py), &(rng,).into_pyobject(py)?)?;
        Ok(Self::Generator(generator))
    }

    /// The same of what is a stream already: what is made of a seed would be forgotten.
    pub(crate) fn existing(rng: &Bound<'py, PyAny>) -> PyResult<Self> {
        let (py, numpy) = (rng.py(), NumPy::get(rng.py())?);
        let is_stream = rng.is(&numpy.random_module)
            || rng.is_instance(numpy.generator_type.bind(py))?
            || rng.is_instance(numpy.random_state_type.bind(py))?
            || rng.hasattr(intern!(py, "capsule"))?; // as NumPy tells bit generators
        if is_stream {
            return Self::new(Some(rng), py);
        }
        let its_type = rng.get_type().name()?;
        Err(PyTypeError::new_err(format!(
            "rng must be a Generator, a RandomState, a bit generator or np.random, not {its_type}: a \
             stream that is made of a seed here would be forgotten"
        )))
    }

    /// The object whose methods NumPy code would call.
    pub(crate) fn object(&self) -> &Bound<'py, PyAny> {
        match self {
            Self::Generator(object) | Self::Subclass { object, .. } => object,
            Self::RandomState(random_state) => &random_state.object,
        }
    }

    /// Whether it is a `RandomState`, which draws float64 alone.
    pub(crate) const fn is_legacy(&self) -> bool {
        match self {
            Self::Generator(_) => false,
            Self::RandomState(_) => true,
            Self::Subclass { is_legacy, .. } => *is_legacy,
        }
    }
}
