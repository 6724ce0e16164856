use rand::Rng;
use rand_distr::Distribution;

use super::{StandardNormal, Ziggurat, ZigguratStretch};
use crate::bit_generator::{BitGenerator, BulkBitGenerator};
use crate::cpu::Cpu;
use crate::method::Method;
use crate::number::Number;

/// Standard normals from -2 to 2: those outside are left out.
///
/// # Example
///
/// ```
/// use paraminit_core::bit_generator::Pcg64;
/// use paraminit_core::{Method, TruncatedNormal};
/// use rand::SeedableRng;
///
/// let mut bits = Pcg64::seed_from_u64(3);
/// // x = np.random.default_rng(3).standard_normal(9); x[np.abs(x) <= 2][0]
/// let first: f64 = TruncatedNormal::default().draw(&mut bits);
/// assert_eq!(first, 0.418_098_846_725_778_85);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TruncatedNormal(pub StandardNormal);

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

impl<T: Ziggurat> Distribution<T> for TruncatedNormal {
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
