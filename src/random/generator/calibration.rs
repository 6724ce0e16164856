//! Which way to draw gives the bits of the NumPy that is installed.

use super::kernel::Kernel;
use super::method::Method;
use super::number::Number;
use super::uniform::StandardUniform;
use super::{Batch, Generator};
use crate::output::{Affine, Map, Output, Scale};
use crate::random::Pcg64;

impl Batch {
    /// The bit generator from which NumPy should draw the numbers that it is calibrated with,
    /// `PCG64(SEED)`: all that is rare comes early, in `f64` as in `f32`.
    pub const SEED: u64 = 0;
    /// How many numbers NumPy should draw: all that is rare is among them.
    pub const NUMBERS: usize = 2048;
}

/// placeholder
#[derive(Clone, Copy, Debug)]
pub struct Uniform;
