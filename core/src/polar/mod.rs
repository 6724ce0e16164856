//! The polar method: the normals of `np.random.RandomState`.
//!
//! [`pair`] draws two normals; it is the reference. A [stretch](PolarStretch) of words goes through the
//! same steps many at a time, in three [`passes`].

mod contraction;
mod logarithm;
mod passes;
mod portable;
mod stretch;
#[cfg(any(target_arch = "x86_64", all(target_arch = "aarch64", target_endian = "little")))]
mod vector;

pub use contraction::Contraction;
pub use logarithm::Logarithm;
pub(crate) use stretch::PolarStretch;

use std::cell::Cell;

use rand::Rng;
use rand_distr::Distribution;

use crate::bit_generator::{BitGenerator, double};

/// Whether a point lies in the unit disc, its centre excluded: what the polar method accepts.
#[inline(always)]
pub(crate) fn accepted(r2: f64) -> bool {
    r2 < 1.0 && r2 != 0.0
}

/// The two normals of an accepted point, in the order in which they are drawn.
#[inline(always)]
pub(crate) fn normals(x1: f64, x2: f64, r2: f64, ln_r2: f64) -> [f64; 2] {
    let f = (-2.0 * ln_r2 / r2).sqrt();
    [f * x2, f * x1]
}

/// Draws points until one is accepted, and returns its two normals.
#[inline]
pub(crate) fn pair<B: BitGenerator + ?Sized>(
    contraction: Contraction,
    bit_generator: &mut B,
) -> [f64; 2] {
    pair_of(contraction, || bit_generator.next_double())
}

/// The same from any uniform numbers in \[0, 1).
#[inline]
fn pair_of(contraction: Contraction, mut uniform: impl FnMut() -> f64) -> [f64; 2] {
    loop {
        let x1 = 2.0 * uniform() - 1.0;
        let x2 = 2.0 * uniform() - 1.0;
        let r2 = contraction.sum_of_squares(x1, x2);
        if accepted(r2) {
            return normals(x1, x2, r2, r2.ln());
        }
    }
}

/// Standard normals by Marsaglia's polar method, as NumPy's legacy stream draws them.
///
/// A point (x1, x2) is drawn uniformly from the square \[-1, 1)², again while it lies outside of
/// the unit disc or in its centre. With r² = x1² + x2² the two normals are x2 f and x1 f, where
/// f = √(-2 ln(r²) / r²). The first is returned; the second is the cached normal, which the next call
/// returns.
///
/// Marsaglia and Bray (1964), "A convenient method for generating normal variables",
/// <https://doi.org/10.1137/1006063>.
///
/// The cached normal belongs to the bit generator that it came from, so use one `PolarNormal` for one
/// bit generator.
///
/// # Example
///
/// ```
/// use paraminit_core::{PolarNormal, bit_generator::Mt19937};
/// use rand::SeedableRng;
/// use rand_distr::Distribution;
///
/// let mut twister = Mt19937::seed_from_u64(3);
/// let normal = PolarNormal::new();
/// assert_eq!(normal.sample(&mut twister), 1.788_628_473_430_318_6); // np.random.randn()
/// assert_eq!(normal.sample(&mut twister), 0.436_509_850_511_989_43);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PolarNormal {
    cached_normal: Cell<Option<f64>>,
}

impl PolarNormal {
    /// The distribution, with no cached normal.
    #[must_use]
    pub const fn new() -> Self {
        Self { cached_normal: Cell::new(None) }
    }
}

impl Distribution<f64> for PolarNormal {
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.cached_normal.take().unwrap_or_else(|| {
            let [first, second] =
                pair_of(Contraction::None, || double(rng.next_u32(), rng.next_u32()));
            self.cached_normal.set(Some(second));
            first
        })
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;
    use crate::bit_generator::Mt19937;

    #[test]
    fn value_stability() {
        // np.random.seed(1234567890); np.random.randn(3, 2): recorded in NumPy's own test suite.
        let recorded = [
            1.340_163_457_718_631_2,
            1.737_591_227_719_360_8,
            1.498_988_344_300_628,
            -0.228_643_332_453_616_9,
            2.031_033_998_682_787,
            2.170_324_946_056_552_6,
        ];
        let twister = Mt19937::seed_from_u64(1_234_567_890);
        let drawn = PolarNormal::new().sample_iter(twister);
        assert!(drawn.zip(recorded).all(|(drawn, recorded)| (drawn - recorded).abs() < 1e-15));
    }

    #[test]
    fn rejects_the_centre_and_the_rim() {
        let mut points = [0.5, 0.5, 0.0, 0.5, 0.75, 0.5].into_iter();
        let drawn = pair_of(Contraction::None, || points.next().unwrap_or(f64::NAN));
        assert_eq!(drawn, [0.0, (-2.0 * 0.25_f64.ln()).sqrt()]);
        assert!(!accepted(1.0) && accepted(1.0 - f64::EPSILON / 2.0));
    }
}
