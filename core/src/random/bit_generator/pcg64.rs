use super::{BufferedUint32, word_generator};

/// PCG64, as `np.random.PCG64`, the one of `np.random.default_rng`: a linear congruential generator
/// of 128 bits whose two halves are combined and rotated (XSL-RR).
///
/// O'Neill (2014), "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for
/// Random Number Generation", <https://www.cs.hmc.edu/tr/hmc-cs-2014-0905.pdf>.
///
/// # Example
///
/// ```
/// use paraminit_core::random::Pcg64;
/// use rand::{Rng, SeedableRng};
///
/// let mut bits = Pcg64::seed_from_u64(3); // np.random.PCG64(3)
/// assert_eq!(bits.next_u64(), 1_579_948_266_424_812_280);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pcg64 {
    state: u128,
    inc: u128,
    buffered: BufferedUint32,
}

impl Pcg64 {
    /// The bit generator with NumPy's `state["state"]["state"]` and `state["state"]["inc"]`.
    #[must_use]
    pub const fn from_state(state: u128, inc: u128, buffered: BufferedUint32) -> Self {
        Self { state, inc, buffered }
    }

    /// NumPy's `state["state"]["state"]`.
    #[must_use]
    pub const fn state(&self) -> u128 {
        self.state
    }

    /// NumPy's `state["state"]["inc"]`.
    #[must_use]
    pub const fn inc(&self) -> u128 {
        self.inc
    }

    /// NumPy's `state["has_uint32"]` and `state["uinteger"]`.
    #[must_use]
    pub const fn buffered(&self) -> BufferedUint32 {
        self.buffered
    }

    /// Moves on by `delta` words, or back by 2^128 - `delta`, in a time that does not depend on it.
    /// As in NumPy, no half of a word is buffered then.
    pub const fn advance(&mut self, delta: u128) {
        self.state = Step::PCG64.repeated(delta).apply(self.state, self.inc);
        self.buffered = BufferedUint32::NONE;
    }

    /// Moves on by so many words, and leaves the buffer alone.
    pub(crate) const fn skip(&mut self, words: u64) {
        self.state = Step::PCG64.repeated(words as u128).apply(self.state, self.inc);
    }

    const fn from_seed_words(seed: [u64; 4]) -> Self {
        let (state, inc) = Step::PCG64.start(seed);
        Self { state, inc, buffered: BufferedUint32::NONE }
    }

    #[inline(always)]
    pub(super) const fn next_word(&mut self) -> u64 {
        self.state = Step::PCG64.apply(self.state, self.inc);
        output(self.state)
    }

    /// Goes on to a state that so many steps lead to.
    pub(crate) const fn set_state(&mut self, state: u128) {
        self.state = state;
    }
}

/// The word that a state gives.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "the two halves")]
pub(crate) const fn output(state: u128) -> u64 {
    let (high, low) = ((state >> 64) as u64, state as u64);
    (high ^ low).rotate_right((high >> 58) as u32)
}

/// So many steps of a linear congruential generator at once: state to factor · state + terms · inc,
/// modulo 2^128.
#[derive(Clone, Copy)]
pub(crate) struct Step {
    pub(crate) factor: u128,
    pub(crate) terms: u128,
}

impl Step {
    /// One step of PCG64.
    pub(crate) const PCG64: Self =
        Self { factor: 0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645, terms: 1 };

    #[inline(always)]
    pub(crate) const fn apply(self, state: u128, inc: u128) -> u128 {
        state.wrapping_mul(self.factor).wrapping_add(self.terms.wrapping_mul(inc))
    }

    /// `times` of these steps.
    ///
    /// Brown (1994), "Random Number Generation with Arbitrary Strides", Transactions of the
    /// American Nuclear Society 71, 202-203.
    pub(crate) const fn repeated(self, mut times: u128) -> Self {
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

    /// State and increment of a seed: the state in two words and the stream in two, the high one
    /// first.
    pub(super) const fn start(self, seed: [u64; 4]) -> (u128, u128) {
        const fn join(high: u64, low: u64) -> u128 {
            (high as u128) << 64 | low as u128
        }
        let inc = (join(seed[2], seed[3]) << 1) | 1;
        (self.apply(inc.wrapping_add(join(seed[0], seed[1])), inc), inc)
    }
}

word_generator!(Pcg64, seed words: 4);

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};

    use super::*;

    /// From the file pcg64-testset-1.csv of NumPy's own tests.
    #[test]
    fn value_stability() {
        let mut bits = Pcg64::seed_from_u64(0xdead_beaf);
        let first = [0x60d2_4054_e17a_0698, 0xd5e7_9d89_856e_4f12, 0xd254_972f_e64b_d782];
        assert_eq!([(); 3].map(|()| bits.next_u64()), first);
        assert_eq!((3..1000).map(|_| bits.next_u64()).last(), Some(0xa5cb_380b_8de1_0d10));
    }

    #[test]
    fn advance_is_as_many_words() {
        let start = Pcg64::seed_from_u64(7);
        let mut stepped = start.clone();
        for words in 0..100 {
            let mut advanced = start.clone();
            advanced.advance(words);
            assert_eq!(advanced, stepped);
            advanced.advance(words.wrapping_neg());
            assert_eq!(advanced, start);
            stepped.next_u64();
        }
        // Recorded with NumPy 2.4.6: PCG64(3), 6 words, advance(10**20 + 7).
        let mut bits = Pcg64::seed_from_u64(3);
        for _ in 0..5 {
            bits.next_u64();
        }
        bits.next_u32();
        assert_eq!(bits.buffered(), BufferedUint32 { has_uint32: true, uinteger: 1_860_266_043 });
        bits.advance(100_000_000_000_000_000_007);
        let state = 41_602_244_967_203_768_360_127_366_399_226_608_606;
        let inc = 222_003_063_171_874_261_427_395_693_950_637_096_479;
        assert_eq!(bits, Pcg64::from_state(state, inc, BufferedUint32::NONE));
    }
}
