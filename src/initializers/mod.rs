//! The initializers for any stream.
#![expect(clippy::doc_markdown, reason = "the functions' docs are numpydoc")]

#[macro_use]
mod text;

mod call;
mod distributions;
mod network;
mod recipe;
mod schemes;

use pyo3::prelude::*;

// Globs: `#[pyfunction]` makes a hidden item, too.
pub(super) use distributions::*;
pub(super) use network::*;
pub(super) use schemes::*;

/// Notes the initializers when the module is imported, and tells Python which they are.
pub(super) fn remember(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("INITIALIZERS", recipe::remember(module, schemes::SCHEMES)?)
}
