//! PCG64 and PCG64DXSM in eight lanes: AVX-512, by products of 32 and 64 bits unless it has IFMA.
#![expect(unsafe_code, reason = "vector instructions, each behind the proof that the CPU has it")]

use std::arch::x86_64::{
    __m512i, _mm512_add_epi64, _mm512_cmplt_epu64_mask, _mm512_loadu_si512, _mm512_mask_add_epi64,
    _mm512_mask_blend_epi32, _mm512_mul_epu32, _mm512_mullo_epi64, _mm512_or_si512,
    _mm512_rorv_epi64, _mm512_set1_epi64, _mm512_setzero_si512, _mm512_slli_epi64,
    _mm512_srli_epi64, _mm512_storeu_si512, _mm512_xor_si512,
};

use super::ifma::{Fill, Limbs};
use super::wide::{self, States, WideOutput};
use super::{DXSM_FACTOR, Dxsm, Pcg, XslRr};
use crate::cpu::{Avx512, Avx512Ifma};

/// Makes the next words.
#[inline(always)]
pub(in super::super) fn fill<O>(avx512: Avx512, bits: &mut Pcg<O>, words: &mut [u64])
where
    O: WideOutput<EightStates, 8> + WideOutput<Limbs, 8>,
{
    match Avx512Ifma::detect() {
        Some(ifma) => ifma.run(Fill { avx512, bits, words }),
        None => wide::fill::<8, 9, 2, EightStates, O>(avx512, bits, words),
    }
}

/// The states of eight words in a row, in whatever form.
pub(in super::super) trait Halves: Copy {
    /// Their lower halves, and the upper ones.
    fn halves(self) -> (Avx512, [__m512i; 2]);
}

impl<S: Halves> WideOutput<S, 8> for XslRr {
    #[inline(always)]
    fn store(states: S, words: &mut [u64; 8]) {
        let (avx512, [low, high]) = states.halves();
        // SAFETY: `avx512` is proof that the CPU has the instructions.
        let made = unsafe {
            _mm512_rorv_epi64(_mm512_xor_si512(low, high), _mm512_srli_epi64::<58>(high))
        };
        store(avx512, made, words);
    }
}

impl<S: Halves> WideOutput<S, 8> for Dxsm {
    #[inline(always)]
    fn store(states: S, words: &mut [u64; 8]) {
        let (avx512, [low, high]) = states.halves();
        // SAFETY: `avx512` is proof that the CPU has the instructions.
        let made = unsafe {
            let high = _mm512_xor_si512(high, _mm512_srli_epi64::<32>(high));
            let high = _mm512_mullo_epi64(high, splat(avx512, DXSM_FACTOR));
            let high = _mm512_xor_si512(high, _mm512_srli_epi64::<48>(high));
            _mm512_mullo_epi64(high, _mm512_or_si512(low, splat(avx512, 1)))
        };
        store(avx512, made, words);
    }
}

/// The states of eight words in a row, in halves.
#[derive(Clone, Copy)]
pub(in super::super) struct EightStates {
    avx512: Avx512,
    low: __m512i,
    high: __m512i,
}

impl Halves for EightStates {
    #[inline(always)]
    fn halves(self) -> (Avx512, [__m512i; 2]) {
        (self.avx512, [self.low, self.high])
    }
}

impl States<8> for EightStates {
    type Cpu = Avx512;

    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "halves")]
    fn new(avx512: Avx512, states: [u128; 8]) -> Self {
        let low = load(avx512, &states.map(|state| state as u64));
        Self { avx512, low, high: load(avx512, &states.map(|state| (state >> 64) as u64)) }
    }

    /// The product of the lower halves is made as in school: limbs of 32 bits have products of 64. Of
    /// the others only the lower 64 bits count.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "halves")]
    fn leap(self, factor: u128, added: Self) -> Self {
        const UPPER_HALVES: u16 = 0b1010_1010_1010_1010; // of each lane
        let factor_low = splat(self.avx512, factor as u64);
        let factor_high = splat(self.avx512, (factor >> 64) as u64);
        // SAFETY: `self.avx512` is proof that the CPU has the instructions.
        unsafe {
            // The products of 32 bits take the lower half of each lane alone.
            let (limb_0, factor_0) = (self.low, factor_low);
            let limb_1 = _mm512_srli_epi64::<32>(self.low);
            let factor_1 = _mm512_srli_epi64::<32>(factor_low);
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
                _mm512_mullo_epi64(self.high, factor_low),
            );
            let high = _mm512_add_epi64(_mm512_add_epi64(product_11, carries), crossed);

            let low = _mm512_add_epi64(low, added.low);
            let high = _mm512_add_epi64(high, added.high);
            let carry = _mm512_cmplt_epu64_mask(low, added.low);
            let high = _mm512_mask_add_epi64(high, carry, high, _mm512_set1_epi64(1));
            Self { low, high, ..self }
        }
    }
}

#[inline(always)]
pub(super) fn splat(_: Avx512, word: u64) -> __m512i {
    // SAFETY: the first argument is proof that the CPU has the instruction.
    unsafe { _mm512_set1_epi64(word.cast_signed()) }
}

#[inline(always)]
pub(super) fn load(_: Avx512, words: &[u64; 8]) -> __m512i {
    // SAFETY: eight words are read; the first argument is proof that the CPU has the instruction.
    unsafe { _mm512_loadu_si512(words.as_ptr().cast()) }
}

#[inline(always)]
fn store(_: Avx512, x: __m512i, words: &mut [u64; 8]) {
    // SAFETY: eight words are written; the first argument is proof that the CPU has the instruction.
    unsafe { _mm512_storeu_si512(words.as_mut_ptr().cast(), x) }
}
