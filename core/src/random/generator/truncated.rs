use rand::Rng;
use rand_distr::Distribution;

use super::kernel::Lanes;
use super::method::{Method, Passes};
use super::number::Number;
use super::words::Words;
use super::ziggurat::StandardNormal;
use crate::random::BitGenerator;

/// The numbers of another distribution from -2 to 2: those outside are left out.
///
/// `TruncatedNormal::default()` is that of [`StandardNormal`], and the one that can be drawn in bulk.
/// Any other source of normals may be cut in the same way.
///
/// # Example
///
/// ```
/// use paraminit_core::random::generator::{Method, TruncatedNormal};
/// use paraminit_core::random::{Mt19937, Pcg64, PolarNormal};
/// use rand::SeedableRng;
/// use rand_distr::Distribution;
///
/// let mut bits = Pcg64::seed_from_u64(3);
/// // x = np.random.default_rng(3).standard_normal(9); x[np.abs(x) <= 2][0]
/// let first: f64 = TruncatedNormal::default().draw(&mut bits);
/// assert_eq!(first, 0.418_098_846_725_778_85);
///
/// let legacy = TruncatedNormal(PolarNormal::new());
/// let first: f64 = legacy.sample(&mut Mt19937::seed_from_u64(3));
/// assert_eq!(first, 1.788_628_473_430_318_6);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TruncatedNormal<D = StandardNormal>(pub D);

/// Whether a number is kept.
#[inline(always)]
fn within<T: Into<f64> + Copy>(x: &T) -> bool {
    (*x).into().abs() <= 2.0
}

impl<T: Number, D: Distribution<T>> Distribution<T> for TruncatedNormal<D> {
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> T {
        loop {
            let x = self.0.sample(rng);
            if within(&x) {
                return x;
            }
        }
    }
}

impl<T: Number> Method<T> for TruncatedNormal {
    #[inline]
    fn draw<B: BitGenerator + ?Sized>(self, bits: &mut B) -> T {
        loop {
            let x = self.0.draw(bits);
            if within(&x) {
                return x;
            }
        }
    }
}

impl<T: Number> Passes<T> for TruncatedNormal {
    fn words_for(self, numbers: usize) -> usize {
        numbers + numbers / 12 + 8 // 4.6 % are beyond 2, and 1.5 % of the words take others
    }

    #[inline(always)]
    fn candidates<B: Words>(
        self,
        lanes: impl Lanes,
        packs: &[u64],
        drawn: &mut [T],
        doubtful: &mut [u64],
    ) {
        T::candidates(lanes, T::cut_rows(), packs, drawn, doubtful);
    }

    #[inline(always)]
    fn settle(self, word: u64, uniform: impl FnMut() -> T) -> (T, bool) {
        let (x, accepted) = T::settle(word, uniform);
        (x, accepted & within(&x))
    }
}
