use pyo3::exceptions::{PyAttributeError, PyNotImplementedError, PyTypeError};
use pyo3::intern;
use pyo3::prelude::*;

use crate::arguments::Rng;
use crate::interpreter::call_waiting;

/// The state of a stream before other code draws from it, to be set again if that fails.
pub(crate) struct Before<'py> {
    object: Bound<'py, PyAny>,
    /// `None` for a bit generator that tells none.
    state: Option<Bound<'py, PyAny>>,
    is_legacy: bool,
}

impl<'py> Before<'py> {
    pub(crate) fn of(rng: &Rng<'py>) -> PyResult<Self> {
        let py = rng.object().py();
        let is_legacy = rng.is_legacy();
        let (object, state) = if is_legacy {
            // With the cached normal, which the bit generator does not know.
            let object = rng.object().clone();
            let get_state = object.getattr(intern!(py, "get_state"))?;
            let state = call_waiting(&get_state, &(false,).into_pyobject(py)?);
            (object, state)
        } else {
            let object = rng.object().getattr(intern!(py, "bit_generator"))?;
            let state = object.getattr(intern!(py, "state"));
            (object, state)
        };
        Ok(Self { object, state: if_told(py, state)?, is_legacy })
    }

    pub(crate) fn set(self) -> PyResult<()> {
        let py = self.object.py();
        let Some(state) = self.state else { return Ok(()) };
        if self.is_legacy {
            self.object.call_method1(intern!(py, "set_state"), (state,))?;
            return Ok(());
        }
        self.object.setattr(intern!(py, "state"), state)
    }
}

fn if_told<'py>(
    py: Python<'py>,
    state: PyResult<Bound<'py, PyAny>>,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    match state {
        Err(error)
            if error.is_instance_of::<PyNotImplementedError>(py)
                || error.is_instance_of::<PyAttributeError>(py)
                || error.is_instance_of::<PyTypeError>(py) =>
        {
            Ok(None)
        }
        state => state.map(Some),
    }
}
