use crate::bit_generator::{BitGenerator, BulkBitGenerator};
use crate::error::Interrupted;
use crate::method::Method;
use crate::number::Number;
use crate::output::{Affine, Arrays, Output, Scaled};
use crate::sampler::{Rounding, Sampler};
use crate::scheme::Distribution;
use crate::stream::{Stream, fill_singly};
use crate::uniform::StandardUniform;
use crate::ziggurat::{StandardNormal, Ziggurat};

/// A bit generator with the methods of `np.random.Generator`.
///
/// # Example
///
/// ```
/// use paraminit_core::bit_generator::Pcg64;
/// use paraminit_core::{Generator, StandardNormal};
/// use rand::SeedableRng;
///
/// let mut generator = Generator(Pcg64::seed_from_u64(3)); // np.random.default_rng(3)
/// let normal: f64 = generator.draw(StandardNormal::default()); // generator.standard_normal()
/// assert_eq!(normal, 2.040_919_121_385_182_5);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generator<B>(pub B);

impl<B: BitGenerator> Generator<B> {
    /// The next number.
    pub fn draw<T: Number>(&mut self, method: impl Method<T>) -> T {
        method.draw(&mut self.0)
    }

    /// Fills arrays one number after the other: for a few numbers, and for a bit generator that cannot
    /// be read ahead.
    pub fn fill_singly<T: Ziggurat>(
        &mut self,
        distribution: Distribution,
        rounding: Rounding,
        arrays: Arrays<'_, T>,
    ) {
        let Rounding { ziggurat, uniform: fused, .. } = rounding;
        let normal = StandardNormal { fused: ziggurat, truncated: false };
        let normal = |bits: &mut B| -> T { normal.draw(bits) };
        let uniform = |bits: &mut B| -> T { StandardUniform.draw(bits) };
        let never = &mut || false;
        let _ = fill_singly(&mut self.0, normal, uniform, distribution, fused, arrays, never);
    }
}

impl<T: Ziggurat, B: BulkBitGenerator> Stream<T> for Generator<B> {
    fn fill(
        &mut self,
        distribution: Distribution,
        sampler: &Sampler,
        arrays: Arrays<'_, T>,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted> {
        let Rounding { ziggurat, uniform, .. } = sampler.rounding;
        match distribution {
            Distribution::Normal | Distribution::TruncatedNormal => {
                let truncated = distribution == Distribution::TruncatedNormal;
                let normal = StandardNormal { fused: ziggurat, truncated };
                let output = Output::<Scaled<T, T>>::new(arrays, false);
                sampler.fill(normal, &mut self.0, output, interrupted)
            }
            Distribution::Uniform => {
                let output = Output::<Affine<T, T>>::new(arrays, uniform);
                sampler.fill(StandardUniform, &mut self.0, output, interrupted)
            }
        }
    }
}
