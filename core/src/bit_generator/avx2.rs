//! What the vectors of several bit generators share.
#![expect(unsafe_code, reason = "vector instructions, each behind the proof that the CPU has it")]

use std::arch::x86_64::{__m256i, _mm256_loadu_si256, _mm256_set1_epi64x, _mm256_storeu_si256};

use crate::cpu::Avx2;

/// This word four times.
#[inline(always)]
pub(super) fn splat(_: Avx2, word: u64) -> __m256i {
    // SAFETY: the first argument is proof that the CPU has the instruction.
    unsafe { _mm256_set1_epi64x(word.cast_signed()) }
}

#[inline(always)]
pub(super) fn load(_: Avx2, words: &[u64; 4]) -> __m256i {
    // SAFETY: four words are read; the first argument is proof that the CPU has the instruction.
    unsafe { _mm256_loadu_si256(words.as_ptr().cast()) }
}

#[inline(always)]
pub(super) fn store(_: Avx2, x: __m256i, words: &mut [u64; 4]) {
    // SAFETY: four words are written; the first argument is proof that the CPU has the instruction.
    unsafe { _mm256_storeu_si256(words.as_mut_ptr().cast(), x) }
}
