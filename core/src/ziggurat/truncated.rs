use rand::Rng;
use rand_distr::Distribution;

use super::{StandardNormal, Ziggurat, ZigguratStretch};
use crate::bit_generator::{BitGenerator, BulkBitGenerator};
use crate::cpu::Cpu;
use crate::method::Method;
use crate::number::Number;

/// The numbers of another distribution from -2 to 2: those outside are left out.
///
/// `TruncatedNormal::default()` is that of [`StandardNormal`], and the one that can be drawn in bulk.
/// Any other source of normals may be cut in the same way.
///
/// # Example
///
/// ```
/// use paraminit_core::bit_generator::{Mt19937, Pcg64};
/// use paraminit_core::{Method, PolarNormal, TruncatedNormal};
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
pub(crate) fn within<T: Into<f64>>(x: T) -> bool {
    x.into().abs() <= 2.0
}

/// Draws until a number is kept.
#[inline(always)]
pub(crate) fn first_within<T: Number>(mut draw: impl FnMut() -> T) -> T {
    loop {
        let x = draw();
        if within(x) {
            return x;
        }
    }
}

impl<T: Number, D: Distribution<T>> Distribution<T> for TruncatedNormal<D> {
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> T {
        first_within(|| self.0.sample(rng))
    }
}

impl<T: Ziggurat> Method<T> for TruncatedNormal {
    type Stretch<B: BulkBitGenerator> = ZigguratStretch<T, B>;

    #[inline]
    fn draw<B: BitGenerator + ?Sized>(self, bits: &mut B) -> T {
        first_within(|| self.0.draw(bits))
    }

    fn stretch<B: BulkBitGenerator>(
        self,
        cpu: Cpu,
        start: &B,
        numbers: usize,
    ) -> Option<ZigguratStretch<T, B>> {
        ZigguratStretch::new(cpu, self.0.fused, true, start, numbers)
    }
}
