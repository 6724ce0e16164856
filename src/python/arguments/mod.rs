//! What the functions take, read as NumPy reads it.

mod layers_dims;
mod notebook_scale;

pub(super) use layers_dims::{LayersDims, Size};
pub(super) use notebook_scale::NotebookScale;
