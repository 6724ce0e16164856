use std::array;

/// NumPy's `SeedSequence`: from integers of any size to as many words of a seed as are wanted.
///
/// The entropy is mixed into a pool of 128 bits, each bit of the one into each of the other, and
/// the pool is hashed into the words.
///
/// O'Neill (2015), "Developing a `seed_seq` Alternative",
/// <https://www.pcg-random.org/posts/developing-a-seed_seq-alternative.html>.
///
/// # Example
///
/// ```
/// use paraminit_core::bit_generator::SeedSequence;
///
/// // np.random.SeedSequence([1, 2, 3, 4, 5, 6]).generate_state(2)
/// let sequence = SeedSequence::new([1, 2, 3, 4, 5, 6]);
/// assert_eq!(sequence.generate_u32(), [488_360_481, 3_956_080_669]);
///
/// // np.random.SeedSequence(3).spawn(1)[0].generate_state(2)
/// let child = SeedSequence::new([3]).with_spawn_key([0]);
/// assert_eq!(child.generate_u32(), [819_382_448, 3_364_253_229]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedSequence {
    entropy: Vec<u32>,
    spawn_key: Vec<u32>,
}

/// How many words of 32 bits the pool has.
const POOL: usize = 4;

impl SeedSequence {
    /// The sequence of these integers: `SeedSequence(entropy)`. One integer is what NumPy makes of
    /// a number as well.
    pub fn new(entropy: impl IntoIterator<Item = u128>) -> Self {
        Self { entropy: entropy.into_iter().flat_map(words).collect(), spawn_key: Vec::new() }
    }

    /// The same with this spawn key: `SeedSequence(entropy, spawn_key=spawn_key)`. Child `i` of a
    /// sequence has the spawn key of its parent and then `i`.
    #[must_use]
    pub fn with_spawn_key(self, spawn_key: impl IntoIterator<Item = u128>) -> Self {
        Self { spawn_key: spawn_key.into_iter().flat_map(words).collect(), ..self }
    }

    /// `generate_state(N)`
    #[must_use]
    pub fn generate_u32<const N: usize>(&self) -> [u32; N] {
        let mut words = self.generate();
        array::from_fn(|_| words())
    }

    /// `generate_state(N, np.uint64)`
    #[must_use]
    pub fn generate_u64<const N: usize>(&self) -> [u64; N] {
        let mut words = self.generate();
        let mut word = || u64::from(words());
        array::from_fn(|_| word() | (word() << 32))
    }

    fn generate(&self) -> impl FnMut() -> u32 {
        let mut pool = self.pool().into_iter().cycle();
        let mut hash = Hash { constant: 0x8b51_f9dd, factor: 0x58f3_8ded };
        move || hash.mix(pool.next().unwrap_or_default())
    }

    fn pool(&self) -> [u32; POOL] {
        let mut entropy = self.entropy.clone();
        if !self.spawn_key.is_empty() {
            // So that no entropy followed by a key is the same as other entropy alone.
            entropy.resize(entropy.len().max(POOL), 0);
            entropy.extend(&self.spawn_key);
        }
        let mut hash = Hash { constant: 0x43b0_d7e5, factor: 0x931e_8875 };
        let mut first = entropy.iter().copied().chain([0; POOL]);
        let mut pool = array::from_fn(|_| hash.mix(first.next().unwrap_or_default()));
        for source in 0..POOL {
            for target in (0..POOL).filter(|target| *target != source) {
                pool[target] = combine(pool[target], hash.mix(pool[source]));
            }
        }
        for word in entropy.iter().skip(POOL) {
            for target in &mut pool {
                *target = combine(*target, hash.mix(*word));
            }
        }
        pool
    }
}

/// A hash whose constant changes with each word.
struct Hash {
    constant: u32,
    factor: u32,
}

impl Hash {
    const fn mix(&mut self, word: u32) -> u32 {
        let word = word ^ self.constant;
        self.constant = self.constant.wrapping_mul(self.factor);
        let word = word.wrapping_mul(self.constant);
        word ^ (word >> 16)
    }
}

const fn combine(x: u32, y: u32) -> u32 {
    let word = x.wrapping_mul(0xca01_f9dd).wrapping_sub(y.wrapping_mul(0x4973_f715));
    word ^ (word >> 16)
}

/// The 32-bit words of an integer, the lowest first, without zeros at the end; of 0, one zero.
#[expect(clippy::cast_possible_truncation, reason = "one word after the other")]
fn words(integer: u128) -> impl Iterator<Item = u32> {
    let count = (u128::BITS - integer.leading_zeros()).div_ceil(u32::BITS).max(1);
    (0..count).map(move |i| (integer >> (i * u32::BITS)) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Recorded with NumPy 2.4.6.
    #[test]
    fn value_stability() {
        let state = SeedSequence::new([0]).generate_u32();
        assert_eq!(state, [2_968_811_710, 3_677_149_159, 745_650_761, 2_884_920_346]);
        assert_eq!(SeedSequence::new([]).generate_u32(), state);
        assert_eq!(
            SeedSequence::new([(1 << 70) + 5]).generate_u32(),
            SeedSequence::new([5, 0, 64]).generate_u32::<2>()
        );
        let child = SeedSequence::new([3]).with_spawn_key([7]);
        assert_eq!(child.generate_u32(), [957_805_864, 1_543_602_239]);
        let child = SeedSequence::new([3]).with_spawn_key([0]);
        assert_eq!(child.generate_u64(), [14_449_357_594_836_781_232, 7_415_122_299_322_209_779]);
    }
}
