//! The initializers for any stream.
#![expect(clippy::doc_markdown, reason = "the functions' docs are numpydoc")]

#[macro_use]
mod text;

mod call;
mod distributions;
mod network;
mod recipe;
mod scaling;
mod schemes;

use pyo3::prelude::*;
use pyo3::types::PyDict;

use paraminit_core::scheme::VarianceScaling;
use schemes::SCHEMES;

// Globs: `#[pyfunction]` makes a hidden item, too.
pub(super) use distributions::*;
pub(super) use network::*;
pub(super) use scaling::*;
pub(super) use schemes::*;

/// Notes the initializers when the module is imported, and tells Python what the schemes are.
pub(super) fn remember(module: &Bound<'_, PyModule>) -> PyResult<()> {
    recipe::remember(module, SCHEMES)?;
    let schemes = PyDict::new(module.py());
    for &(name, VarianceScaling { scale, mode, distribution }) in SCHEMES {
        schemes.set_item(name, (scale, mode.name(), distribution.name()))?;
    }
    module.add("SCHEMES", schemes)
}
