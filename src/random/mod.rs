//! Where the normals come from.
//!
//! NumPy's legacy stream is a Mersenne Twister ([`Mt19937`]) read by the polar method
//! ([`PolarNormal`]). [`RandomState`] is the two together, as fast as the machine allows
//! ([`Bulk`]); any other generator and distribution of the rand family serves as well.

#![expect(
    clippy::inline_always,
    reason = "kernels compile their parts for the CPU features that only they enable"
)]

mod bulk;
mod kernel;
mod mt19937;
mod parallel;
pub(crate) mod polar;
mod random_state;
mod tape;
mod weights;

pub use bulk::{Bulk, Interrupted};
pub use kernel::Kernel;
pub use mt19937::Mt19937;
pub use polar::{Contraction, PolarNormal};
pub use random_state::RandomState;
pub use weights::Weights;

use rand::Rng;
use rand::distr::{Distribution, Iter};

/// A source of standard normals that fills the weights of a whole network.
///
/// Implemented by [`RandomState`] and by what `distribution.sample_iter(rng)` returns.
pub trait Normals {
    /// Draws as many normals as there are weights to fill, in order.
    fn fill(&mut self, weights: Weights<'_>);
}

impl<D: Distribution<f64>, R: Rng> Normals for Iter<D, R, f64> {
    fn fill(&mut self, mut weights: Weights<'_>) {
        for normal in self.take(weights.len()) {
            weights.push(normal);
        }
    }
}
