//! Four lanes: AVX2, FMA, BMI2 and POPCNT.
#![expect(unsafe_code, reason = "vector instructions, each behind the proof that the CPU has it")]

use std::arch::x86_64::{
    __m256d, _CMP_LT_OQ, _CMP_NEQ_UQ, _mm_loadu_pd, _mm_storeu_pd, _mm256_add_epi64, _mm256_add_pd,
    _mm256_and_si256, _mm256_blend_epi32, _mm256_castpd_ps, _mm256_castpd_si256,
    _mm256_castpd128_pd256, _mm256_castpd256_pd128, _mm256_castsi256_pd, _mm256_cmp_pd,
    _mm256_div_pd, _mm256_extractf128_pd, _mm256_fmadd_pd, _mm256_fnmadd_pd, _mm256_insertf128_pd,
    _mm256_loadu_pd, _mm256_loadu_si256, _mm256_min_pd, _mm256_movemask_pd, _mm256_movemask_ps,
    _mm256_mul_pd, _mm256_or_si256, _mm256_set1_epi32, _mm256_set1_epi64x, _mm256_set1_pd,
    _mm256_slli_epi32, _mm256_slli_epi64, _mm256_sqrt_pd, _mm256_srli_epi32, _mm256_srli_epi64,
    _mm256_storeu_pd, _mm256_storeu_si256, _mm256_sub_epi64, _mm256_sub_pd, _mm256_unpackhi_pd,
    _mm256_unpacklo_pd, _mm256_xor_si256,
};
use std::mem::MaybeUninit;

use super::lanes::{Lanes, instructions};
use super::ln_table::{self, START, row};
use super::x86::expect_writes;
use crate::cpu::Avx2;

impl Lanes for Avx2 {
    expect_writes!();

    const LANES: usize = 4;
    type Reals = __m256d;
    const SCALE: f64 = 1.0;

    instructions! {
        add(a, b) = _mm256_add_pd;
        sub(a, b) = _mm256_sub_pd;
        mul(a, b) = _mm256_mul_pd;
        div(a, b) = _mm256_div_pd;
        min(a, b) = _mm256_min_pd;
        sqrt(a) = _mm256_sqrt_pd;
        mul_add(a, b, c) = _mm256_fmadd_pd;
        neg_mul_add(a, b, c) = _mm256_fnmadd_pd;
    }

    #[inline(always)]
    fn splat(self, x: f64) -> __m256d {
        // SAFETY: `self` is proof that the CPU has the instruction.
        unsafe { _mm256_set1_pd(x) }
    }

    #[inline(always)]
    fn load(self, from: &[f64]) -> __m256d {
        let from = &from[..4];
        // SAFETY: the instruction reads four numbers, and `from` has them.
        unsafe { _mm256_loadu_pd(from.as_ptr()) }
    }

    #[inline(always)]
    fn write(self, x: __m256d, to: &mut [MaybeUninit<f64>]) {
        let to = &mut to[..4];
        // SAFETY: the instruction writes four numbers, and `to` has room for them.
        unsafe { _mm256_storeu_pd(to.as_mut_ptr().cast(), x) }
    }

    #[inline(always)]
    fn coordinates(self, from: &[u32]) -> __m256d {
        let from = &from[..8];
        // SAFETY: the load reads eight words, and `from` has them; `self` is proof that the CPU has
        // the instructions.
        unsafe {
            let word = _mm256_loadu_si256(from.as_ptr().cast());
            let word = _mm256_xor_si256(word, _mm256_srli_epi32::<11>(word));
            let mask = _mm256_set1_epi32(0x9d2c_5680_u32.cast_signed());
            let masked = _mm256_and_si256(_mm256_slli_epi32::<7>(word), mask);
            let word = _mm256_xor_si256(word, masked);
            let mask = _mm256_set1_epi32(0xefc6_0000_u32.cast_signed());
            let masked = _mm256_and_si256(_mm256_slli_epi32::<15>(word), mask);
            let word = _mm256_xor_si256(word, masked);
            let words = _mm256_xor_si256(word, _mm256_srli_epi32::<18>(word));
            // There is no conversion from 64-bit integers. The first word's upper 27 bits as the
            // last bits of a number from 2^26 on, where a bit counts 2^-26; the second word's upper
            // 26 bits as the last of a number from 1 on, where a bit counts 2^-52. Both steps of
            // the sum are exact.
            let from_2_26 = _mm256_castpd_si256(_mm256_set1_pd(67_108_864.0));
            let from_1 = _mm256_castpd_si256(_mm256_set1_pd(1.0));
            let first = _mm256_srli_epi32::<5>(words);
            let high = _mm256_castsi256_pd(_mm256_blend_epi32::<0b1010_1010>(first, from_2_26));
            let second = _mm256_srli_epi64::<38>(words);
            let low = _mm256_castsi256_pd(_mm256_or_si256(second, from_1));
            _mm256_add_pd(_mm256_sub_pd(high, _mm256_set1_pd(67_108_866.0)), low)
        }
    }

    #[inline(always)]
    fn unzip(self, a: __m256d, b: __m256d) -> (__m256d, __m256d) {
        // SAFETY: `self` is proof that the CPU has the instructions.
        unsafe { (_mm256_unpacklo_pd(a, b), _mm256_unpackhi_pd(a, b)) }
    }

    #[inline(always)]
    fn accepted(self, r2: __m256d) -> u8 {
        // SAFETY: `self` is proof that the CPU has the instructions.
        let bits = unsafe {
            // Comparing the number before r2 makes one comparison of two: before 0 is no number.
            let before = _mm256_add_epi64(_mm256_castpd_si256(r2), _mm256_set1_epi64x(-1));
            let before_one = _mm256_set1_pd(1.0_f64.next_down());
            let accepted = _mm256_cmp_pd::<_CMP_LT_OQ>(_mm256_castsi256_pd(before), before_one);
            _mm256_movemask_ps(_mm256_castpd_ps(accepted))
        };
        lane_bits(bits)
    }

    #[inline(always)]
    fn keep(
        self,
        lanes: u8,
        [a, b]: [__m256d; 2],
        _: [__m256d; 2],
        to: &mut [f64],
        _: usize,
    ) -> usize {
        let to = to[..8].as_mut_ptr();
        // Lanes 0 and 2 hold the pairs of `a`, lanes 1 and 3 those of `b`; there are two bits a lane, as
        // there are two numbers a pair. Each pair is written behind those that are kept, and
        // overwritten if it is not kept itself.
        let numbers_of = |pairs: u8| (lanes & pairs).count_ones() as usize;
        let second = usize::from(lanes & 0b10);
        let third = numbers_of(0b0011_0011);
        let fourth = numbers_of(0b0011_1111);
        // SAFETY: `self` is proof that the CPU has the instructions. They write two numbers each; at
        // most three pairs are kept before the last, and there is room for four.
        unsafe {
            _mm_storeu_pd(to, _mm256_castpd256_pd128(a));
            _mm_storeu_pd(to.add(second), _mm256_extractf128_pd::<1>(a));
            _mm_storeu_pd(to.add(third), _mm256_castpd256_pd128(b));
            _mm_storeu_pd(to.add(fourth), _mm256_extractf128_pd::<1>(b));
        }
        numbers_of(0b1111_1111)
    }

    #[inline(always)]
    fn differ(self, a: __m256d, b: __m256d) -> u8 {
        // SAFETY: `self` is proof that the CPU has the instructions.
        lane_bits(unsafe { _mm256_movemask_pd(_mm256_cmp_pd::<_CMP_NEQ_UQ>(a, b)) })
    }

    #[inline(always)]
    fn split(self, x: __m256d, rows: &mut [u64]) -> (__m256d, __m256d) {
        const BIAS: u64 = 1023;
        const TWO_52: f64 = 4_503_599_627_370_496.0;
        const SHIFT: i32 = ln_table::SHIFT.cast_signed();
        let rows = &mut rows[..4];
        // SAFETY: `self` is proof that the CPU has the instructions. The store writes four words, and
        // `rows` has room for them.
        unsafe {
            // There is no arithmetic shift of 64-bit integers: with a bias, nothing is negative.
            let offset = _mm256_sub_epi64(
                _mm256_castpd_si256(x),
                _mm256_set1_epi64x(START.wrapping_sub(BIAS << 52).cast_signed()),
            );
            _mm256_storeu_si256(rows.as_mut_ptr().cast(), _mm256_srli_epi64::<SHIFT>(offset));
            let z = _mm256_add_epi64(
                _mm256_and_si256(offset, _mm256_set1_epi64x((1 << 52) - 1)),
                _mm256_set1_epi64x(START.cast_signed()),
            );
            let magic = _mm256_castpd_si256(_mm256_set1_pd(TWO_52));
            let biased = _mm256_or_si256(_mm256_srli_epi64::<52>(offset), magic);
            let k = _mm256_sub_pd(_mm256_castsi256_pd(biased), _mm256_set1_pd(TWO_52 + 1023.0));
            (k, _mm256_castsi256_pd(z))
        }
    }

    #[inline(always)]
    fn look_up(self, rows: &[u64]) -> [__m256d; 3] {
        const Q_SHIFT: i32 = ln_table::Q_SHIFT.cast_signed();
        let [a, b, c, d] = [rows[0], rows[1], rows[2], rows[3]].map(row);
        // SAFETY: the loads read two numbers each, a row; `self` is proof that the CPU has the
        // instructions.
        unsafe {
            let ac = _mm256_castpd128_pd256(_mm_loadu_pd(a.as_ptr()));
            let ac = _mm256_insertf128_pd::<1>(ac, _mm_loadu_pd(c.as_ptr()));
            let bd = _mm256_castpd128_pd256(_mm_loadu_pd(b.as_ptr()));
            let bd = _mm256_insertf128_pd::<1>(bd, _mm_loadu_pd(d.as_ptr()));
            let packed = _mm256_unpacklo_pd(ac, bd);
            let minus_2_q = _mm256_slli_epi64::<Q_SHIFT>(_mm256_castpd_si256(packed));
            [_mm256_castsi256_pd(minus_2_q), _mm256_unpackhi_pd(ac, bd), packed]
        }
    }
}

/// The lanes' bits of a mask.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "eight bits at most")]
fn lane_bits(mask: i32) -> u8 {
    mask as u8
}
