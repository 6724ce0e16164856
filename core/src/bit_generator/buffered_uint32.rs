/// The half of a word that `next_u32` keeps for its next call: `has_uint32` and `uinteger` of the
/// states of NumPy's 64-bit bit generators.
///
/// A word's lower half is used first, and the upper one kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BufferedUint32 {
    /// Whether the half is still to be used.
    pub has_uint32: bool,
    /// The half that was kept last, used or not.
    pub uinteger: u32,
}

impl BufferedUint32 {
    /// What a new bit generator has.
    pub const NONE: Self = Self { has_uint32: false, uinteger: 0 };

    /// Keeps the upper half of a word and returns the lower one.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the two halves")]
    pub(super) const fn split(&mut self, word: u64) -> u32 {
        *self = Self { has_uint32: true, uinteger: (word >> 32) as u32 };
        word as u32
    }

    /// Uses the half, if it is still to be used.
    #[inline]
    pub(super) const fn take(&mut self) -> Option<u32> {
        let uinteger = if self.has_uint32 { Some(self.uinteger) } else { None };
        self.has_uint32 = false;
        uinteger
    }
}

/// Implements what the bit generators that make words of 64 bits share. Each has a half of one
/// `buffered`, makes one word by `next_word` and many by `fill_words`, moves on by `skip`, and is seeded
/// by some words that a [`SeedSequence`](super::SeedSequence) gives.
macro_rules! word_generator {
    (
        [$($parameter:ident: $bound:ident)?] $bits:ty,
        seed words: $words:literal, jumps: $jumps:literal
    ) => {
        impl$(<$parameter: $bound>)? $bits {
            /// The bit generator with this seed: that of a `SeedSequence` in NumPy.
            #[must_use]
            pub fn from_seed_sequence(seed: &$crate::bit_generator::SeedSequence) -> Self {
                Self::from_seed_words(seed.generate_u64())
            }
        }

        impl$(<$parameter: $bound>)? rand::SeedableRng for $bits {
            /// The words that a seed sequence gives, little-endian.
            type Seed = [u8; 8 * $words];

            fn from_seed(seed: Self::Seed) -> Self {
                let (words, _) = seed.as_chunks();
                Self::from_seed_words(std::array::from_fn(|i| u64::from_le_bytes(words[i])))
            }

            /// NumPy's bit generator with this seed.
            fn seed_from_u64(seed: u64) -> Self {
                Self::from_seed_sequence(&$crate::bit_generator::SeedSequence::new([seed.into()]))
            }
        }

        impl$(<$parameter: $bound>)? rand::TryRng for $bits {
            type Error = std::convert::Infallible;

            #[inline]
            fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
                let half = self.buffered.take();
                Ok(half.unwrap_or_else(|| {
                    let word = self.next_word();
                    self.buffered.split(word)
                }))
            }

            #[inline]
            fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
                Ok(self.next_word())
            }

            fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
                rand::rand_core::utils::fill_bytes_via_next_word(bytes, || self.try_next_u64())
            }
        }

        impl$(<$parameter: $bound>)? $crate::bit_generator::BitGenerator for $bits {}

        impl$(<$parameter: $bound>)? $crate::bit_generator::BulkBitGenerator for $bits {
            const JUMPS: bool = $jumps;
            const UNIFORMS_FOR_A_THREAD: usize = if $jumps { 1 << 18 } else { 1 << 20 };

            fn has_uint32(&self) -> bool {
                self.buffered.has_uint32
            }

            #[inline(always)]
            fn fill_packs(
                &mut self,
                cpu: impl $crate::bit_generator::BulkCpu,
                packs: &mut [u64],
                _: usize,
            ) {
                self.fill_words(cpu, packs);
            }

            fn skip_words(&mut self, words: u64, per_pack: usize) {
                if per_pack == 1 {
                    self.skip(words);
                } else if words > 0 {
                    self.skip((words - 1) / 2);
                    let last = self.next_word();
                    self.buffered.split(last);
                    self.buffered.has_uint32 = words % 2 == 1;
                }
            }
        }
    };
}

pub(super) use word_generator;
