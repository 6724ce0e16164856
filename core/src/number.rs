//! The two types of numbers, and the words that they are made of.

use std::mem::MaybeUninit;
use std::ops::{Add, Mul};

use rand::Rng;

use crate::bit_generator::{BitGenerator, BulkBitGenerator, Pcg64, halves};

/// A dtype: `f64`, which is made of words of 64 bits, or `f32`, of words of 32 bits.
///
/// Words that are made in bulk are packed: one of 64 bits, or two of 32 bits, the lower half first.
pub trait Number:
    Add<Output = Self>
    + Mul<Output = Self>
    + Into<f64>
    + Copy
    + Default
    + PartialEq
    + Send
    + Sync
    + 'static
{
    /// How many words are packed into 64 bits.
    const PER_PACK: usize;

    /// The number nearest to one of `f64`.
    #[must_use]
    fn nearest(number: f64) -> Self;
    /// a \* b + c, rounded once.
    #[must_use]
    fn mul_add(self, b: Self, c: Self) -> Self;
    /// Room for numbers of `f64`, if that is the type.
    #[doc(hidden)]
    #[must_use]
    #[inline(always)]
    fn as_f64(_: &mut [MaybeUninit<Self>]) -> Option<&mut [MaybeUninit<f64>]> {
        None
    }

    /// `next_uint64`, or `next_uint32`.
    fn next_word<R: Rng + ?Sized>(rng: &mut R) -> u64;
    /// The next number in \[0, 1): `next_double`, or `next_float`.
    #[inline]
    fn next_uniform<B: BitGenerator + ?Sized>(bits: &mut B) -> Self {
        Self::uniform_of_word(bits)
    }
    /// The same as most bit generators make it: of the upper 53 or 24 bits of a word.
    #[inline]
    fn uniform_of_word<R: Rng + ?Sized>(rng: &mut R) -> Self {
        Self::uniform::<Pcg64>(Self::next_word(rng))
    }

    /// The word with this index, if it was made.
    fn word(packs: &[u64], index: usize) -> Option<u64>;
    /// What `next_uniform` makes of a word.
    fn uniform<B: BulkBitGenerator>(word: u64) -> Self;
    /// The same for many.
    fn uniforms<B: BulkBitGenerator>(packs: &[u64], drawn: &mut [Self]);
}

impl Number for f64 {
    const PER_PACK: usize = 1;

    #[inline(always)]
    fn nearest(number: f64) -> Self {
        number
    }

    #[inline(always)]
    fn mul_add(self, b: Self, c: Self) -> Self {
        self.mul_add(b, c)
    }

    #[inline(always)]
    fn as_f64(room: &mut [MaybeUninit<Self>]) -> Option<&mut [MaybeUninit<f64>]> {
        Some(room)
    }

    #[inline]
    fn next_word<R: Rng + ?Sized>(rng: &mut R) -> u64 {
        rng.next_u64()
    }

    #[inline]
    fn next_uniform<B: BitGenerator + ?Sized>(bits: &mut B) -> Self {
        bits.next_double()
    }

    #[inline(always)]
    fn word(packs: &[u64], index: usize) -> Option<u64> {
        packs.get(index).copied()
    }

    #[inline(always)]
    fn uniform<B: BulkBitGenerator>(word: u64) -> Self {
        B::double(word)
    }

    #[inline(always)]
    fn uniforms<B: BulkBitGenerator>(packs: &[u64], drawn: &mut [Self]) {
        for (drawn, word) in drawn.iter_mut().zip(packs) {
            *drawn = B::double(*word);
        }
    }
}

impl Number for f32 {
    const PER_PACK: usize = 2;

    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "that is what it is for")]
    fn nearest(number: f64) -> Self {
        number as Self
    }

    #[inline(always)]
    fn mul_add(self, b: Self, c: Self) -> Self {
        self.mul_add(b, c)
    }

    #[inline]
    fn next_word<R: Rng + ?Sized>(rng: &mut R) -> u64 {
        rng.next_u32().into()
    }

    #[inline(always)]
    fn word(packs: &[u64], index: usize) -> Option<u64> {
        let [low, high] = halves(*packs.get(index / 2)?);
        Some(u64::from(if index.is_multiple_of(2) { low } else { high }))
    }

    #[inline(always)]
    fn uniform<B: BulkBitGenerator>(word: u64) -> Self {
        float(halves(word)[0])
    }

    #[inline(always)]
    fn uniforms<B: BulkBitGenerator>(packs: &[u64], drawn: &mut [Self]) {
        for (drawn, pack) in drawn.as_chunks_mut().0.iter_mut().zip(packs) {
            *drawn = halves(*pack).map(float);
        }
    }
}

/// The number in \[0, 1) with 24 bits that is made of 32.
#[inline(always)]
#[expect(clippy::cast_precision_loss, reason = "of 24 bits")]
fn float(word: u32) -> f32 {
    // Signed integers convert to floats in vectors on every CPU.
    (word >> 8).cast_signed() as f32 / 16_777_216.0
}
