use super::{BufferedUint32, word_generator};

/// SFC64 ("small fast chaotic"), as `np.random.SFC64`: three words that are mixed, and a counter.
///
/// Doty-Humphrey (2010), in `PractRand`, <https://pracrand.sourceforge.net/RNG_engines.txt>.
///
/// Each word depends on the one before, and there is no way to jump ahead. So a word takes two cycles at
/// least: the third word of the state is rotated, and a sum that was ready before is added. Compilers
/// regroup the sums so that it is three (a rotation and two sums); 1.0 ns, about three and a half
/// cycles, is measured.
///
/// # Example
///
/// ```
/// use paraminit_core::bit_generator::Sfc64;
/// use rand::{Rng, SeedableRng};
///
/// let mut bits = Sfc64::seed_from_u64(3); // np.random.SFC64(3)
/// assert_eq!(bits.next_u64(), 11_591_370_434_596_683_086);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sfc64 {
    words: [u64; 4],
    buffered: BufferedUint32,
}

impl Sfc64 {
    /// The bit generator with NumPy's `state["state"]["state"]`, of which the last word is the
    /// counter.
    #[must_use]
    pub const fn from_state(words: [u64; 4], buffered: BufferedUint32) -> Self {
        Self { words, buffered }
    }

    /// NumPy's `state["state"]["state"]`.
    #[must_use]
    pub const fn words(&self) -> [u64; 4] {
        self.words
    }

    /// NumPy's `state["has_uint32"]` and `state["uinteger"]`.
    #[must_use]
    pub const fn buffered(&self) -> BufferedUint32 {
        self.buffered
    }

    const fn from_seed_words([a, b, c]: [u64; 3]) -> Self {
        let mut bits = Self { words: [a, b, c, 1], buffered: BufferedUint32::NONE };
        let mut round = 0;
        while round < 12 {
            bits.next_word();
            round += 1;
        }
        bits
    }

    #[inline(always)]
    pub(super) const fn next_word(&mut self) -> u64 {
        let [a, b, c, counter] = self.words;
        let word = a.wrapping_add(b).wrapping_add(counter);
        self.words = [
            b ^ (b >> 11),
            c.wrapping_add(c << 3),
            c.rotate_left(24).wrapping_add(word),
            counter.wrapping_add(1),
        ];
        word
    }
}

word_generator!([] Sfc64, seed words: 3);

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};

    use super::*;

    /// From the file sfc64-testset-1.csv of NumPy's own tests.
    #[test]
    fn value_stability() {
        let mut bits = Sfc64::seed_from_u64(0xdead_beaf);
        let first = [0xa475_f55f_bb6b_c638, 0xb2d5_94b6_c29d_971c, 0x275b_c4ec_e448_4fb1];
        assert_eq!([(); 3].map(|()| bits.next_u64()), first);
        assert_eq!((3..1000).map(|_| bits.next_u64()).last(), Some(0x0f54_3333_6ead_ef6e));
    }
}
