//! What the functions take, read as NumPy reads it.

mod dtype;
pub(super) mod fans;
mod layers_dims;
mod notebook_scale;
pub(super) mod out;
mod parameter;
mod rng;

pub(super) use dtype::Dtype;
pub(super) use layers_dims::{LayersDims, Size};
pub(super) use notebook_scale::NotebookScale;
pub(super) use parameter::not_negative;
pub(super) use rng::Rng;
