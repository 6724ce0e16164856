use rand::Rng;
use rand_distr::Distribution;

use super::kernel::Lanes;
use super::method::{Method, Passes};
use super::number::Number;
use super::words::Words;
use crate::random::BitGenerator;

/// Uniform numbers in \[0, 1), with 53 bits as `f64` and with 24 as `f32`:
/// `np.random.Generator.random`.
///
/// `np.random.Generator.uniform` makes `low + range * u` of each: see
/// [`Affine`](crate::random::Affine).
///
/// As a [`Distribution`] it takes any generator's words; see
/// [`StandardNormal`](super::StandardNormal) about the difference.
///
/// # Example
///
/// ```
/// use paraminit_core::random::Pcg64;
/// use paraminit_core::random::generator::{Method, StandardUniform};
/// use rand::SeedableRng;
///
/// let mut bits = Pcg64::seed_from_u64(3);
/// let u: f64 = StandardUniform.draw(&mut bits); // np.random.default_rng(3).random()
/// assert_eq!(u, 0.085_649_167_143_624_36);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StandardUniform;

impl<T: Number> Method<T> for StandardUniform {
    #[inline]
    fn draw<B: BitGenerator + ?Sized>(self, bits: &mut B) -> T {
        T::next_uniform(bits)
    }
}

impl<T: Number> Distribution<T> for StandardUniform {
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> T {
        T::uniform_of_word(rng)
    }
}

/// Each word is a number: none is ever in doubt.
impl<T: Number> Passes<T> for StandardUniform {
    fn words_for(self, numbers: usize) -> usize {
        numbers
    }

    #[inline(always)]
    fn candidates<B: Words>(
        self,
        _: impl Lanes,
        packs: &[u64],
        drawn: &mut [T],
        doubtful: &mut [u64],
    ) {
        T::uniforms::<B>(packs, drawn);
        doubtful.fill(0);
    }

    fn settle(self, _: u64, _: impl FnMut() -> T) -> (T, bool) {
        (T::default(), false)
    }
}
