//! NumPy's `np.random.Generator`: a bit generator, and methods that make numbers of its words.
//!
//! [`StandardNormal`], [`StandardUniform`] and [`TruncatedNormal`] have the methods, one number at a
//! time; they are the reference. [`Batch`] draws the same numbers from many words at once: a stretch
//! of words goes through the passes of a [`Kernel`], and large calls share the work. Its
//! calibration finds out whether that gives the installed NumPy's bits.

mod batch;
mod calibration;
mod kernel;
mod method;
mod number;
mod stretch;
mod threads;
mod truncated;
mod uniform;
mod words;
mod ziggurat;
mod ziggurat_tables;

pub use batch::{Batch, fill_singly};
pub use kernel::Kernel;
pub use method::Method;
pub use number::Number;
pub use truncated::TruncatedNormal;
pub use uniform::StandardUniform;
pub use words::Words;
pub use ziggurat::StandardNormal;

use super::BitGenerator;
use crate::output::{Map, Output};

/// A bit generator with the methods of `np.random.Generator`.
///
/// # Example
///
/// ```
/// use paraminit_core::random::generator::{Generator, StandardNormal, StandardUniform};
/// use paraminit_core::random::{Affine, Output, Pcg64};
/// use rand::SeedableRng;
///
/// let mut generator = Generator::new(Pcg64::seed_from_u64(3)); // np.random.default_rng(3)
/// let normal: f64 = generator.draw(StandardNormal); // generator.standard_normal()
/// assert_eq!(normal, 2.040_919_121_385_182_5);
///
/// let mut weights = [0.0; 2]; // generator.uniform(-1, 1, 2)
/// let map = Affine { low: -1.0, range: 2.0, fused: false };
/// generator.fill(StandardUniform, Output::new([(&mut weights[..], map)]));
/// assert_eq!(weights, [-0.526_378_986_807_800_6, 0.602_548_930_412_793_8]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generator<B> {
    bit_generator: B,
}

impl<B> Generator<B> {
    /// The generator that draws from this bit generator.
    #[must_use]
    pub const fn new(bit_generator: B) -> Self {
        Self { bit_generator }
    }

    /// The bit generator.
    #[must_use]
    pub const fn bit_generator(&self) -> &B {
        &self.bit_generator
    }

    /// The bit generator, to be drawn from in other ways.
    pub const fn bit_generator_mut(&mut self) -> &mut B {
        &mut self.bit_generator
    }
}

impl<B: BitGenerator> Generator<B> {
    /// The next number.
    pub fn draw<T: Number>(&mut self, method: impl Method<T>) -> T {
        method.draw(&mut self.bit_generator)
    }
}

impl<B: Words> Generator<B> {
    /// Draws numbers as the default [`Batch`] does.
    pub fn fill<T: Number, M: Map<Drawn = T>>(
        &mut self,
        method: impl Method<T>,
        output: Output<'_, M>,
    ) {
        // Never interrupted.
        let _ = Batch::default().fill(method, &mut self.bit_generator, output, &mut || false);
    }
}
