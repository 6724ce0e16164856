use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyType;

use crate::interpreter::call_waiting;
use crate::numpy::NumPy;

/// The types of NumPy's streams.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum StreamType {
    Generator,
    RandomState,
}

impl StreamType {
    const ALL: [Self; 2] = [Self::Generator, Self::RandomState];

    pub(super) const fn in_numpy(self, numpy: &NumPy) -> &Py<PyType> {
        match self {
            Self::Generator => &numpy.generator_type,
            Self::RandomState => &numpy.random_state_type,
        }
    }
}

/// `rng`: whose numbers are drawn.
pub(crate) struct Rng<'py> {
    object: Bound<'py, PyAny>,
    stream_type: StreamType,
    is_exact: bool,
}

impl<'py> Rng<'py> {
    /// A generator, as `np.random.default_rng` makes one, or one of the legacy streams: a
    /// `RandomState`, or the module `np.random` for the global one.
    pub(crate) fn new(rng: Option<&Bound<'py, PyAny>>, py: Python<'py>) -> PyResult<Self> {
        if let Some(rng) = rng
            && let Some(known) = Self::known(rng)?
        {
            return Ok(known);
        }
        // The argument of a new generator, or NumPy's own error.
        let generator = call_waiting(NumPy::get(py)?.default_rng.bind(py), (rng,))?;
        Self::of(generator, StreamType::Generator)
    }

    /// The same of what is a stream already: what is made of a seed would be forgotten.
    pub(crate) fn existing(rng: &Bound<'py, PyAny>) -> PyResult<Self> {
        if let Some(known) = Self::known(rng)? {
            return Ok(known);
        }
        if rng.hasattr(intern!(rng.py(), "capsule"))? {
            return Self::new(Some(rng), rng.py()); // as NumPy tells bit generators
        }
        let its_type = rng.get_type().name()?;
        Err(PyTypeError::new_err(format!(
            "rng must be a Generator, a RandomState, a bit generator or np.random, not {its_type}: a \
             stream that is made of a seed here would be forgotten"
        )))
    }

    /// NumPy's global stream.
    ///
    /// # Errors
    ///
    /// `RuntimeError` if none was found.
    pub(crate) fn global(py: Python<'py>) -> PyResult<Self> {
        let stream = NumPy::get(py)?.global_stream.get(py)?.clone();
        Self::of(stream, StreamType::RandomState)
    }

    pub(super) fn known(rng: &Bound<'py, PyAny>) -> PyResult<Option<Self>> {
        let py = rng.py();
        if rng.is(&NumPy::get(py)?.random_module) {
            return Self::global(py).map(Some);
        }
        let Some((stream_type, is_exact)) = type_of(rng)? else { return Ok(None) };
        Ok(Some(Self { object: rng.clone(), stream_type, is_exact }))
    }

    /// A stream. One that is not NumPy's is drawn from like one of this type.
    fn of(object: Bound<'py, PyAny>, otherwise: StreamType) -> PyResult<Self> {
        let (stream_type, is_exact) = type_of(&object)?.unwrap_or((otherwise, false));
        Ok(Self { object, stream_type, is_exact })
    }

    /// The object whose methods NumPy code would call.
    pub(crate) const fn object(&self) -> &Bound<'py, PyAny> {
        &self.object
    }

    /// Like which of NumPy's streams it draws. A `RandomState` draws float64 alone.
    pub(crate) const fn stream_type(&self) -> StreamType {
        self.stream_type
    }

    /// Whether it is exactly of that type: a subclass may have overridden the methods.
    pub(crate) const fn is_exact(&self) -> bool {
        self.is_exact
    }
}

/// The type of a stream, which may be one that is derived from it, and whether it is exactly this one.
pub(super) fn type_of(stream: &Bound<'_, PyAny>) -> PyResult<Option<(StreamType, bool)>> {
    let numpy = NumPy::get(stream.py())?;
    let its_type = stream.get_type();
    for stream_type in StreamType::ALL {
        if its_type.is(stream_type.in_numpy(numpy)) {
            return Ok(Some((stream_type, true)));
        }
    }
    for stream_type in StreamType::ALL {
        if stream.is_instance(stream_type.in_numpy(numpy).bind(stream.py()))? {
            return Ok(Some((stream_type, false)));
        }
    }
    Ok(None)
}
