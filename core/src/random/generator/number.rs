//! The two types of numbers that a generator draws, and their words.

use rand::Rng;

use super::kernel::Lanes;
use super::words::Words;
use super::ziggurat::Ziggurat;
use crate::output::Float;
use crate::random::bit_generator::{BitGenerator, upper_bits};

/// A dtype of `np.random.Generator`: `f64` or `f32`.
pub trait Number:
    Float + Ziggurat + Into<f64> + Copy + Default + PartialEq + Send + Sync + 'static
{
}

impl Number for f64 {}
impl Number for f32 {}

/// The words of a type of numbers: of 64 bits for `f64`, of 32 bits for `f32`.
///
/// Words that are made in bulk are packed: one of 64 bits, or two of 32 bits, the lower half first.
pub trait Packed: Sized {
    /// How many words are packed into 64 bits.
    const PER_PACK: usize;

    /// `next_uint64`, or `next_uint32`.
    fn next_word<R: Rng + ?Sized>(rng: &mut R) -> u64;
    /// The next number in \[0, 1): `next_double`, or `next_float`.
    fn next_uniform<B: BitGenerator + ?Sized>(bits: &mut B) -> Self;
    /// The same as most bit generators make it: of the upper 53 or 24 bits of a word.
    fn uniform_of_word<R: Rng + ?Sized>(rng: &mut R) -> Self;

    /// Makes the next words, all at once.
    fn fill<B: Words>(bits: &mut B, lanes: impl Lanes, packs: &mut [u64]);
    /// Moves on by so many words.
    fn skip<B: Words>(bits: &mut B, words: usize);
    /// The word with this index, if it was made.
    fn word(packs: &[u64], index: usize) -> Option<u64>;
    /// What `next_uniform` makes of a word.
    fn uniform<B: Words>(word: u64) -> Self;
    /// The same for many.
    fn uniforms<B: Words>(packs: &[u64], drawn: &mut [Self]);
}

impl Packed for f64 {
    const PER_PACK: usize = 1;

    #[inline]
    fn next_word<R: Rng + ?Sized>(rng: &mut R) -> u64 {
        rng.next_u64()
    }

    #[inline]
    fn uniform_of_word<R: Rng + ?Sized>(rng: &mut R) -> Self {
        upper_bits(rng.next_u64())
    }

    #[inline]
    fn next_uniform<B: BitGenerator + ?Sized>(bits: &mut B) -> Self {
        bits.next_double()
    }

    #[inline(always)]
    fn fill<B: Words>(bits: &mut B, lanes: impl Lanes, packs: &mut [u64]) {
        bits.fill_u64(lanes, packs);
    }

    fn skip<B: Words>(bits: &mut B, words: usize) {
        bits.skip_u64(words as u64);
    }

    #[inline(always)]
    fn word(packs: &[u64], index: usize) -> Option<u64> {
        packs.get(index).copied()
    }

    #[inline(always)]
    fn uniform<B: Words>(word: u64) -> Self {
        B::double(word)
    }

    #[inline(always)]
    fn uniforms<B: Words>(packs: &[u64], drawn: &mut [Self]) {
        for (drawn, word) in drawn.iter_mut().zip(packs) {
            *drawn = B::double(*word);
        }
    }
}

impl Packed for f32 {
    const PER_PACK: usize = 2;

    #[inline]
    fn next_word<R: Rng + ?Sized>(rng: &mut R) -> u64 {
        rng.next_u32().into()
    }

    #[inline]
    fn uniform_of_word<R: Rng + ?Sized>(rng: &mut R) -> Self {
        float(rng.next_u32())
    }

    #[inline]
    fn next_uniform<B: BitGenerator + ?Sized>(bits: &mut B) -> Self {
        float(bits.next_u32())
    }

    #[inline(always)]
    fn fill<B: Words>(bits: &mut B, lanes: impl Lanes, packs: &mut [u64]) {
        bits.fill_u32(lanes, packs);
    }

    fn skip<B: Words>(bits: &mut B, words: usize) {
        bits.skip_u32(words as u64);
    }

    #[inline(always)]
    fn word(packs: &[u64], index: usize) -> Option<u64> {
        let [low, high] = halves(*packs.get(index / 2)?);
        Some(u64::from(if index.is_multiple_of(2) { low } else { high }))
    }

    #[inline(always)]
    fn uniform<B: Words>(word: u64) -> Self {
        float(halves(word)[0])
    }

    #[inline(always)]
    fn uniforms<B: Words>(packs: &[u64], drawn: &mut [Self]) {
        for (drawn, pack) in drawn.as_chunks_mut().0.iter_mut().zip(packs) {
            *drawn = halves(*pack).map(float);
        }
    }
}

/// The two halves of a word, the lower one first.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "the lower half")]
pub(super) const fn halves(word: u64) -> [u32; 2] {
    [word as u32, (word >> 32) as u32]
}

/// The number in \[0, 1) with 24 bits that is made of 32.
#[inline(always)]
#[expect(clippy::cast_precision_loss, reason = "of 24 bits")]
fn float(word: u32) -> f32 {
    // Signed integers convert to floats in vectors on every CPU.
    (word >> 8).cast_signed() as f32 / 16_777_216.0
}
