#[cfg(target_arch = "x86_64")]
pub(super) mod avx2;

use super::{BufferedUint32, BulkCpu, StateError, word_generator};

/// Philox4x64-10, as `np.random.Philox`: a counter of 256 bits, of which ten rounds of
/// multiplications make four words.
///
/// Salmon, Moraes, Dror and Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3",
/// <https://doi.org/10.1145/2063384.2063405>.
///
/// # Example
///
/// ```
/// use paraminit_core::bit_generator::Philox;
/// use rand::{Rng, SeedableRng};
///
/// let mut bits = Philox::seed_from_u64(3); // np.random.Philox(3)
/// assert_eq!(bits.next_u64(), 835_510_913_015_652_550);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Philox {
    /// NumPy's `state["state"]["counter"]`: of the block in the buffer, the lowest word first.
    pub counter: [u64; 4],
    /// NumPy's `state["state"]["key"]`.
    pub key: [u64; 2],
    /// NumPy's `state["buffer"]`: the four words of the counter, used up or not.
    pub buffer: [u64; 4],
    /// How many words of the buffer are used up: at most `BLOCK`.
    position: usize,
    /// NumPy's `state["has_uint32"]` and `state["uinteger"]`.
    pub buffered: BufferedUint32,
}

/// Words that one counter gives.
const BLOCK: usize = 4;

impl Philox {
    /// The bit generator in this state, of which `buffer_pos` is NumPy's `state["buffer_pos"]`.
    ///
    /// # Errors
    ///
    /// [`StateError`] if `buffer_pos` is not in `0..=4`.
    pub fn from_state(
        counter: [u64; 4],
        key: [u64; 2],
        buffer: [u64; 4],
        buffer_pos: i64,
        buffered: BufferedUint32,
    ) -> Result<Self, StateError> {
        let position = Self::checked_position(buffer_pos)?;
        Ok(Self { counter, key, buffer, position, buffered })
    }

    /// A `buffer_pos`, if a state can have it.
    ///
    /// # Errors
    ///
    /// [`StateError`] if it is not in `0..=4`.
    pub fn checked_position(buffer_pos: i64) -> Result<usize, StateError> {
        StateError::check("buffer_pos of a Philox state", BLOCK, buffer_pos)
    }

    /// NumPy's `state["buffer_pos"]`: how many words of the buffer are used up, from 0 to 4.
    #[must_use]
    pub const fn buffer_pos(&self) -> usize {
        self.position
    }

    /// Moves the counter on by `delta` blocks of four words, and forgets what is buffered, as
    /// NumPy's `advance` does.
    pub fn advance(&mut self, delta: u128) {
        self.count(delta);
        self.buffer = [0; BLOCK];
        self.position = BLOCK;
        self.buffered = BufferedUint32::NONE;
    }

    /// Moves on by so many words, and leaves the half of a word that is buffered alone.
    #[expect(clippy::cast_possible_truncation, reason = "at most 4")]
    fn skip(&mut self, words: u64) {
        let left = (BLOCK - self.position) as u64;
        if words <= left {
            self.position += words as usize;
            return;
        }
        let beyond = words - left - 1; // from the first word of the next block
        self.count(u128::from(beyond / 4) + 1);
        self.buffer = block(self.counter, self.key);
        self.position = (beyond % 4 + 1) as usize;
    }

    const fn from_seed_words(key: [u64; 2]) -> Self {
        let (counter, buffer, buffered) = ([0; 4], [0; BLOCK], BufferedUint32::NONE);
        Self { counter, key, buffer, position: BLOCK, buffered }
    }

    #[inline(always)]
    fn fill_words(&mut self, cpu: impl BulkCpu, words: &mut [u64]) {
        cpu.philox(self, words);
    }

    /// Adds to the counter.
    #[inline(always)]
    fn count(&mut self, blocks: u128) {
        let [a, b, c, d] = self.counter.map(u128::from);
        let (low, carry) = (a | (b << 64)).overflowing_add(blocks);
        let high = (c | (d << 64)).wrapping_add(carry.into());
        self.counter = [low, low >> 64, high, high >> 64].map(low_half);
    }

    /// Makes the next words: all but the first few and the last few in whole blocks.
    #[inline(always)] // into kernels, to be compiled for their instructions
    pub(super) fn fill(&mut self, words: &mut [u64]) {
        let (blocks, rest) = self.take_buffer(words).as_chunks_mut();
        for words in blocks {
            self.next_block();
            self.position = BLOCK;
            *words = self.buffer;
        }
        rest.fill_with(|| self.next_word());
    }

    /// Fills the first words with those that are left in the buffer. Returns the others.
    #[inline(always)]
    fn take_buffer<'a>(&mut self, words: &'a mut [u64]) -> &'a mut [u64] {
        let (first, others) = words.split_at_mut(words.len().min(BLOCK - self.position));
        first.fill_with(|| self.next_word());
        others
    }

    #[inline(always)]
    fn next_block(&mut self) {
        self.count(1);
        self.buffer = block(self.counter, self.key);
    }

    #[inline(always)]
    fn next_word(&mut self) -> u64 {
        if self.position == BLOCK {
            self.next_block();
            self.position = 0;
        }
        self.position += 1;
        self.buffer[self.position - 1]
    }
}

const ROUNDS: usize = 10;
const FACTORS: [u64; 2] = [0xd2e7_470e_e14c_6c93, 0xca5a_8263_9512_1157];
/// What the key grows by from round to round.
const WEYL: [u64; 2] = [0x9e37_79b9_7f4a_7c15, 0xbb67_ae85_84ca_a73b];

/// The four words of a counter.
#[inline(always)]
fn block(counter: [u64; 4], key: [u64; 2]) -> [u64; BLOCK] {
    keys(key).iter().fold(counter, round)
}

/// The keys of all rounds.
#[inline(always)]
fn keys([mut first, mut second]: [u64; 2]) -> [[u64; 2]; ROUNDS] {
    [(); ROUNDS].map(|()| {
        let key = [first, second];
        (first, second) = (first.wrapping_add(WEYL[0]), second.wrapping_add(WEYL[1]));
        key
    })
}

/// A round of a block.
#[inline(always)]
fn round([a, b, c, d]: [u64; BLOCK], key: &[u64; 2]) -> [u64; BLOCK] {
    let first = u128::from(FACTORS[0]) * u128::from(a);
    let second = u128::from(FACTORS[1]) * u128::from(c);
    [
        low_half(second >> 64) ^ b ^ key[0],
        low_half(second),
        low_half(first >> 64) ^ d ^ key[1],
        low_half(first),
    ]
}

#[expect(clippy::cast_possible_truncation, reason = "this half is wanted")]
const fn low_half(product: u128) -> u64 {
    product as u64
}

word_generator!([] Philox, seed words: 2, jumps: true);

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};

    use super::*;

    /// Recorded with NumPy 2.4.6: Philox(3).advance(10**20 + 9).
    #[test]
    fn advance_counts_blocks() {
        let mut bits = Philox::seed_from_u64(3);
        bits.next_u32();
        bits.advance(100_000_000_000_000_000_008);
        assert_eq!(bits.counter, [7_766_279_631_452_241_929, 5, 0, 0]);
        assert_eq!((bits.buffer, bits.buffer_pos()), ([0; 4], 4));
        assert_eq!(bits.buffered, BufferedUint32::NONE);
        assert_eq!(bits.next_u64(), 14_722_156_473_876_823_412);
    }
}
