use super::pcg64::Step;
use super::{BufferedUint32, word_generator};

/// PCG64DXSM, as `np.random.PCG64DXSM`: PCG64 with a multiplier of 64 bits and a stronger output
/// function ("double xor shift multiply").
///
/// O'Neill (2014), <https://www.cs.hmc.edu/tr/hmc-cs-2014-0905.pdf>; the output function is of her
/// later implementation, <https://github.com/imneme/pcg-cpp>.
///
/// # Example
///
/// ```
/// use paraminit_core::random::Pcg64Dxsm;
/// use rand::{Rng, SeedableRng};
///
/// let mut bits = Pcg64Dxsm::seed_from_u64(3); // np.random.PCG64DXSM(3)
/// assert_eq!(bits.next_u64(), 15_102_922_711_555_142_065);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pcg64Dxsm {
    state: u128,
    inc: u128,
    buffered: BufferedUint32,
}

pub(crate) const FACTOR: u64 = 0xda94_2042_e4dd_58b5;

impl Step {
    /// One step of PCG64DXSM.
    pub(crate) const DXSM: Self = Self { factor: FACTOR as u128, terms: 1 };
}

impl Pcg64Dxsm {
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
        self.state = Step::DXSM.repeated(delta).apply(self.state, self.inc);
        self.buffered = BufferedUint32::NONE;
    }

    /// Moves on by so many words, and leaves the buffer alone.
    pub(crate) const fn skip(&mut self, words: u64) {
        self.state = Step::DXSM.repeated(words as u128).apply(self.state, self.inc);
    }

    /// Goes on to a state that so many steps lead to.
    pub(crate) const fn set_state(&mut self, state: u128) {
        self.state = state;
    }

    const fn from_seed_words(seed: [u64; 4]) -> Self {
        let (state, inc) = Step::PCG64.start(seed); // of that multiplier, in NumPy
        Self { state, inc, buffered: BufferedUint32::NONE }
    }

    #[inline(always)]
    pub(super) const fn next_word(&mut self) -> u64 {
        let word = output(self.state);
        self.state = Step::DXSM.apply(self.state, self.inc);
        word
    }
}

/// The word that a state gives.
#[expect(clippy::cast_possible_truncation, reason = "the two halves")]
#[inline(always)]
pub(crate) const fn output(state: u128) -> u64 {
    let (high, low) = ((state >> 64) as u64, state as u64);
    let high = (high ^ (high >> 32)).wrapping_mul(FACTOR);
    (high ^ (high >> 48)).wrapping_mul(low | 1)
}

word_generator!(Pcg64Dxsm, seed words: 4);

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};

    use super::*;

    /// From the file pcg64dxsm-testset-1.csv of NumPy's own tests.
    #[test]
    fn value_stability() {
        let mut bits = Pcg64Dxsm::seed_from_u64(0xdead_beaf);
        let first = [0xdf1d_dcf1_e225_21fe, 0xc71b_2f9c_706c_f151, 0x6922_a8cc_24ad_96b2];
        assert_eq!([(); 3].map(|()| bits.next_u64()), first);
        assert_eq!((3..1000).map(|_| bits.next_u64()).last(), Some(0x4955_c92a_aa23_1578));
    }

    /// Recorded with NumPy 2.4.6: PCG64DXSM(3), 6 words, advance(10**20 + 7).
    #[test]
    fn advance_is_as_many_words() {
        let mut bits = Pcg64Dxsm::seed_from_u64(3);
        let mut advanced = bits.clone();
        for _ in 0..6 {
            bits.next_u64();
        }
        advanced.advance(6);
        assert_eq!(advanced, bits);
        bits.advance(100_000_000_000_000_000_007);
        assert_eq!(bits.state(), 267_330_539_924_685_303_224_125_947_772_147_506_062);
    }
}
