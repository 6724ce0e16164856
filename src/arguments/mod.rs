//! What the functions take, read as NumPy reads it.

mod argument;
mod axes;
mod dtype;
mod layers_dims;
mod layout;
pub(super) mod notebook_scale;
pub(super) mod out;
mod parameter;
mod shape;

pub(super) use argument::{Argument, named, refused, wrong_type, wrong_value};
pub(super) use axes::{axes, fans};
pub(super) use dtype::Dtype;
pub(super) use layers_dims::{LayersDims, Size};
pub(super) use layout::Layout;
pub(super) use parameter::{Scale, check_interval, interval, not_negative, real};
pub(super) use shape::Shape;
