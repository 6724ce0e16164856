//! Uniform numbers: each word is one.

use rand::Rng;
use rand_distr::Distribution;

use crate::bit_generator::{BitGenerator, BulkBitGenerator};
use crate::cpu::Cpu;
use crate::method::Method;
use crate::number::Number;
use crate::words::Words;

/// Uniform numbers in \[0, 1), with 53 bits as `f64` and with 24 as `f32`:
/// `np.random.Generator.random`.
///
/// As a [`Distribution`] it takes any generator's words; see
/// [`StandardNormal`](crate::StandardNormal) about the difference.
///
/// # Example
///
/// ```
/// use paraminit_core::bit_generator::Pcg64;
/// use paraminit_core::{Method, StandardUniform};
/// use rand::SeedableRng;
///
/// let mut bits = Pcg64::seed_from_u64(3);
/// let u: f64 = StandardUniform.draw(&mut bits); // np.random.default_rng(3).random()
/// assert_eq!(u, 0.085_649_167_143_624_36);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StandardUniform;

impl<T: Number> Method<T> for StandardUniform {
    type Stretch<B: BulkBitGenerator> = Words<T, B>;

    #[inline]
    fn draw<B: BitGenerator + ?Sized>(self, bits: &mut B) -> T {
        T::next_uniform(bits)
    }

    fn for_a_thread<B: BulkBitGenerator>(self) -> usize {
        B::UNIFORMS_FOR_A_THREAD
    }

    fn takes_each_word(self) -> bool {
        true
    }

    fn stretch<B: BulkBitGenerator>(
        self,
        cpu: Cpu,
        start: &B,
        numbers: usize,
    ) -> Option<Words<T, B>> {
        Words::new(cpu, start, numbers)
    }
}

impl<T: Number> Distribution<T> for StandardUniform {
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> T {
        T::uniform_of_word(rng)
    }
}
