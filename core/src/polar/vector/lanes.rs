#![expect(unsafe_code, reason = "room for numbers that is not initialized")]

use std::mem::MaybeUninit;

use crate::output::uninit;

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
    /// A vector of `u64`.
    type Words: Copy;

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
    /// The smaller one. Numbers only.
    fn min(self, a: Self::Reals, b: Self::Reals) -> Self::Reals;
    /// a b + c, rounded once
    fn mul_add(self, a: Self::Reals, b: Self::Reals, c: Self::Reals) -> Self::Reals;
    /// a b - c, rounded once
    fn mul_sub(self, a: Self::Reals, b: Self::Reals, c: Self::Reals) -> Self::Reals;

    /// Untempered words from `from`, two in each lane, tempered.
    fn temper(self, from: &[u32]) -> Self::Words;
    /// 2u - 1 for the uniform number u that is made of each lane's two words.
    fn coordinates(self, words: Self::Words) -> Self::Reals;
    /// Pairs to their firsts and seconds: (a0, a1, a2, a3, ..), (b0, b1, b2, b3, ..) to
    /// (a0, b0, a2, b2, ..), (a1, b1, a3, b3, ..). No number leaves its place by more than one lane:
    /// that is quick. It undoes itself.
    fn unzip(self, a: Self::Reals, b: Self::Reals) -> (Self::Reals, Self::Reals);

    /// The lanes with 0 < r2 < 1, as bits for [`keep`](Self::keep), for r2 >= 0.
    fn accepted(self, r2: Self::Reals) -> u8;
    /// Writes those pairs of (a0, a1, ..), (b0, b1, ..) to the front of `to`, in order, that are in
    /// such lanes once they are unzipped. Returns how many numbers that makes. Whatever there was in
    /// `to` after them, where all pairs would have found room, is lost.
    fn keep(self, lanes: u8, a: Self::Reals, b: Self::Reals, to: &mut [f64]) -> usize;
    /// The lanes, as bits, in which the numbers differ.
    fn differ(self, a: Self::Reals, b: Self::Reals) -> u8;

    /// Whether the table of the logarithm has 256 rows with short q, so that z q - 1 is exact, and not
    /// 32: see [`ln`](super::ln).
    const EXACT_REMAINDERS: bool;
    /// x = 2^k z with z in one of the table's intervals: (k, z). The first words of `rows` become what
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
