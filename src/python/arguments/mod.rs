//! What the functions take, read as NumPy reads it.

mod layers_dims;
pub(super) mod notebook_scale;

pub(super) use layers_dims::{LayersDims, Size};
