//! The bit generators' words, many at a time.

use rand::Rng;

use super::{BitGenerator, Mt19937, Pcg64, Pcg64Dxsm, Philox, double, halves, pcg64, upper_bits};
#[cfg(target_arch = "x86_64")]
use crate::cpu::{Avx2, Avx512};

/// A bit generator of this crate: one that can be copied, so that words may be made ahead and what
/// was not used is put back.
pub trait BulkBitGenerator: BitGenerator + Clone + Send + Sync {
    /// Whether it skips any number of words at once, so that threads can each begin where they like.
    const JUMPS: bool;

    /// How many uniform numbers are worth a thread. Their words are most of the work, so where those
    /// must be made one after the other, more threads share little but the memory of a large array.
    const UNIFORMS_FOR_A_THREAD: usize;
    /// The same for normals.
    const NORMALS_FOR_A_THREAD: usize = 1 << 17;

    /// Whether a half of a word is buffered, which comes before all that is made in bulk.
    fn has_uint32(&self) -> bool;

    /// Makes the next words, so many `per_pack` of 64 bits: one, or two of 32 bits, the lower half
    /// first. Before these, no half is buffered.
    fn fill_packs(&mut self, cpu: impl BulkCpu, packs: &mut [u64], per_pack: usize);
    /// Moves on by so many of these words.
    fn skip_words(&mut self, words: u64, per_pack: usize);

    /// What `next_double` makes of a word.
    #[must_use]
    #[inline(always)]
    fn double(word: u64) -> f64 {
        upper_bits(word)
    }
}

/// What a kind of CPU does in its own way to make many words.
pub trait BulkCpu: Copy {
    /// Makes the next words.
    #[inline(always)]
    fn pcg64(self, bits: &mut Pcg64, words: &mut [u64]) {
        pcg64::fill(bits, words);
    }

    /// Makes the next words.
    #[inline(always)]
    fn pcg64dxsm(self, bits: &mut Pcg64Dxsm, words: &mut [u64]) {
        words.fill_with(|| bits.next_u64());
    }

    /// Makes the next words.
    #[inline(always)]
    fn philox(self, bits: &mut Philox, words: &mut [u64]) {
        bits.fill(words);
    }
}

impl BulkCpu for crate::cpu::Portable {}

#[cfg(target_arch = "aarch64")]
impl BulkCpu for crate::cpu::Neon {}

#[cfg(target_arch = "x86_64")]
impl BulkCpu for Avx2 {
    #[inline(always)]
    fn pcg64(self, bits: &mut Pcg64, words: &mut [u64]) {
        pcg64::avx2::fill(self, bits, words);
    }

    #[inline(always)]
    fn pcg64dxsm(self, bits: &mut Pcg64Dxsm, words: &mut [u64]) {
        pcg64::avx2::fill(self, bits, words);
    }

    #[inline(always)]
    fn philox(self, bits: &mut Philox, words: &mut [u64]) {
        super::philox::avx2::fill(self, bits, words);
    }
}

#[cfg(target_arch = "x86_64")]
impl BulkCpu for Avx512 {
    #[inline(always)]
    fn pcg64(self, bits: &mut Pcg64, words: &mut [u64]) {
        pcg64::avx512::fill(self, bits, words);
    }

    #[inline(always)]
    fn pcg64dxsm(self, bits: &mut Pcg64Dxsm, words: &mut [u64]) {
        pcg64::avx512::fill(self, bits, words);
    }

    #[inline(always)]
    fn philox(self, bits: &mut Philox, words: &mut [u64]) {
        Avx2::from(self).philox(bits, words);
    }
}

impl BulkBitGenerator for Mt19937 {
    const JUMPS: bool = false;
    /// None: of a number, nearly all is to make its two words.
    const UNIFORMS_FOR_A_THREAD: usize = usize::MAX;
    /// To make the words, one thread after the other, is half of the work: two threads wait for each
    /// other more often than they save time.
    const NORMALS_FOR_A_THREAD: usize = usize::MAX;

    fn has_uint32(&self) -> bool {
        false
    }

    /// Of two words: the first one is the upper half of a word of 64 bits, but the lower one of a pack.
    #[inline(always)]
    fn fill_packs(&mut self, _: impl BulkCpu, packs: &mut [u64], per_pack: usize) {
        for packs in packs.chunks_mut(64) {
            let mut drawn = [0; 128];
            self.fill(&mut drawn[..2 * packs.len()]);
            for (pack, &[first, second]) in packs.iter_mut().zip(drawn.as_chunks().0) {
                let (low, high) = if per_pack == 1 { (second, first) } else { (first, second) };
                *pack = (u64::from(high) << 32) | u64::from(low);
            }
        }
    }

    fn skip_words(&mut self, words: u64, per_pack: usize) {
        self.skip(if per_pack == 1 { 2 * words } else { words });
    }

    #[inline(always)]
    fn double(word: u64) -> f64 {
        let [low, high] = halves(word);
        double(high, low)
    }
}
