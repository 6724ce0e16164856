#![expect(unsafe_code, reason = "room for numbers that is not initialized")]

use std::mem::MaybeUninit;

use crate::bit_generator;
use crate::doubts::GROUP;
use crate::output::arrays::uninit;

/// What follows in a room from the first x1 of a group on, and from its first x2 on.
pub(super) type Group<'a> = [&'a [f64; 2 * GROUP]; 2];

/// Numbers side by side in vector registers, and the operations that the kernels need of them.
///
/// A value of an implementing type is proof that the CPU has the instructions. The methods compile
/// to single instructions only within functions that enable them: [`Cpu::run`](crate::cpu::Cpu::run)
/// makes those.
pub(super) trait Lanes: Copy + Sync + 'static {
    /// How many numbers there are in a vector.
    const LANES: usize;
    /// A vector of `f64`.
    type Reals: Copy;
    /// What coordinates are held times, a power of two: it changes no rounding.
    const SCALE: f64;

    fn splat(self, x: f64) -> Self::Reals;
    /// The first numbers of `from`.
    fn load(self, from: &[f64]) -> Self::Reals;
    /// Writes the first numbers of `to`, which need not be initialized.
    fn write(self, x: Self::Reals, to: &mut [MaybeUninit<f64>]);
    /// Writes the first numbers of `to`.
    #[inline(always)]
    fn store(self, x: Self::Reals, to: &mut [f64]) {
        // SAFETY: `write` writes numbers alone.
        self.write(x, unsafe { uninit(to) });
    }

    /// Tells the CPU that `to` is about to be written, so that it fetches what belongs to other CPUs.
    fn expect_writes(self, to: &mut [MaybeUninit<f64>]);

    fn add(self, a: Self::Reals, b: Self::Reals) -> Self::Reals;
    fn sub(self, a: Self::Reals, b: Self::Reals) -> Self::Reals;
    fn mul(self, a: Self::Reals, b: Self::Reals) -> Self::Reals;
    fn div(self, a: Self::Reals, b: Self::Reals) -> Self::Reals;
    fn sqrt(self, a: Self::Reals) -> Self::Reals;
    /// a / b, rounded as `div` does, for the `i`-th of many vectors, whose roots are taken as well. Not
    /// where that or b or 1/b is near to overflow or underflow.
    #[inline(always)]
    fn quotient(self, a: Self::Reals, b: Self::Reals, _i: usize) -> Self::Reals {
        self.div(a, b)
    }
    /// The smaller one. Numbers only.
    fn min(self, a: Self::Reals, b: Self::Reals) -> Self::Reals;
    /// a b + c, rounded once
    fn mul_add(self, a: Self::Reals, b: Self::Reals, c: Self::Reals) -> Self::Reals;
    /// c - a b, rounded once
    #[cfg_attr(
        all(target_arch = "aarch64", not(test)),
        expect(dead_code, reason = "only AVX-512 divides by products")
    )]
    fn neg_mul_add(self, a: Self::Reals, b: Self::Reals, c: Self::Reals) -> Self::Reals;

    /// See [`twist`](bit_generator::twist), whose plain loops compile to vectors.
    #[inline(always)]
    fn twist(self, words: &mut [u32]) {
        bit_generator::twist(words);
    }
    /// 2u - 1, times [`SCALE`](Self::SCALE), for the uniform number u that is made of two untempered
    /// words from `from`, for each lane.
    fn coordinates(self, from: &[u32]) -> Self::Reals;
    /// The firsts and the seconds of pairs, in the order that [`pair`](Self::pair) tells. Of
    /// (a0, a1, a2, a3, ..), (b0, b1, b2, b3, ..) they mostly are (a0, b0, a2, b2, ..),
    /// (a1, b1, a3, b3, ..): where no number leaves its place by more than one lane, that is quick.
    fn unzip(self, a: Self::Reals, b: Self::Reals) -> (Self::Reals, Self::Reals);
    /// Undoes [`unzip`](Self::unzip), which mostly does so itself.
    #[inline(always)]
    fn zip(self, a: Self::Reals, b: Self::Reals) -> (Self::Reals, Self::Reals) {
        self.unzip(a, b)
    }
    /// Which pair a lane has once they are unzipped.
    #[inline(always)]
    fn pair(lane: usize) -> usize {
        lane / 2 + lane % 2 * (Self::LANES / 2)
    }

    /// How far it is from a point's x1 to the next one's in a room for points.
    const STRIDE: usize = 2;
    /// How far it is from a point's x1 to its x2, in a room for so many points.
    #[inline(always)]
    fn to_second(_room: usize) -> usize {
        1
    }
    /// x1 and x2 of a group's points from the `i`-th on, unzipped.
    #[inline(always)]
    fn load_points(self, [pairs, _]: Group<'_>, i: usize) -> (Self::Reals, Self::Reals) {
        let pairs = &pairs[2 * i..];
        self.unzip(self.load(pairs), self.load(&pairs[Self::LANES..]))
    }
    /// The lanes with 0 < r2 < 1, as bits for [`keep`](Self::keep), for r2 >= 0.
    fn accepted(self, r2: Self::Reals) -> u8;
    /// Writes the points in these lanes to `to`, in order, each x2 `to_second` behind its x1. They are
    /// given twice, as pairs and unzipped. Returns how far it is to the place after the last one. What
    /// is behind it, as far as all points of a vector would have needed room, is lost.
    fn keep(
        self,
        lanes: u8,
        pairs: [Self::Reals; 2],
        unzipped: [Self::Reals; 2],
        to: &mut [f64],
        to_second: usize,
    ) -> usize;
    /// The lanes, as bits, in which the numbers differ.
    fn differ(self, a: Self::Reals, b: Self::Reals) -> u8;

    /// x = 2^k z, of x times the square of [`SCALE`](Self::SCALE), with z in one of the table's
    /// intervals: (k, z). The first words of `rows` become what
    /// [`look_up`](Self::look_up) finds z's row by. Normal x only.
    fn split(self, x: Self::Reals, rows: &mut [u64]) -> (Self::Reals, Self::Reals);
    /// The table's three numbers in the rows that `split` found.
    fn look_up(self, rows: &[u64]) -> [Self::Reals; 3];
}

/// Work for lanes of any kind.
pub(super) trait Pass {
    type Outcome;

    /// To be inlined, with all that it calls, into a function that is compiled for the CPU.
    fn run<L: Lanes>(self, lanes: L) -> Self::Outcome;
}

/// Implements methods of [`Lanes`] as single instructions.
macro_rules! instructions {
    ($($method:ident($($x:ident),+) = $instruction:ident;)+) => {$(
        #[inline(always)]
        fn $method(self, $($x: Self::Reals),+) -> Self::Reals {
            // SAFETY: `self` is proof that the CPU has the instruction, which has no other
            // requirement.
            unsafe { $instruction($($x),+) }
        }
    )+};
}

pub(super) use instructions;
