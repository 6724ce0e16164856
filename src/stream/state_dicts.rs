//! The states of NumPy's bit generators as the dicts that `bit_generator.state` returns.

use numpy::{Element, PyArray1, PyArrayMethods};
use pyo3::exceptions::PyValueError;
use pyo3::intern;
use pyo3::prelude::*;

use super::states::refused;
use paraminit_core::bit_generator::{BufferedUint32, Mt19937, Pcg64, Pcg64Dxsm, Philox, Sfc64};

/// A bit generator that is read from such a dict.
pub(super) trait FromDict: Sized {
    fn from_dict(state: &Bound<'_, PyAny>) -> PyResult<Self>;
}

impl FromDict for Mt19937 {
    fn from_dict(state: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (py, inner) = (state.py(), inner(state)?);
        let position = inner.get_item(intern!(py, "pos"))?.extract()?;
        Self::from_state(words(&inner.get_item(intern!(py, "key"))?)?, position).map_err(refused)
    }
}

macro_rules! pcg_from_dict {
    ($($bits:ident),+) => {$(
        impl FromDict for $bits {
            fn from_dict(state: &Bound<'_, PyAny>) -> PyResult<Self> {
                let (py, inner) = (state.py(), inner(state)?);
                Ok(Self::from_state(
                    inner.get_item(intern!(py, "state"))?.extract()?,
                    inner.get_item(intern!(py, "inc"))?.extract()?,
                    buffered(state)?,
                ))
            }
        }
    )+};
}

pcg_from_dict!(Pcg64, Pcg64Dxsm);

impl FromDict for Philox {
    fn from_dict(state: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (py, inner) = (state.py(), inner(state)?);
        Self::from_state(
            words(&inner.get_item(intern!(py, "counter"))?)?,
            words(&inner.get_item(intern!(py, "key"))?)?,
            words(&state.get_item(intern!(py, "buffer"))?)?,
            state.get_item(intern!(py, "buffer_pos"))?.extract()?,
            buffered(state)?,
        )
        .map_err(refused)
    }
}

impl FromDict for Sfc64 {
    fn from_dict(state: &Bound<'_, PyAny>) -> PyResult<Self> {
        let words = words(&inner(state)?.get_item(intern!(state.py(), "state"))?)?;
        Ok(Self::from_state(words, buffered(state)?))
    }
}

fn inner<'py>(state: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    state.get_item(intern!(state.py(), "state"))
}

fn words<T: Element + Copy, const N: usize>(array: &Bound<'_, PyAny>) -> PyResult<[T; N]> {
    let array = array.cast::<PyArray1<T>>()?.readonly();
    let words = array.as_slice()?;
    words.try_into().map_err(|_| {
        PyValueError::new_err(format!("{N} words were expected in the state, not {}", words.len()))
    })
}

fn buffered(state: &Bound<'_, PyAny>) -> PyResult<BufferedUint32> {
    let py = state.py();
    let has_uint32: i32 = state.get_item(intern!(py, "has_uint32"))?.extract()?;
    let uinteger = state.get_item(intern!(py, "uinteger"))?.extract()?;
    Ok(BufferedUint32 { has_uint32: has_uint32 != 0, uinteger })
}
