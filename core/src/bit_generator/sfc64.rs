use super::{BufferedUint32, BulkCpu, word_generator};

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
    /// NumPy's `state["state"]["state"]`, of which the last word is the counter.
    pub words: [u64; 4],
    /// NumPy's `state["has_uint32"]` and `state["uinteger"]`.
    pub buffered: BufferedUint32,
}

impl Sfc64 {
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
    const fn next_word(&mut self) -> u64 {
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

    #[inline(always)]
    fn fill_words(&mut self, _: impl BulkCpu, words: &mut [u64]) {
        let mut bits = self.clone(); // in registers
        words.fill_with(|| bits.next_word());
        *self = bits;
    }

    const fn skip(&mut self, mut words: u64) {
        while words > 0 {
            self.next_word();
            words -= 1;
        }
    }
}

word_generator!([] Sfc64, seed words: 3, jumps: false);
