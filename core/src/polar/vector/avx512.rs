//! Eight lanes: AVX-512 with its F, DQ, BW and VL parts, FMA, BMI2 and POPCNT.
#![expect(unsafe_code, reason = "vector instructions, each behind the proof that the CPU has it")]

use std::arch::x86_64::{
    __m512d, __m512i, _CMP_LT_OQ, _CMP_NEQ_OQ, _CMP_NEQ_UQ, _mm512_add_pd, _mm512_castpd_si512,
    _mm512_castsi512_pd, _mm512_cmp_pd_mask, _mm512_cvtepi64_pd, _mm512_div_pd, _mm512_fmadd_pd,
    _mm512_fmsub_pd, _mm512_loadu_pd, _mm512_loadu_si512, _mm512_mask_blend_pd,
    _mm512_mask_cmp_pd_mask, _mm512_maskz_compress_pd, _mm512_min_pd, _mm512_mul_pd,
    _mm512_permutex2var_pd, _mm512_set1_epi32, _mm512_set1_epi64, _mm512_set1_pd,
    _mm512_setzero_pd, _mm512_slli_epi32, _mm512_slli_epi64, _mm512_sqrt_pd, _mm512_srai_epi64,
    _mm512_srli_epi32, _mm512_srli_epi64, _mm512_storeu_pd, _mm512_storeu_si512, _mm512_sub_epi64,
    _mm512_sub_pd, _mm512_ternarylogic_epi32, _mm512_ternarylogic_epi64, _mm512_test_epi64_mask,
    _mm512_unpackhi_pd, _mm512_unpacklo_pd, _mm512_xor_si512,
};
use std::mem::MaybeUninit;

use super::lanes::{Lanes, instructions};
use super::ln_table::{self, LONG};
use super::x86::expect_writes;
use crate::cpu::Avx512;

impl Lanes for Avx512 {
    expect_writes!();

    const LANES: usize = 8;
    const EXACT_REMAINDERS: bool = false;
    type Reals = __m512d;
    type Words = __m512i;

    instructions! {
        add(a, b) = _mm512_add_pd;
        sub(a, b) = _mm512_sub_pd;
        mul(a, b) = _mm512_mul_pd;
        div(a, b) = _mm512_div_pd;
        min(a, b) = _mm512_min_pd;
        sqrt(a) = _mm512_sqrt_pd;
        mul_add(a, b, c) = _mm512_fmadd_pd;
        mul_sub(a, b, c) = _mm512_fmsub_pd;
    }

    #[inline(always)]
    fn splat(self, x: f64) -> __m512d {
        // SAFETY: `self` is proof that the CPU has the instruction.
        unsafe { _mm512_set1_pd(x) }
    }

    #[inline(always)]
    fn load(self, from: &[f64]) -> __m512d {
        let from = &from[..8];
        // SAFETY: the instruction reads eight numbers, and `from` has them.
        unsafe { _mm512_loadu_pd(from.as_ptr()) }
    }

    #[inline(always)]
    fn write(self, x: __m512d, to: &mut [MaybeUninit<f64>]) {
        let to = &mut to[..8];
        // SAFETY: the instruction writes eight numbers, and `to` has room for them.
        unsafe { _mm512_storeu_pd(to.as_mut_ptr().cast(), x) }
    }

    #[inline(always)]
    fn temper(self, from: &[u32]) -> __m512i {
        const AND_XOR: i32 = 0x78; // a ^ (b & c), as a truth table
        let from = &from[..16];
        // SAFETY: the load reads sixteen words, and `from` has them; `self` is proof that the CPU
        // has the instructions.
        unsafe {
            let word = _mm512_loadu_si512(from.as_ptr().cast());
            let word = _mm512_xor_si512(word, _mm512_srli_epi32::<11>(word));
            let shifted = _mm512_slli_epi32::<7>(word);
            let mask = _mm512_set1_epi32(0x9d2c_5680_u32.cast_signed());
            let word = _mm512_ternarylogic_epi32::<AND_XOR>(word, shifted, mask);
            let shifted = _mm512_slli_epi32::<15>(word);
            let mask = _mm512_set1_epi32(0xefc6_0000_u32.cast_signed());
            let word = _mm512_ternarylogic_epi32::<AND_XOR>(word, shifted, mask);
            _mm512_xor_si512(word, _mm512_srli_epi32::<18>(word))
        }
    }

    #[inline(always)]
    fn coordinates(self, words: __m512i) -> __m512d {
        const AND_OR: i32 = 0xea; // (a & b) | c, as a truth table
        // SAFETY: `self` is proof that the CPU has the instructions.
        unsafe {
            // The first word's upper 27 bits above the second word's upper 26: 2^53 u.
            let high = _mm512_slli_epi64::<21>(words);
            let low = _mm512_srli_epi64::<38>(words);
            let high_bits = _mm512_set1_epi64(0x001f_ffff_fc00_0000);
            let u = _mm512_ternarylogic_epi64::<AND_OR>(high, high_bits, low);
            let unit = _mm512_set1_pd(f64::EPSILON); // 2 / 2^53
            _mm512_fmsub_pd(_mm512_cvtepi64_pd(u), unit, _mm512_set1_pd(1.0)) // exact
        }
    }

    #[inline(always)]
    fn unzip(self, a: __m512d, b: __m512d) -> (__m512d, __m512d) {
        // SAFETY: `self` is proof that the CPU has the instructions.
        unsafe { (_mm512_unpacklo_pd(a, b), _mm512_unpackhi_pd(a, b)) }
    }

    #[inline(always)]
    fn accepted(self, r2: __m512d) -> u8 {
        // SAFETY: `self` is proof that the CPU has the instructions.
        unsafe {
            let below_one = _mm512_cmp_pd_mask::<_CMP_LT_OQ>(r2, _mm512_set1_pd(1.0));
            _mm512_mask_cmp_pd_mask::<_CMP_NEQ_OQ>(below_one, r2, _mm512_setzero_pd())
        }
    }

    #[inline(always)]
    fn keep(self, lanes: u8, a: __m512d, b: __m512d, to: &mut [f64]) -> usize {
        let to = to[..16].as_mut_ptr();
        // The even lanes hold the pairs of `a`, the odd ones those of `b`: two bits for each pair.
        let first = 3 * (lanes & 0b0101_0101);
        let second = 3 * (lanes >> 1 & 0b0101_0101);
        let kept = first.count_ones() as usize;
        // SAFETY: `self` is proof that the CPU has the instructions. Each store writes eight numbers,
        // the second one behind eight at most, and there is room for sixteen.
        unsafe {
            _mm512_storeu_pd(to, _mm512_maskz_compress_pd(first, a));
            _mm512_storeu_pd(to.add(kept), _mm512_maskz_compress_pd(second, b));
        }
        kept + second.count_ones() as usize
    }

    #[inline(always)]
    fn differ(self, a: __m512d, b: __m512d) -> u8 {
        // SAFETY: `self` is proof that the CPU has the instruction.
        unsafe { _mm512_cmp_pd_mask::<_CMP_NEQ_UQ>(a, b) }
    }

    #[inline(always)]
    fn split(self, x: __m512d, rows: &mut [u64]) -> (__m512d, __m512d) {
        let rows = &mut rows[..8];
        // SAFETY: `self` is proof that the CPU has the instructions. The store writes eight words,
        // and `rows` has room for them.
        unsafe {
            let bits = _mm512_castpd_si512(x);
            let offset = _mm512_sub_epi64(bits, _mm512_set1_epi64(LONG.start().cast_signed()));
            let k = _mm512_srai_epi64::<52>(offset);
            let z = _mm512_sub_epi64(bits, _mm512_slli_epi64::<52>(k));
            let row = _mm512_srli_epi64::<{ LONG.shift }>(offset);
            _mm512_storeu_si512(rows.as_mut_ptr().cast(), row);
            (_mm512_cvtepi64_pd(k), _mm512_castsi512_pd(z))
        }
    }

    #[inline(always)]
    fn look_up(self, rows: &[u64]) -> [__m512d; 3] {
        let rows = &rows[..8];
        // SAFETY: the instruction reads eight words, and `rows` has them.
        let rows = unsafe { _mm512_loadu_si512(rows.as_ptr().cast()) };
        let [first, second, third] = &ln_table::LONG_COLUMNS;
        [self.pick(first, rows), self.pick(second, rows), self.pick(third, rows)]
    }
}

impl Avx512 {
    /// The numbers of a column in the rows. Four registers hold the column.
    #[inline(always)]
    fn pick(self, column: &[f64; 32], rows: __m512i) -> __m512d {
        // SAFETY: `self` is proof that the CPU has the instructions; the indices that they use are
        // the lowest bits, whatever the others are.
        unsafe {
            let upper_half = _mm512_test_epi64_mask(rows, _mm512_set1_epi64(16));
            let lower = _mm512_permutex2var_pd(self.load(column), rows, self.load(&column[8..]));
            let upper =
                _mm512_permutex2var_pd(self.load(&column[16..]), rows, self.load(&column[24..]));
            _mm512_mask_blend_pd(upper_half, lower, upper)
        }
    }
}
