//! The states of NumPy's bit generators, as the dicts that `bit_generator.state` gets and sets.

use numpy::{PyArray1, PyArrayMethods};
use pyo3::exceptions::PyValueError;
use pyo3::intern;
use pyo3::prelude::*;

use crate::stream::mt19937_state::refused;
use crate::stream::philox_position::buffer_position;
use paraminit_core::bit_generator::BulkBitGenerator;
use paraminit_core::bit_generator::{BufferedUint32, Pcg64, Pcg64Dxsm, Philox, Sfc64};

/// A bit generator that is read from a state of NumPy's and written into one.
pub(super) trait Stored: BulkBitGenerator {
    fn read(state: &Bound<'_, PyAny>) -> PyResult<Self>;
    /// Writes its own state into one that was read.
    fn write(&self, state: &Bound<'_, PyAny>) -> PyResult<()>;
}

macro_rules! stored_pcg {
    ($($bits:ident),+) => {$(
        impl Stored for $bits {
            fn read(state: &Bound<'_, PyAny>) -> PyResult<Self> {
                let py = state.py();
                let inner = state.get_item(intern!(py, "state"))?;
                Ok(Self::from_state(
                    inner.get_item(intern!(py, "state"))?.extract()?,
                    inner.get_item(intern!(py, "inc"))?.extract()?,
                    read_buffered(state)?,
                ))
            }

            fn write(&self, state: &Bound<'_, PyAny>) -> PyResult<()> {
                let py = state.py();
                let inner = state.get_item(intern!(py, "state"))?;
                inner.set_item(intern!(py, "state"), self.state())?;
                write_buffered(self.buffered(), state)
            }
        }
    )+};
}

stored_pcg!(Pcg64, Pcg64Dxsm);

impl Stored for Philox {
    fn read(state: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = state.py();
        let inner = state.get_item(intern!(py, "state"))?;
        Self::from_state(
            read_words(&inner.get_item(intern!(py, "counter"))?)?,
            read_words(&inner.get_item(intern!(py, "key"))?)?,
            read_words(&state.get_item(intern!(py, "buffer"))?)?,
            buffer_position(state)?,
            read_buffered(state)?,
        )
        .map_err(refused)
    }

    fn write(&self, state: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = state.py();
        let inner = state.get_item(intern!(py, "state"))?;
        inner.set_item(intern!(py, "counter"), PyArray1::from_slice(py, &self.counter()))?;
        state.set_item(intern!(py, "buffer"), PyArray1::from_slice(py, &self.buffer()))?;
        state.set_item(intern!(py, "buffer_pos"), self.buffer_pos())?;
        write_buffered(self.buffered(), state)
    }
}

impl Stored for Sfc64 {
    fn read(state: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = state.py();
        let inner = state.get_item(intern!(py, "state"))?;
        let words = read_words(&inner.get_item(intern!(py, "state"))?)?;
        Ok(Self::from_state(words, read_buffered(state)?))
    }

    fn write(&self, state: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = state.py();
        let inner = state.get_item(intern!(py, "state"))?;
        inner.set_item(intern!(py, "state"), PyArray1::from_slice(py, &self.words()))?;
        write_buffered(self.buffered(), state)
    }
}

fn read_words<const N: usize>(array: &Bound<'_, PyAny>) -> PyResult<[u64; N]> {
    let array = array.cast::<PyArray1<u64>>()?.readonly();
    let words = array.as_slice()?;
    words.try_into().map_err(|_| {
        PyValueError::new_err(format!("{N} words were expected in the state, not {}", words.len()))
    })
}

fn read_buffered(state: &Bound<'_, PyAny>) -> PyResult<BufferedUint32> {
    let py = state.py();
    let has_uint32: i32 = state.get_item(intern!(py, "has_uint32"))?.extract()?;
    let uinteger = state.get_item(intern!(py, "uinteger"))?.extract()?;
    Ok(BufferedUint32 { has_uint32: has_uint32 != 0, uinteger })
}

fn write_buffered(buffered: BufferedUint32, state: &Bound<'_, PyAny>) -> PyResult<()> {
    let py = state.py();
    state.set_item(intern!(py, "has_uint32"), i32::from(buffered.has_uint32))?;
    state.set_item(intern!(py, "uinteger"), buffered.uinteger)
}
