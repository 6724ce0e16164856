//! The passes for lanes of any kind.

mod accept;
#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
#[cfg(any(target_arch = "x86_64", test))]
mod division;
mod emit;
mod lanes;
mod ln;
mod ln_table;
#[cfg(target_arch = "aarch64")]
mod neon;
#[cfg(target_arch = "x86_64")]
mod x86;

use super::passes::{Accept, Attempts, Emit, Points, Twist};
use super::{Contraction, Logarithm};
use crate::cpu::Work;
use crate::output::Map;
use lanes::{Lanes, Pass};

impl<L: Lanes> Work<L> for Twist<'_> {
    type Result = ();

    #[inline(always)]
    fn run(self, lanes: L) {
        lanes.twist(self.0);
    }
}

impl<L: Lanes> Work<L> for Accept<'_> {
    type Result = usize;

    #[inline(always)]
    fn run(self, lanes: L) -> usize {
        Pass::run(self, lanes)
    }
}

impl<L: Lanes, M: Map<Drawn = f64>> Work<L> for Emit<'_, '_, M> {
    type Result = ();

    #[inline(always)]
    fn run(self, lanes: L) {
        Pass::run(self, lanes);
    }
}

impl Points {
    /// x1 and x2 of a point, times [`Lanes::SCALE`].
    #[inline(always)]
    fn get<L: Lanes>(&self, i: usize) -> [f64; 2] {
        let (at, numbers) = (i * L::STRIDE, self.pairs.as_flattened());
        [numbers[at], numbers[at + L::to_second(self.pairs.len())]]
    }

    #[inline(always)]
    fn set<L: Lanes>(&mut self, i: usize, point: [f64; 2]) {
        let (at, to_second) = (i * L::STRIDE, L::to_second(self.pairs.len()));
        let numbers = self.pairs.as_flattened_mut();
        [numbers[at], numbers[at + to_second]] = point.map(|x| x * L::SCALE);
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
