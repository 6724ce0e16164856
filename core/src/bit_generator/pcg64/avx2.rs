//! PCG64 and PCG64DXSM in lanes that leap over each other.
#![expect(unsafe_code, reason = "vector instructions, each behind the proof that the CPU has it")]

use std::arch::x86_64::{
    __m256i, _mm256_add_epi32, _mm256_add_epi64, _mm256_blend_epi32, _mm256_mul_epu32,
    _mm256_mullo_epi32, _mm256_or_si256, _mm256_setzero_si256, _mm256_shuffle_epi32,
    _mm256_slli_epi64, _mm256_sllv_epi64, _mm256_srli_epi64, _mm256_srlv_epi64, _mm256_xor_si256,
};

use super::wide::{self, States, WideOutput};
use super::{DXSM_FACTOR, Dxsm, Pcg, XslRr};
use crate::bit_generator::avx2::{load, splat, store};
use crate::cpu::Avx2;

/// The upper half of each lane.
const ODD: i32 = 0b1010_1010;

/// Makes the next words.
#[inline(always)]
pub(in super::super) fn fill<O: WideOutput<FourStates, 4>>(
    avx2: Avx2,
    bits: &mut Pcg<O>,
    words: &mut [u64],
) {
    wide::fill::<4, 6, 2, FourStates, O>(avx2, bits, words);
}

impl WideOutput<FourStates, 4> for XslRr {
    #[inline(always)]
    fn store(states: FourStates, words: &mut [u64; 4]) {
        let FourStates { avx2, low, high } = states;
        // SAFETY: `avx2` is proof that the CPU has the instructions.
        let made = unsafe {
            let mixed = _mm256_xor_si256(low, high);
            let right = _mm256_srli_epi64::<58>(high);
            // 1 and 63 - right to the left: the compiler would guard a shift by 64.
            let twice = _mm256_add_epi64(mixed, mixed);
            let left = _mm256_xor_si256(right, splat(avx2, 63));
            let lower = _mm256_srlv_epi64(mixed, right);
            _mm256_or_si256(lower, _mm256_sllv_epi64(twice, left))
        };
        store(avx2, made, words);
    }
}

impl WideOutput<FourStates, 4> for Dxsm {
    #[inline(always)]
    fn store(states: FourStates, words: &mut [u64; 4]) {
        let FourStates { avx2, low, high } = states;
        // SAFETY: `avx2` is proof that the CPU has the instructions.
        let made = unsafe {
            let factor = splat(avx2, DXSM_FACTOR);
            let high = _mm256_xor_si256(high, _mm256_srli_epi64::<32>(high));
            let high = multiply(avx2, high, factor);
            let high = _mm256_xor_si256(high, _mm256_srli_epi64::<48>(high));
            multiply(avx2, high, _mm256_or_si256(low, splat(avx2, 1)))
        };
        store(avx2, made, words);
    }
}

/// The products, modulo 2^64.
#[inline(always)]
fn multiply(_: Avx2, a: __m256i, b: __m256i) -> __m256i {
    const HALVES_SWAPPED: i32 = 0b10_11_00_01;
    // SAFETY: the first argument is proof that the CPU has the instructions.
    unsafe {
        let crossed = _mm256_mullo_epi32(a, _mm256_shuffle_epi32::<HALVES_SWAPPED>(b));
        let crossed = _mm256_add_epi32(crossed, _mm256_slli_epi64::<32>(crossed)); // upper half
        let upper = _mm256_blend_epi32::<ODD>(_mm256_setzero_si256(), crossed);
        _mm256_add_epi64(_mm256_mul_epu32(a, b), upper)
    }
}

/// The states of four words in a row, in halves.
#[derive(Clone, Copy)]
pub(in super::super) struct FourStates {
    avx2: Avx2,
    low: __m256i,
    high: __m256i,
}

impl States<4> for FourStates {
    type Cpu = Avx2;

    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "halves")]
    fn new(avx2: Avx2, states: [u128; 4]) -> Self {
        let low = load(avx2, &states.map(|state| state as u64));
        Self { avx2, low, high: load(avx2, &states.map(|state| (state >> 64) as u64)) }
    }

    /// As in school: limbs of 32 bits have products of 64.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "limbs")]
    fn leap(self, factor: u128, added: Self) -> Self {
        let factor = [0, 32, 64, 96].map(|limb| u64::from((factor >> limb) as u32));
        let factor_0 = splat(self.avx2, factor[0]);
        let factor_1 = splat(self.avx2, factor[1]);
        let factor_2 = splat(self.avx2, factor[2]);
        // For limb 3 only the lower halves of the products count: two of them in one lane.
        let for_low = splat(self.avx2, (factor[2] << 32) | factor[3]);
        let for_high = splat(self.avx2, (factor[0] << 32) | factor[1]);
        // SAFETY: `self.avx2` is proof that the CPU has the instructions.
        unsafe {
            let zero = _mm256_setzero_si256();
            let added_0 = _mm256_blend_epi32::<ODD>(added.low, zero);
            let added_1 = _mm256_srli_epi64::<32>(added.low);
            let (limb_0, limb_2) = (self.low, self.high); // a product takes the lower half alone
            let limb_1 = _mm256_srli_epi64::<32>(self.low);
            // A product and two more limbs are below 2^64.
            let product_00 = _mm256_mul_epu32(limb_0, factor_0);
            let column_0 = _mm256_add_epi64(product_00, added_0);
            let product_01 = _mm256_mul_epu32(limb_0, factor_1);
            let column_1 = _mm256_add_epi64(product_01, _mm256_srli_epi64::<32>(column_0));
            let product_10 = _mm256_mul_epu32(limb_1, factor_0);
            let column_1_low = _mm256_blend_epi32::<ODD>(column_1, zero);
            let column_1_more =
                _mm256_add_epi64(_mm256_add_epi64(product_10, added_1), column_1_low);
            let low = _mm256_blend_epi32::<ODD>(column_0, _mm256_slli_epi64::<32>(column_1_more));

            let limb_3 = _mm256_add_epi32(
                _mm256_mullo_epi32(self.low, for_low),
                _mm256_mullo_epi32(self.high, for_high),
            );
            let limb_3 = _mm256_add_epi32(limb_3, _mm256_slli_epi64::<32>(limb_3)); // upper half
            let carry = _mm256_srli_epi64::<32>(column_1_more);
            let limb_3_and_carry = _mm256_blend_epi32::<ODD>(carry, limb_3);
            let product_11 = _mm256_mul_epu32(limb_1, factor_1);
            let product_02 = _mm256_mul_epu32(limb_0, factor_2);
            let product_20 = _mm256_mul_epu32(limb_2, factor_0);
            let products = _mm256_add_epi64(
                _mm256_add_epi64(product_11, added.high),
                _mm256_add_epi64(product_02, product_20),
            );
            let high = _mm256_add_epi64(
                _mm256_add_epi64(products, _mm256_srli_epi64::<32>(column_1)),
                limb_3_and_carry,
            );
            Self { low, high, ..self }
        }
    }
}
