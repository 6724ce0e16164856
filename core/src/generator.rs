use crate::bit_generator::BitGenerator;
use crate::method::Method;
use crate::number::Number;

/// A bit generator with the methods of `np.random.Generator`.
///
/// # Example
///
/// ```
/// use paraminit_core::bit_generator::Pcg64;
/// use paraminit_core::{Generator, StandardNormal};
/// use rand::SeedableRng;
///
/// let mut generator = Generator::new(Pcg64::seed_from_u64(3)); // np.random.default_rng(3)
/// let normal: f64 = generator.draw(StandardNormal::default()); // generator.standard_normal()
/// assert_eq!(normal, 2.040_919_121_385_182_5);
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
