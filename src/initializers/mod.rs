//! The initializers for any stream.
#![expect(clippy::doc_markdown, reason = "the functions' docs are numpydoc")]

#[macro_use]
mod text;

mod call;
mod distributions;
mod network;
mod recipe;
mod schemes;

// Globs: `#[pyfunction]` makes a hidden item, too.
pub(super) use distributions::*;
pub(super) use network::*;
pub(super) use recipe::remember;
pub(super) use schemes::*;
