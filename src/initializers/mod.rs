//! The initializers for any stream, a file a family.

#[macro_use]
mod text;

mod arguments;
mod distributions;
mod glorot;
mod he;
mod lecun;
mod network;
mod scaling;

// What is exported is more than the function of the name.
pub(super) use distributions::*;
pub(super) use glorot::*;
pub(super) use he::*;
pub(super) use lecun::*;
pub(super) use network::*;
pub(super) use scaling::*;
