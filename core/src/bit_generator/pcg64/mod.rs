#[cfg(target_arch = "x86_64")]
pub(super) mod avx2;
#[cfg(target_arch = "x86_64")]
pub(super) mod avx512;
#[cfg(target_arch = "x86_64")]
mod ifma;
#[cfg(target_arch = "x86_64")]
mod wide;

use std::fmt::Debug;
use std::marker::PhantomData;

use super::{BufferedUint32, BulkCpu, word_generator};

/// A linear congruential generator of 128 bits, of whose state an output function makes the words:
/// [`Pcg64`] or [`Pcg64Dxsm`].
///
/// O'Neill (2014), "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for
/// Random Number Generation", <https://www.cs.hmc.edu/tr/hmc-cs-2014-0905.pdf>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pcg<O> {
    /// NumPy's `state["state"]["state"]`.
    pub state: u128,
    /// NumPy's `state["state"]["inc"]`.
    pub inc: u128,
    /// NumPy's `state["has_uint32"]` and `state["uinteger"]`.
    pub buffered: BufferedUint32,
    output: PhantomData<O>,
}

/// PCG64, as `np.random.PCG64`, the one of `np.random.default_rng`: the two halves of the state are
/// combined and rotated (XSL-RR).
///
/// # Example
///
/// ```
/// use paraminit_core::bit_generator::Pcg64;
/// use rand::{Rng, SeedableRng};
///
/// let mut bits = Pcg64::seed_from_u64(3); // np.random.PCG64(3)
/// assert_eq!(bits.next_u64(), 1_579_948_266_424_812_280);
/// ```
pub type Pcg64 = Pcg<XslRr>;

/// PCG64DXSM, as `np.random.PCG64DXSM`: with a multiplier of 64 bits and a stronger output function
/// ("double xor shift multiply"), which is of O'Neill's later implementation,
/// <https://github.com/imneme/pcg-cpp>.
///
/// # Example
///
/// ```
/// use paraminit_core::bit_generator::Pcg64Dxsm;
/// use rand::{Rng, SeedableRng};
///
/// let mut bits = Pcg64Dxsm::seed_from_u64(3); // np.random.PCG64DXSM(3)
/// assert_eq!(bits.next_u64(), 15_102_922_711_555_142_065);
/// ```
pub type Pcg64Dxsm = Pcg<Dxsm>;

/// What tells the generators of this family apart.
pub trait PcgOutput: Copy + Debug + Eq + Send + Sync + 'static {
    /// What a step multiplies the state by.
    const FACTOR: u128;
    /// Whether a word is that of the state after a step, or before.
    const AFTER_STEP: bool;
    /// The word of a state.
    fn word(state: u128) -> u64;
    /// Makes the next words, as the CPU can.
    fn fill(bits: &mut Pcg<Self>, cpu: impl BulkCpu, words: &mut [u64]);
}

/// The output function of [`Pcg64`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct XslRr;

/// The output function of [`Pcg64Dxsm`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dxsm;

impl PcgOutput for XslRr {
    const FACTOR: u128 = 0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645;
    const AFTER_STEP: bool = true;

    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "the two halves")]
    fn word(state: u128) -> u64 {
        let (high, low) = ((state >> 64) as u64, state as u64);
        (high ^ low).rotate_right((high >> 58) as u32)
    }

    #[inline(always)]
    fn fill(bits: &mut Pcg64, cpu: impl BulkCpu, words: &mut [u64]) {
        cpu.pcg64(bits, words);
    }
}

impl PcgOutput for Dxsm {
    const FACTOR: u128 = DXSM_FACTOR as u128;
    const AFTER_STEP: bool = false;

    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "the two halves")]
    fn word(state: u128) -> u64 {
        let (high, low) = ((state >> 64) as u64, state as u64);
        let high = (high ^ (high >> 32)).wrapping_mul(DXSM_FACTOR);
        (high ^ (high >> 48)).wrapping_mul(low | 1)
    }

    #[inline(always)]
    fn fill(bits: &mut Pcg64Dxsm, cpu: impl BulkCpu, words: &mut [u64]) {
        cpu.pcg64dxsm(bits, words);
    }
}

const DXSM_FACTOR: u64 = 0xda94_2042_e4dd_58b5;

/// Makes the next words: by four states that leap over each other, because a step must wait for the one
/// before.
#[inline(always)]
pub(super) fn fill(bits: &mut Pcg64, words: &mut [u64]) {
    const LEAP: Step = Pcg64::STEP.repeated(4);
    let (groups, rest) = words.as_chunks_mut::<4>();
    let mut state = bits.state;
    let mut states = [(); 4].map(|()| {
        state = Pcg64::STEP.apply(state, bits.inc);
        state
    });
    let terms = LEAP.terms.wrapping_mul(bits.inc);
    for group in groups {
        bits.state = states[3];
        for (word, state) in group.iter_mut().zip(&mut states) {
            *word = XslRr::word(*state);
            *state = state.wrapping_mul(LEAP.factor).wrapping_add(terms);
        }
    }
    rest.fill_with(|| bits.next_word());
}

impl<O> Pcg<O> {
    /// The bit generator in this state.
    #[must_use]
    pub const fn from_state(state: u128, inc: u128, buffered: BufferedUint32) -> Self {
        Self { state, inc, buffered, output: PhantomData }
    }

    /// State and increment are made of the seed with one step of [`Pcg64`], in NumPy for both
    /// generators: of the state in two words and the stream in two, the high one first.
    const fn from_seed_words(seed: [u64; 4]) -> Self {
        const fn join(high: u64, low: u64) -> u128 {
            (high as u128) << 64 | low as u128
        }
        let inc = (join(seed[2], seed[3]) << 1) | 1;
        let state = Pcg64::STEP.apply(inc.wrapping_add(join(seed[0], seed[1])), inc);
        Self::from_state(state, inc, BufferedUint32::NONE)
    }
}

impl<O: PcgOutput> Pcg<O> {
    const STEP: Step = Step { factor: O::FACTOR, terms: 1 };

    /// Moves on by `delta` words, or back by 2^128 - `delta`, in a time that does not depend on it.
    /// As in NumPy, no half of a word is buffered then.
    pub const fn advance(&mut self, delta: u128) {
        self.state = Self::STEP.repeated(delta).apply(self.state, self.inc);
        self.buffered = BufferedUint32::NONE;
    }

    /// Moves on by so many words, and leaves the buffer alone.
    const fn skip(&mut self, words: u64) {
        self.state = Self::STEP.repeated(words as u128).apply(self.state, self.inc);
    }

    #[inline(always)]
    fn next_word(&mut self) -> u64 {
        let before = self.state;
        self.state = Self::STEP.apply(before, self.inc);
        O::word(if O::AFTER_STEP { self.state } else { before })
    }

    #[inline(always)]
    fn fill_words(&mut self, cpu: impl BulkCpu, words: &mut [u64]) {
        O::fill(self, cpu, words);
    }
}

/// So many steps of a linear congruential generator at once: state to factor · state + terms · inc,
/// modulo 2^128.
#[derive(Clone, Copy)]
pub(super) struct Step {
    factor: u128,
    terms: u128,
}

impl Step {
    #[inline(always)]
    const fn apply(self, state: u128, inc: u128) -> u128 {
        state.wrapping_mul(self.factor).wrapping_add(self.terms.wrapping_mul(inc))
    }

    /// `times` of these steps.
    ///
    /// Brown (1994), "Random Number Generation with Arbitrary Strides", Transactions of the
    /// American Nuclear Society 71, 202-203.
    const fn repeated(self, mut times: u128) -> Self {
        let mut power = self;
        let mut all = Self { factor: 1, terms: 0 };
        while times > 0 {
            if times % 2 == 1 {
                all = all.then(power);
            }
            power = power.then(power);
            times /= 2;
        }
        all
    }

    const fn then(self, next: Self) -> Self {
        Self {
            factor: self.factor.wrapping_mul(next.factor),
            terms: self.terms.wrapping_mul(next.factor).wrapping_add(next.terms),
        }
    }
}

word_generator!([O: PcgOutput] Pcg<O>, seed words: 4, jumps: true);

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};

    use super::*;

    /// Recorded with NumPy 2.4.6: PCG64(3) and PCG64DXSM(3), 6 words, advance(10**20 + 7).
    #[test]
    fn advance_forgets_what_is_buffered() {
        fn advanced<O: PcgOutput>(uinteger: u32) -> Pcg<O> {
            let mut bits = Pcg::seed_from_u64(3);
            for _ in 0..5 {
                bits.next_u64();
            }
            bits.next_u32();
            assert_eq!(bits.buffered, BufferedUint32 { has_uint32: true, uinteger });
            let before = bits.clone();
            bits.advance(100_000_000_000_000_000_007);
            let mut back = bits.clone();
            back.advance(100_000_000_000_000_000_007_u128.wrapping_neg());
            assert_eq!(back.state, before.state);
            bits
        }
        let state = 41_602_244_967_203_768_360_127_366_399_226_608_606;
        let inc = 222_003_063_171_874_261_427_395_693_950_637_096_479;
        assert_eq!(advanced(1_860_266_043), Pcg64::from_state(state, inc, BufferedUint32::NONE));
        let state = 267_330_539_924_685_303_224_125_947_772_147_506_062;
        assert_eq!(
            advanced(1_187_077_394),
            Pcg64Dxsm::from_state(state, inc, BufferedUint32::NONE)
        );
    }
}
