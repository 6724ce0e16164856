//! Where the numbers come from.
//!
//! Words come from a [`BitGenerator`]; a method makes numbers of them. NumPy's legacy stream,
//! [`RandomState`], reads its words by the polar method ([`PolarNormal`]), in bulk as fast as the
//! machine allows ([`Batch`]). Any other generator and distribution of the rand family serves as a
//! source of [`Normals`] as well. [`generator`] has the methods of NumPy's `Generator`.

mod bit_generator;
mod double_double;
pub mod generator;
mod legacy;
mod ordered_threads;

pub use crate::output::{Affine, Float, Map, Output, Rounded, Scale};
pub use bit_generator::{
    BitGenerator, BufferedUint32, Mt19937, Pcg64, Pcg64Dxsm, Philox, SeedSequence, Sfc64,
    StateError,
};
#[doc(hidden)]
pub use legacy::Stretch;
pub use legacy::{Batch, Contraction, Kernel, PolarNormal, RandomState};

use rand::Rng;
use rand::distr::{Distribution, Iter};

/// A call was told to stop before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrupted;

/// A source of standard normals that fills the weights of a whole network.
///
/// Implemented by [`RandomState`] and by what `distribution.sample_iter(rng)` returns.
pub trait Normals {
    /// Draws as many normals as there is room for, in order.
    fn fill(&mut self, output: Output<'_, Scale<f64>>);
}

impl<D: Distribution<f64>, R: Rng> Normals for Iter<D, R, f64> {
    fn fill(&mut self, mut output: Output<'_, Scale<f64>>) {
        for normal in self.take(output.len()) {
            output.push(normal);
        }
    }
}
