//! The passes for lanes of any kind.

mod accept;
#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod emit;
mod lanes;
mod ln;
mod ln_table;
#[cfg(target_arch = "aarch64")]
mod neon;
#[cfg(target_arch = "x86_64")]
mod x86;

use super::{Attempts, Kernel, Passes, Points};
use crate::output::{Output, Scale};
use crate::random::bit_generator::twist;
use crate::random::legacy::Contraction;
use accept::Accept;
use emit::Emit;
use lanes::{Lanes, Pass};

/// The kernels for which the CPU has the vectors, the longest first.
pub(super) fn kernels() -> impl Iterator<Item = Kernel> {
    fn kernel<L: Lanes>() -> Option<Kernel> {
        L::detect().map(|passes| Kernel { passes })
    }
    #[cfg(target_arch = "x86_64")]
    let kernels = [kernel::<avx512::Avx512>(), kernel::<avx2::Avx2>()];
    #[cfg(target_arch = "aarch64")]
    let kernels = [kernel::<neon::Neon>()];
    kernels.into_iter().flatten()
}

impl<L: Lanes> Passes for L {
    fn name(&self) -> &'static str {
        L::NAME
    }

    fn twist(&self, words: &mut [u32]) {
        self.run(Twist(words));
    }

    fn accept(&self, attempts: Attempts<'_>, points: &mut Points) -> usize {
        self.run(Accept { attempts, points })
    }

    fn emit(&self, contraction: Contraction, points: &Points, output: &mut Output<'_, Scale<f64>>) {
        self.run(Emit { contraction, points, output });
    }
}

/// [`twist`], whose plain loops compile to vectors.
struct Twist<'a>(&'a mut [u32]);

impl Pass for Twist<'_> {
    type Outcome = ();

    #[inline(always)]
    fn run<L: Lanes>(self, _: L) {
        twist(self.0);
    }
}

/// x1\*x1 + x2\*x2, see [`Contraction::sum_of_squares`].
#[inline(always)]
fn sum_of_squares<L: Lanes>(
    lanes: L,
    contraction: Contraction,
    x1: L::Reals,
    x2: L::Reals,
) -> L::Reals {
    match contraction {
        Contraction::None => lanes.add(lanes.mul(x1, x1), lanes.mul(x2, x2)),
        Contraction::First => lanes.mul_add(x1, x1, lanes.mul(x2, x2)),
        Contraction::Second => lanes.mul_add(x2, x2, lanes.mul(x1, x1)),
    }
}
