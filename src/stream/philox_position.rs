use pyo3::intern;
use pyo3::prelude::*;

use paraminit_core::bit_generator::StateError;

use super::mt19937_state::refused;

/// How many words of a Philox's buffer are used up, as its state says. NumPy's setter takes any number,
/// and its functions then read wherever that points to.
pub(super) fn buffer_position(state: &Bound<'_, PyAny>) -> PyResult<i64> {
    let position = state.get_item(intern!(state.py(), "buffer_pos"))?.extract()?;
    match position {
        0..=4 => Ok(position),
        _ => Err(refused(StateError::BufferPosition { position })),
    }
}
