//! PCG64 in lanes that leap over each other.
#![expect(unsafe_code, reason = "vector instructions, each behind the proof that the CPU has it")]

use std::arch::x86_64::{
    __m512i, _mm512_add_epi64, _mm512_cmplt_epu64_mask, _mm512_loadu_si512, _mm512_mask_add_epi64,
    _mm512_mask_blend_epi32, _mm512_mul_epu32, _mm512_mullo_epi64, _mm512_rorv_epi64,
    _mm512_set1_epi64, _mm512_setzero_si512, _mm512_slli_epi64, _mm512_srli_epi64,
    _mm512_storeu_si512, _mm512_xor_si512,
};

use super::{Pcg64, PcgOutput, Step, XslRr};
use crate::cpu::Avx512;

/// Sixteen lanes, in two vectors: while one waits for its products, the other computes.
const LEAP: Step = Pcg64::STEP.repeated(16);

/// See [`BulkCpu::pcg64`](crate::bit_generator::BulkCpu::pcg64).
#[inline(always)]
pub(in super::super) fn fill(avx512: Avx512, bits: &mut Pcg64, words: &mut [u64]) {
    let (groups, rest) = words.as_chunks_mut::<16>();
    if let [first, groups @ ..] = groups {
        let inc = bits.inc;
        let mut state = bits.state;
        let states = [[(); 8]; 2].map(|eight| {
            eight.map(|()| {
                state = Pcg64::STEP.apply(state, inc);
                state
            })
        });
        for (words, states) in first.as_chunks_mut().0.iter_mut().zip(states) {
            *words = states.map(XslRr::word);
        }
        let [first, second] = states;
        let mut states = [Wide::new(avx512, first), Wide::new(avx512, second)];
        let added = Wide::new(avx512, [LEAP.terms.wrapping_mul(inc); 8]);
        for group in groups {
            for (states, words) in states.iter_mut().zip(group.as_chunks_mut().0) {
                *states = states.times_leap().plus(added);
                states.output(words);
            }
        }
        bits.state = states[1].last();
    }
    rest.fill_with(|| bits.next_word());
}

/// Eight integers of 128 bits, in halves.
#[derive(Clone, Copy)]
struct Wide {
    avx512: Avx512,
    low: __m512i,
    high: __m512i,
}

impl Wide {
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "halves")]
    fn new(avx512: Avx512, integers: [u128; 8]) -> Self {
        let low = load(avx512, &integers.map(|integer| integer as u64));
        Self { avx512, low, high: load(avx512, &integers.map(|integer| (integer >> 64) as u64)) }
    }

    #[inline(always)]
    fn last(self) -> u128 {
        let (mut low, mut high) = ([0; 8], [0; 8]);
        store(self.avx512, self.low, &mut low);
        store(self.avx512, self.high, &mut high);
        (u128::from(high[7]) << 64) | u128::from(low[7])
    }

    /// See [`XslRr::word`].
    #[inline(always)]
    fn output(self, words: &mut [u64; 8]) {
        // SAFETY: `self.avx512` is proof that the CPU has the instructions.
        let rotated = unsafe {
            let mixed = _mm512_xor_si512(self.low, self.high);
            _mm512_rorv_epi64(mixed, _mm512_srli_epi64::<58>(self.high))
        };
        store(self.avx512, rotated, words);
    }

    /// The sum, modulo 2^128.
    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        // SAFETY: `self.avx512` is proof that the CPU has the instructions.
        unsafe {
            let low = _mm512_add_epi64(self.low, other.low);
            let high = _mm512_add_epi64(self.high, other.high);
            let carry = _mm512_cmplt_epu64_mask(low, other.low);
            let high = _mm512_mask_add_epi64(high, carry, high, _mm512_set1_epi64(1));
            Self { low, high, ..self }
        }
    }

    /// The product with the factor of a leap, modulo 2^128. That of the lower halves is made as in
    /// school: limbs of 32 bits have products of 64. Of the others only the lower 64 bits count.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "halves")]
    fn times_leap(self) -> Self {
        const UPPER_HALVES: u16 = 0b1010_1010_1010_1010; // of each lane
        let factor = splat(self.avx512, LEAP.factor as u64);
        let factor_high = splat(self.avx512, (LEAP.factor >> 64) as u64);
        // SAFETY: `self.avx512` is proof that the CPU has the instructions.
        unsafe {
            // The products of 32 bits take the lower half of each lane alone.
            let (limb_0, factor_0) = (self.low, factor);
            let limb_1 = _mm512_srli_epi64::<32>(self.low);
            let factor_1 = _mm512_srli_epi64::<32>(factor);
            let product_00 = _mm512_mul_epu32(limb_0, factor_0);
            let product_01 = _mm512_mul_epu32(limb_0, factor_1);
            let product_10 = _mm512_mul_epu32(limb_1, factor_0);
            let product_11 = _mm512_mul_epu32(limb_1, factor_1);
            // A product and one more limb are below 2^64.
            let column = _mm512_add_epi64(product_01, _mm512_srli_epi64::<32>(product_00));
            let column_low = _mm512_mask_blend_epi32(UPPER_HALVES, column, _mm512_setzero_si512());
            let column_more = _mm512_add_epi64(product_10, column_low);
            let low = _mm512_mask_blend_epi32(
                UPPER_HALVES,
                product_00,
                _mm512_slli_epi64::<32>(column_more),
            );
            let carries = _mm512_add_epi64(
                _mm512_srli_epi64::<32>(column),
                _mm512_srli_epi64::<32>(column_more),
            );
            let crossed = _mm512_add_epi64(
                _mm512_mullo_epi64(self.low, factor_high),
                _mm512_mullo_epi64(self.high, factor),
            );
            let high = _mm512_add_epi64(_mm512_add_epi64(product_11, carries), crossed);
            Self { low, high, ..self }
        }
    }
}

#[inline(always)]
fn splat(_: Avx512, word: u64) -> __m512i {
    // SAFETY: the first argument is proof that the CPU has the instruction.
    unsafe { _mm512_set1_epi64(word.cast_signed()) }
}

#[inline(always)]
fn load(_: Avx512, words: &[u64; 8]) -> __m512i {
    // SAFETY: eight words are read; the first argument is proof that the CPU has the instruction.
    unsafe { _mm512_loadu_si512(words.as_ptr().cast()) }
}

#[inline(always)]
fn store(_: Avx512, x: __m512i, words: &mut [u64; 8]) {
    // SAFETY: eight words are written; the first argument is proof that the CPU has the
    // instruction.
    unsafe { _mm512_storeu_si512(words.as_mut_ptr().cast(), x) }
}
