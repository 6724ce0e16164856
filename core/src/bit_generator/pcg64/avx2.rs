//! PCG64 and PCG64DXSM in lanes that leap over each other.
#![expect(unsafe_code, reason = "vector instructions, each behind the proof that the CPU has it")]

use std::arch::x86_64::{
    __m256i, _mm256_add_epi32, _mm256_add_epi64, _mm256_blend_epi32, _mm256_mul_epu32,
    _mm256_mullo_epi32, _mm256_or_si256, _mm256_setzero_si256, _mm256_shuffle_epi32,
    _mm256_slli_epi64, _mm256_sllv_epi64, _mm256_srli_epi64, _mm256_srlv_epi64, _mm256_xor_si256,
};

use super::{DXSM_FACTOR, Dxsm, Pcg, PcgOutput, Step, XslRr};
use crate::bit_generator::avx2::{load, splat, store};
use crate::cpu::Avx2;

/// How many words in a row two vectors make: while one waits for its products, the other computes.
const WIDE: usize = 8;

/// How many words are made one by one beside them: the multiplier for single words would be idle.
const SINGLE: usize = 4;

const GROUP: usize = WIDE + SINGLE;

/// The upper half of each lane.
const ODD: i32 = 0b1010_1010;

/// See [`BulkCpu::pcg64`](crate::bit_generator::BulkCpu::pcg64).
#[inline(always)]
pub(in super::super) fn fill<O: WideOutput>(avx2: Avx2, bits: &mut Pcg<O>, words: &mut [u64]) {
    let (groups, rest) = words.as_chunks_mut();
    if !groups.is_empty() {
        let Pcg { state, inc, .. } = *bits;
        let first = if O::AFTER_STEP { O::STEP.apply(state, inc) } else { state };
        let last = fill_groups::<O>(avx2, first, inc, groups);
        bits.state = if O::AFTER_STEP { last } else { O::STEP.apply(last, inc) };
    }
    rest.fill_with(|| bits.next_word());
}

/// Makes words from that of `state` on. Returns the state of the last word.
#[inline(always)]
fn fill_groups<O: WideOutput>(
    avx2: Avx2,
    mut state: u128,
    inc: u128,
    groups: &mut [[u64; GROUP]],
) -> u128 {
    let [s0, s1, s2, s3, s4, s5, s6, s7] = [(); WIDE].map(|()| {
        let this = state;
        state = O::STEP.apply(state, inc);
        this
    });
    let mut states = [[s0, s1, s2, s3], [s4, s5, s6, s7]].map(|s| States::new(avx2, s));
    let added = Added::new(avx2, O::LEAP.terms.wrapping_mul(inc));
    let mut last = s7;
    for group in groups {
        let (wide, single) = group.split_at_mut(WIDE);
        for (states, words) in states.iter_mut().zip(wide.as_chunks_mut().0) {
            store(avx2, O::words(*states), words);
            *states = states.leap(O::LEAP.factor, &added);
        }
        for (word, step) in single.iter_mut().zip(O::STEPS) {
            *word = O::word(state);
            (last, state) = (state, step.apply(state, inc));
        }
    }
    last
}

/// What is made of states in vectors.
pub(in super::super) trait WideOutput: PcgOutput {
    const STEP: Step = Pcg::<Self>::STEP;
    const LEAP: Step = Self::STEP.repeated(GROUP as u128);
    /// From one single word to the next, and from the last one to the first of the next group.
    const STEPS: [Step; SINGLE] =
        [Self::STEP, Self::STEP, Self::STEP, Self::STEP.repeated(WIDE as u128 + 1)];

    /// The words of some states: see [`PcgOutput::word`].
    fn words(states: States) -> __m256i;
}

impl WideOutput for XslRr {
    #[inline(always)]
    fn words(states: States) -> __m256i {
        let States { avx2, low, high } = states;
        // SAFETY: `avx2` is proof that the CPU has the instructions.
        unsafe {
            let mixed = _mm256_xor_si256(low, high);
            let right = _mm256_srli_epi64::<58>(high);
            // 1 and 63 - right to the left: the compiler would guard a shift by 64.
            let twice = _mm256_add_epi64(mixed, mixed);
            let left = _mm256_xor_si256(right, splat(avx2, 63));
            let lower = _mm256_srlv_epi64(mixed, right);
            _mm256_or_si256(lower, _mm256_sllv_epi64(twice, left))
        }
    }
}

impl WideOutput for Dxsm {
    #[inline(always)]
    fn words(states: States) -> __m256i {
        let States { avx2, low, high } = states;
        // SAFETY: `avx2` is proof that the CPU has the instructions.
        unsafe {
            let factor = splat(avx2, DXSM_FACTOR);
            let high = _mm256_xor_si256(high, _mm256_srli_epi64::<32>(high));
            let high = multiply(avx2, high, factor);
            let high = _mm256_xor_si256(high, _mm256_srli_epi64::<48>(high));
            multiply(avx2, high, _mm256_or_si256(low, splat(avx2, 1)))
        }
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
pub(in super::super) struct States {
    avx2: Avx2,
    low: __m256i,
    high: __m256i,
}

/// What a leap adds: the lower two limbs of 32 bits, and the upper half.
struct Added {
    limb_0: __m256i,
    limb_1: __m256i,
    high: __m256i,
}

impl Added {
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "limbs")]
    fn new(avx2: Avx2, added: u128) -> Self {
        Self {
            limb_0: splat(avx2, u64::from(added as u32)),
            limb_1: splat(avx2, u64::from((added >> 32) as u32)),
            high: splat(avx2, (added >> 64) as u64),
        }
    }
}

impl States {
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "halves")]
    fn new(avx2: Avx2, states: [u128; 4]) -> Self {
        let low = load(avx2, &states.map(|state| state as u64));
        Self { avx2, low, high: load(avx2, &states.map(|state| (state >> 64) as u64)) }
    }

    /// state · factor + added, modulo 2^128, as in school: limbs of 32 bits have products of 64.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "limbs")]
    fn leap(self, factor: u128, added: &Added) -> Self {
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
            let (limb_0, limb_2) = (self.low, self.high); // a product takes the lower half alone
            let limb_1 = _mm256_srli_epi64::<32>(self.low);
            // A product and two more limbs are below 2^64.
            let product_00 = _mm256_mul_epu32(limb_0, factor_0);
            let column_0 = _mm256_add_epi64(product_00, added.limb_0);
            let product_01 = _mm256_mul_epu32(limb_0, factor_1);
            let column_1 = _mm256_add_epi64(product_01, _mm256_srli_epi64::<32>(column_0));
            let product_10 = _mm256_mul_epu32(limb_1, factor_0);
            let column_1_low = _mm256_blend_epi32::<ODD>(column_1, zero);
            let column_1_more =
                _mm256_add_epi64(_mm256_add_epi64(product_10, added.limb_1), column_1_low);
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
