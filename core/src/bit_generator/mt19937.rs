use std::convert::Infallible;

use rand::{Rng, SeedableRng, TryRng};

use super::{BitGenerator, SeedSequence, StateError};

/// Words of state, and of a block: the twist renews all of them at once.
pub(crate) const BLOCK: usize = 624;
const N: usize = BLOCK;
/// How far the third word of the recurrence is from the first, see [`twist`].
pub(crate) const M: usize = 397;
/// The matrix A of the recurrence, its last row.
pub(crate) const MATRIX: u32 = 0x9908_b0df;

/// The Mersenne Twister MT19937 with NumPy's seeding and NumPy's state.
///
/// Matsumoto and Nishimura (1998), "Mersenne Twister: a 623-dimensionally equidistributed uniform
/// pseudo-random number generator", <https://doi.org/10.1145/272991.272995>. Seeding is that of the
/// authors' version of 2002: [`seed_from_u64`](SeedableRng::seed_from_u64) with 3 gives the stream
/// of `np.random.seed(3)`; a seed of 2^32 or more, which NumPy refuses as a number, gives that of
/// `np.random.seed([low, high])` with its two 32-bit halves.
///
/// # Example
///
/// ```
/// use paraminit_core::bit_generator::Mt19937;
/// use rand::{Rng, SeedableRng};
///
/// let mut twister = Mt19937::seed_from_u64(5489);
/// assert_eq!(twister.next_u32(), 3_499_211_612); // of the authors' reference output
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Mt19937 {
    key: [u32; N],
    /// How many words of the block are used up: at most N.
    position: usize,
}

impl Mt19937 {
    /// The bit generator with this state: the words of the block and how many of them are used up.
    ///
    /// # Errors
    ///
    /// [`StateError`] if the position is not in `0..=624`.
    pub fn from_state(key: [u32; N], position: i64) -> Result<Self, StateError> {
        Ok(Self { key, position: Self::checked_position(position)? })
    }

    /// A position, if a state can have it.
    ///
    /// # Errors
    ///
    /// [`StateError`] if it is not in `0..=624`.
    pub fn checked_position(position: i64) -> Result<usize, StateError> {
        StateError::check("pos of an MT19937 state", N, position)
    }

    /// The same where both are known to be valid: [`BLOCK`] words, and at most as many used up.
    pub(crate) fn new(block: &[u32], position: usize) -> Self {
        let mut key = [0; N];
        key.copy_from_slice(block);
        Self { key, position }
    }

    /// The words of the current block, before tempering: "key" of NumPy's state.
    #[must_use]
    pub const fn key(&self) -> &[u32; N] {
        &self.key
    }

    /// How many words of the block are used up, from 0 to 624: "pos" of NumPy's state.
    #[must_use]
    pub const fn position(&self) -> usize {
        self.position
    }

    /// The bit generator with this seed: `MT19937(SeedSequence(...))` in NumPy.
    /// `np.random.seed` seeds in another way.
    #[must_use]
    pub fn from_seed_sequence(seed: &SeedSequence) -> Self {
        let mut key = seed.generate_u32();
        key[0] = 1 << 31;
        Self { key, position: N - 1 } // in NumPy not N: the last word of the key is used first
    }

    fn from_seed_word(seed: u32) -> Self {
        let mut key = [seed; N];
        let mut word = seed;
        for (i, next) in (1..).zip(&mut key[1..]) {
            word = 1_812_433_253_u32.wrapping_mul(word ^ (word >> 30)).wrapping_add(i);
            *next = word;
        }
        Self { key, position: N }
    }

    fn from_seed_words(seed: &[u32]) -> Self {
        let Self { mut key, position } = Self::from_seed_word(19_650_218);
        let mix = |key: &[u32; N], i: usize, factor: u32| {
            let before = key[i - 1];
            key[i] ^ (before ^ (before >> 30)).wrapping_mul(factor)
        };
        let mut i = 1;
        let step = |key: &mut [u32; N], i: usize| {
            if i + 1 < N {
                return i + 1;
            }
            key[0] = key[N - 1];
            1
        };
        for (word, j) in seed.iter().zip(0..).cycle().take(N.max(seed.len())) {
            key[i] = mix(&key, i, 1_664_525).wrapping_add(*word).wrapping_add(j);
            i = step(&mut key, i);
        }
        for _ in 1..N {
            let index = u32::try_from(i).unwrap_or_default(); // i < 624
            key[i] = mix(&key, i, 1_566_083_941).wrapping_sub(index);
            i = step(&mut key, i);
        }
        key[0] = 1 << 31;
        Self { key, position }
    }

    /// Makes the next words.
    #[inline(always)] // into kernels, to be compiled for their vectors
    pub(crate) fn fill(&mut self, mut words: &mut [u32]) {
        while !words.is_empty() {
            if self.position >= N {
                self.next_block();
            }
            let (these, others) = words.split_at_mut(words.len().min(N - self.position));
            for (word, untempered) in these.iter_mut().zip(&self.key[self.position..]) {
                *word = temper(*untempered);
            }
            self.position += these.len();
            words = others;
        }
    }

    /// Moves on by so many words.
    pub(crate) fn skip(&mut self, mut words: u64) {
        while words > (N - self.position) as u64 {
            words -= (N - self.position) as u64;
            self.next_block();
        }
        self.position += usize::try_from(words).unwrap_or_default(); // at most N
    }

    #[inline(always)]
    fn next_block(&mut self) {
        let mut words = [0; 2 * N];
        words[..N].copy_from_slice(&self.key);
        twist(&mut words);
        self.key.copy_from_slice(&words[N..]);
        self.position = 0;
    }
}

/// Continues the sequence of untempered words: `words` starts with one block, the rest is written.
///
/// The recurrence is x\[n+624\] = x\[n+397\] ^ A (upper bit of x\[n\], lower bits of x\[n+1\]). It reads no
/// word later than n+397, so runs of up to 227 words are independent and compile to vectors.
#[inline(always)] // into kernels, to be compiled for their vectors
pub(crate) fn twist(words: &mut [u32]) {
    const RUN: usize = 208; // a third of a block, a multiple of every vector's length
    for start in (0..words.len().saturating_sub(N)).step_by(RUN) {
        let (old, new) = words[start..].split_at_mut(N);
        let upper = &old[..RUN];
        let lower = &old[1..=RUN];
        let far = &old[M..M + RUN];
        for (((word, upper), lower), far) in new.iter_mut().zip(upper).zip(lower).zip(far) {
            let mixed = (upper & 0x8000_0000) | (lower & 0x7fff_ffff);
            let odd = (lower & 1).wrapping_neg(); // all bits or none
            *word = far ^ (mixed >> 1) ^ (odd & MATRIX);
        }
    }
}

/// What a word of the state becomes on its way out.
#[inline(always)]
pub(crate) const fn temper(mut word: u32) -> u32 {
    word ^= word >> 11;
    word ^= (word << 7) & 0x9d2c_5680;
    word ^= (word << 15) & 0xefc6_0000;
    word ^ (word >> 18)
}

impl TryRng for Mt19937 {
    type Error = Infallible;

    #[inline]
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        if self.position >= N {
            self.next_block();
        }
        let word = self.key[self.position];
        self.position += 1;
        Ok(temper(word))
    }

    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let high = u64::from(self.next_u32()) << 32;
        Ok(high | u64::from(self.next_u32()))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        rand::rand_core::utils::fill_bytes_via_next_word(bytes, || self.try_next_u32())
    }
}

impl BitGenerator for Mt19937 {
    #[inline]
    fn next_double(&mut self) -> f64 {
        double(self.next_u32(), self.next_u32())
    }
}

/// Two words as a number in \[0, 1) with 53 bits.
#[inline(always)]
pub(crate) fn double(high: u32, low: u32) -> f64 {
    // Signed integers convert to floats in vectors on every CPU; these are small enough.
    let (high, low) = ((high >> 5).cast_signed(), (low >> 6).cast_signed());
    (f64::from(high) * 67_108_864.0 + f64::from(low)) / 9_007_199_254_740_992.0
}

impl SeedableRng for Mt19937 {
    /// The seed's 32-bit word, little-endian.
    type Seed = [u8; 4];

    fn from_seed(seed: Self::Seed) -> Self {
        Self::from_seed_word(u32::from_le_bytes(seed))
    }

    #[expect(clippy::cast_possible_truncation, reason = "the two halves of the seed")]
    fn seed_from_u64(seed: u64) -> Self {
        match u32::try_from(seed) {
            Ok(word) => Self::from_seed_word(word),
            Err(_) => Self::from_seed_words(&[seed as u32, (seed >> 32) as u32]),
        }
    }
}

impl std::fmt::Debug for Mt19937 {
    /// Without the 624 words.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mt19937").field("position", &self.position).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use rand::Rng;

    use super::*;

    #[test]
    fn value_stability() {
        // The C++ standard gives the 10,000th word of the authors' default seed.
        let mut twister = Mt19937::seed_from_u64(5489);
        assert_eq!((0..10_000).map(|_| twister.next_u32()).last(), Some(4_123_659_995));
        // np.random.seed([0x123, 0x456]); np.random.randint(2**32, size=2, dtype=np.uint32)
        let mut twister = Mt19937::seed_from_u64(0x456_0000_0123);
        assert_eq!([(); 2].map(|()| twister.next_u32()), [2_824_745_524, 1_921_184_763]);
        assert_eq!(Mt19937::from_seed([3, 0, 0, 0]), Mt19937::seed_from_u64(3));
    }

    /// From the file mt19937-testset-1.csv of NumPy's own tests.
    #[test]
    fn value_stability_of_seed_sequences() {
        let mut twister = Mt19937::from_seed_sequence(&SeedSequence::new([0xdead_beaf]));
        let first = [0xc816_921f, 0xb362_3c6d, 0x5fa3_91bb];
        assert_eq!([(); 3].map(|()| twister.next_u32()), first);
        assert_eq!((3..1000).map(|_| twister.next_u32()).last(), Some(0x68a1_9647));
    }

    #[test]
    fn positions_out_of_range_are_refused() {
        for position in [-1, 625, i64::MAX] {
            let error = Mt19937::from_state([1; N], position).err().map(|error| error.to_string());
            let refused = format!("pos of an MT19937 state must be from 0 to 624, not {position}");
            assert_eq!(error, Some(refused));
        }
        assert!(Mt19937::from_state([1; N], 624).is_ok());
    }

    #[test]
    fn bytes_are_the_words_little_endian() {
        let mut bytes = [0; 7];
        Mt19937::seed_from_u64(5489).fill_bytes(&mut bytes);
        let [word, next] = [3_499_211_612_u32, 581_869_302].map(u32::to_le_bytes);
        assert_eq!(bytes[..4], word);
        assert_eq!(bytes[4..], next[..3]);
        let two_words = Mt19937::seed_from_u64(5489).next_u64();
        assert_eq!(two_words, 3_499_211_612 * (1 << 32) + 581_869_302); // as in NumPy
    }
}
