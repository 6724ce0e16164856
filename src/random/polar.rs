use std::cell::Cell;

use rand::Rng;
use rand_distr::Distribution;

use super::Mt19937;
#[cfg(feature = "python")]
use super::{Interrupted, Weights};

/// How the C compiler that built NumPy rounds x1\*x1 + x2\*x2.
///
/// The C standard lets a compiler contract a product and a sum into one fused multiply-add with a
/// single rounding (ISO C, 6.5 "Expressions"); GCC does so wherever the target has the
/// instruction, as on aarch64. No other expression of the polar method changes its value by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Contraction {
    /// Both products are rounded, then the sum: fl(fl(x1\*x1) + fl(x2\*x2)).
    None,
    /// The first product is fused with the sum: fl(x1\*x1 + fl(x2\*x2)).
    First,
    /// The second product is fused with the sum: fl(fl(x1\*x1) + x2\*x2).
    Second,
}

impl Contraction {
    /// Every way of rounding, the plain one first.
    pub const ALL: [Self; 3] = [Self::None, Self::First, Self::Second];

    /// x1\*x1 + x2\*x2
    #[inline(always)]
    pub(super) fn sum_of_squares(self, x1: f64, x2: f64) -> f64 {
        match self {
            Self::None => x1 * x1 + x2 * x2,
            Self::First => x1.mul_add(x1, x2 * x2),
            Self::Second => x2.mul_add(x2, x1 * x1),
        }
    }
}

/// Two words of 32 bits as a number in \[0, 1) with 53 bits.
#[inline(always)]
pub(super) fn uniform(high: u32, low: u32) -> f64 {
    // Signed integers convert to floats in vectors on every CPU; these are small enough.
    let (high, low) = ((high >> 5).cast_signed(), (low >> 6).cast_signed());
    (f64::from(high) * 67_108_864.0 + f64::from(low)) / 9_007_199_254_740_992.0
}

/// Whether a point lies in the unit disc, its centre excluded: what the polar method accepts.
#[inline(always)]
pub(super) fn accepted(r2: f64) -> bool {
    r2 < 1.0 && r2 != 0.0
}

/// The two normals of an accepted point, in the order in which they are drawn.
#[inline(always)]
pub(super) fn normals(x1: f64, x2: f64, r2: f64, ln_r2: f64) -> [f64; 2] {
    let f = (-2.0 * ln_r2 / r2).sqrt();
    [f * x2, f * x1]
}

/// Draws points until one is accepted. `uniform` gives numbers in \[0, 1).
#[inline]
pub(crate) fn pair(contraction: Contraction, mut uniform: impl FnMut() -> f64) -> [f64; 2] {
    loop {
        let x1 = 2.0 * uniform() - 1.0;
        let x2 = 2.0 * uniform() - 1.0;
        let r2 = contraction.sum_of_squares(x1, x2);
        if accepted(r2) {
            return normals(x1, x2, r2, r2.ln());
        }
    }
}

impl Mt19937 {
    /// The next two normals.
    pub(super) fn pair(&mut self, contraction: Contraction) -> [f64; 2] {
        pair(contraction, || uniform(self.next_u32(), self.next_u32()))
    }
}

/// Draws weights by uniform numbers in \[0, 1) alone. `kept` comes first; what is left of the last
/// pair is returned, to be kept for the next call.
#[cfg(feature = "python")]
pub(crate) fn fill_by_uniforms(
    contraction: Contraction,
    kept: Option<f64>,
    mut uniform: impl FnMut() -> f64,
    mut weights: Weights<'_>,
    interrupted: &mut dyn FnMut() -> bool,
) -> Result<Option<f64>, Interrupted> {
    const PAIRS: usize = 1024;
    if let Some(kept) = kept {
        weights.push(kept);
    }
    while weights.len() > 1 {
        for _ in 0..PAIRS.min(weights.len() / 2) {
            weights.extend(&pair(contraction, &mut uniform));
        }
        if interrupted() {
            return Err(Interrupted);
        }
    }
    Ok((!weights.is_empty()).then(|| {
        let [first, second] = pair(contraction, uniform);
        weights.push(first);
        second
    }))
}

/// Standard normals by Marsaglia's polar method, as NumPy's legacy stream draws them.
///
/// A point (x1, x2) is drawn uniformly from the square \[-1, 1)², again while it lies outside of
/// the unit disc or in its centre. With r² = x1² + x2² the two normals are x2 f and x1 f, where
/// f = √(-2 ln(r²) / r²). The first is returned, the second is kept for the next call.
///
/// Marsaglia and Bray (1964), "A convenient method for generating normal variables",
/// <https://doi.org/10.1137/1006063>.
///
/// The kept normal belongs to the generator that it came from, so use one `PolarNormal` for one
/// generator.
///
/// # Example
///
/// ```
/// use paraminit::random::{Mt19937, PolarNormal};
/// use rand::SeedableRng;
/// use rand_distr::Distribution;
///
/// let mut generator = Mt19937::seed_from_u64(3);
/// let normal = PolarNormal::new();
/// assert_eq!(normal.sample(&mut generator), 1.788_628_473_430_318_6); // np.random.randn()
/// assert_eq!(normal.sample(&mut generator), 0.436_509_850_511_989_43);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PolarNormal {
    kept: Cell<Option<f64>>,
}

impl PolarNormal {
    /// The distribution, with no normal kept.
    #[must_use]
    pub const fn new() -> Self {
        Self { kept: Cell::new(None) }
    }
}

impl Distribution<f64> for PolarNormal {
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.kept.take().unwrap_or_else(|| {
            let [first, second] =
                pair(Contraction::None, || uniform(rng.next_u32(), rng.next_u32()));
            self.kept.set(Some(second));
            first
        })
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

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
        let generator = Mt19937::seed_from_u64(1_234_567_890);
        let drawn = PolarNormal::new().sample_iter(generator);
        assert!(drawn.zip(recorded).all(|(drawn, recorded)| (drawn - recorded).abs() < 1e-15));
    }

    #[test]
    fn contractions_differ_by_one_rounding() {
        let rounded = |x1, x2| Contraction::ALL.map(|c| c.sum_of_squares(x1, x2).to_bits());
        let plain = 0.85_f64.to_bits() - 1;
        assert_eq!(rounded(0.6, 0.7), [plain, plain, plain + 1]);
        assert_eq!(rounded(0.7, 0.6), [plain, plain + 1, plain]);
    }

    #[test]
    fn rejects_the_centre_and_the_rim() {
        let mut points = [0.5, 0.5, 0.0, 0.5, 0.75, 0.5].into_iter();
        let drawn = pair(Contraction::None, || points.next().unwrap_or(f64::NAN));
        assert_eq!(drawn, [0.0, (-2.0 * 0.25_f64.ln()).sqrt()]);
        assert!(!accepted(1.0) && accepted(1.0 - f64::EPSILON / 2.0));
    }
}
