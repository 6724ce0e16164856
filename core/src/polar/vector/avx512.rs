//! Eight lanes: AVX-512 with its F, DQ, BW and VL parts, FMA, BMI2 and POPCNT.
#![expect(unsafe_code, reason = "vector instructions, each behind the proof that the CPU has it")]

use std::arch::x86_64::{
    __m512d, __m512i, _CMP_LT_OQ, _CMP_NEQ_OQ, _CMP_NEQ_UQ, _mm_loadu_pd, _mm512_add_epi64,
    _mm512_add_pd, _mm512_alignr_epi32, _mm512_and_si512, _mm512_castpd_si512,
    _mm512_castpd128_pd512, _mm512_castsi512_pd, _mm512_cmp_pd_mask, _mm512_cvtepi64_pd,
    _mm512_div_pd, _mm512_fmadd_pd, _mm512_fnmadd_pd, _mm512_insertf64x2, _mm512_loadu_pd,
    _mm512_loadu_si512, _mm512_mask_cmp_pd_mask, _mm512_mask_xor_epi32, _mm512_maskz_compress_pd,
    _mm512_min_pd, _mm512_mul_pd, _mm512_permutex2var_pd, _mm512_rcp14_pd, _mm512_set1_epi32,
    _mm512_set1_epi64, _mm512_set1_pd, _mm512_setr_epi64, _mm512_setzero_pd, _mm512_slli_epi32,
    _mm512_slli_epi64, _mm512_sqrt_pd, _mm512_srai_epi64, _mm512_srli_epi32, _mm512_srli_epi64,
    _mm512_storeu_pd, _mm512_storeu_si512, _mm512_sub_epi64, _mm512_sub_pd,
    _mm512_ternarylogic_epi32, _mm512_ternarylogic_epi64, _mm512_test_epi32_mask,
    _mm512_unpackhi_pd, _mm512_unpacklo_pd, _mm512_xor_si512,
};
use std::mem::MaybeUninit;

use super::division::divide;
use super::lanes::{Group, Lanes, instructions};
use super::ln_table::{Q_SHIFT, SHIFT, START, row};
use super::x86::expect_writes;
use crate::bit_generator::mt19937::{BLOCK, M, MATRIX};
use crate::cpu::Avx512;
use crate::polar::passes::LINE;

impl Lanes for Avx512 {
    expect_writes!();

    const LANES: usize = 8;
    const SCALE: f64 = 9_223_372_036_854_775_808.0; // 2^63
    const STRIDE: usize = 1; // all x1, and behind them all x2
    type Reals = __m512d;

    instructions! {
        add(a, b) = _mm512_add_pd;
        sub(a, b) = _mm512_sub_pd;
        mul(a, b) = _mm512_mul_pd;
        div(a, b) = _mm512_div_pd;
        min(a, b) = _mm512_min_pd;
        sqrt(a) = _mm512_sqrt_pd;
        mul_add(a, b, c) = _mm512_fmadd_pd;
        neg_mul_add(a, b, c) = _mm512_fnmadd_pd;
    }

    /// Every fourth by the divider, which the roots keep busy for half of the time.
    #[inline(always)]
    fn quotient(self, a: __m512d, b: __m512d, i: usize) -> __m512d {
        if i % 4 == 3 {
            return self.div(a, b);
        }
        // SAFETY: `self` is proof that the CPU has the instruction. It is good to 2^-14.
        divide(self, a, b, unsafe { _mm512_rcp14_pd(b) })
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

    /// Line by line: to load across the border of two takes twice as long.
    #[inline(always)]
    fn twist(self, words: &mut [u32]) {
        const SELECT: i32 = 0xca; // of bits a, b, c: b where a is set, else c
        const { assert!(BLOCK.is_multiple_of(LINE) && M % LINE == 13) };
        let lines = words.as_chunks_mut::<LINE>().0;
        let (mut line, mut far) = (load_line(self, lines, 0), load_line(self, lines, M / LINE));
        for i in BLOCK / LINE..lines.len() {
            let old = i - BLOCK / LINE;
            let next = load_line(self, lines, old + 1);
            let next_far = load_line(self, lines, old + M / LINE + 1);
            // SAFETY: the store writes a line; `self` is proof that the CPU has the instructions.
            unsafe {
                let lower = _mm512_alignr_epi32::<1>(next, line);
                let upper_bit = _mm512_set1_epi32(i32::MIN);
                let mixed = _mm512_ternarylogic_epi32::<SELECT>(upper_bit, line, lower);
                let odd = _mm512_test_epi32_mask(lower, _mm512_set1_epi32(1));
                let word = _mm512_alignr_epi32::<13>(next_far, far);
                let word = _mm512_xor_si512(word, _mm512_srli_epi32::<1>(mixed));
                let matrix = _mm512_set1_epi32(MATRIX.cast_signed());
                let word = _mm512_mask_xor_epi32(word, odd, word, matrix);
                _mm512_storeu_si512(lines[i].as_mut_ptr().cast(), word);
            }
            (line, far) = (next, next_far);
        }
    }

    #[inline(always)]
    fn coordinates(self, from: &[u32]) -> __m512d {
        // Functions of three bits a, b, c as truth tables.
        const XOR_XOR: i32 = 0x96; // a ^ b ^ c
        const AND_XOR: i32 = 0x78; // a ^ (b & c)
        const XOR_AND: i32 = 0x28; // (a ^ b) & c
        const OR_AND: i32 = 0xa8; // (a | b) & c
        let from = &from[..16];
        // SAFETY: the load reads sixteen words, and `from` has them; `self` is proof that the CPU
        // has the instructions.
        unsafe {
            let word = _mm512_loadu_si512(from.as_ptr().cast());
            let flip = _mm512_set1_epi64(i64::from(UNTEMPERED_UPPER_BIT));
            let word =
                _mm512_ternarylogic_epi32::<XOR_XOR>(word, _mm512_srli_epi32::<11>(word), flip);
            let shifted = _mm512_slli_epi32::<7>(word);
            let mask = _mm512_set1_epi32(0x9d2c_5680_u32.cast_signed());
            let word = _mm512_ternarylogic_epi32::<AND_XOR>(word, shifted, mask);
            let shifted = _mm512_slli_epi32::<15>(word);
            let mask = _mm512_set1_epi32(0xefc6_0000_u32.cast_signed());
            let word = _mm512_ternarylogic_epi32::<AND_XOR>(word, shifted, mask);
            // Of the first word the upper 27 bits, of the second the upper 26.
            let mask = _mm512_set1_epi64(0xffff_ffc0_ffff_ffe0_u64.cast_signed());
            let shifted = _mm512_srli_epi32::<18>(word);
            let word = _mm512_ternarylogic_epi32::<XOR_AND>(word, shifted, mask);
            // The first above the second: 2^64 u, and with the upper bit flipped 2^63 (2u - 1).
            let (first, second) = (_mm512_slli_epi64::<32>(word), _mm512_srli_epi64::<27>(word));
            let mask = _mm512_set1_epi64(!0x7ff);
            _mm512_cvtepi64_pd(_mm512_ternarylogic_epi64::<OR_AND>(first, second, mask)) // exact
        }
    }

    #[inline(always)]
    fn unzip(self, a: __m512d, b: __m512d) -> (__m512d, __m512d) {
        // SAFETY: `self` is proof that the CPU has the instructions.
        unsafe {
            let firsts = _mm512_setr_epi64(0, 2, 4, 6, 8, 10, 12, 14);
            let seconds = _mm512_setr_epi64(1, 3, 5, 7, 9, 11, 13, 15);
            (_mm512_permutex2var_pd(a, firsts, b), _mm512_permutex2var_pd(a, seconds, b))
        }
    }

    #[inline(always)]
    fn zip(self, a: __m512d, b: __m512d) -> (__m512d, __m512d) {
        // SAFETY: `self` is proof that the CPU has the instructions.
        unsafe {
            let lower = _mm512_setr_epi64(0, 8, 1, 9, 2, 10, 3, 11);
            let upper = _mm512_setr_epi64(4, 12, 5, 13, 6, 14, 7, 15);
            (_mm512_permutex2var_pd(a, lower, b), _mm512_permutex2var_pd(a, upper, b))
        }
    }

    #[inline(always)]
    fn pair(lane: usize) -> usize {
        lane
    }

    #[inline(always)]
    fn to_second(room: usize) -> usize {
        room
    }

    #[inline(always)]
    fn load_points(self, [first, second]: Group<'_>, i: usize) -> (__m512d, __m512d) {
        (self.load(&first[i..]), self.load(&second[i..]))
    }

    #[inline(always)]
    fn accepted(self, r2: __m512d) -> u8 {
        // SAFETY: `self` is proof that the CPU has the instructions.
        unsafe {
            let one = _mm512_set1_pd(Self::SCALE * Self::SCALE);
            let below_one = _mm512_cmp_pd_mask::<_CMP_LT_OQ>(r2, one);
            _mm512_mask_cmp_pd_mask::<_CMP_NEQ_OQ>(below_one, r2, _mm512_setzero_pd())
        }
    }

    #[inline(always)]
    fn keep(
        self,
        lanes: u8,
        _: [__m512d; 2],
        [x1, x2]: [__m512d; 2],
        to: &mut [f64],
        to_second: usize,
    ) -> usize {
        // SAFETY: `self` is proof that the CPU has the instructions.
        let (x1, x2) =
            unsafe { (_mm512_maskz_compress_pd(lanes, x1), _mm512_maskz_compress_pd(lanes, x2)) };
        self.store(x1, to);
        self.store(x2, &mut to[to_second..]);
        lanes.count_ones() as usize
    }

    #[inline(always)]
    fn differ(self, a: __m512d, b: __m512d) -> u8 {
        // SAFETY: `self` is proof that the CPU has the instruction.
        unsafe { _mm512_cmp_pd_mask::<_CMP_NEQ_UQ>(a, b) }
    }

    #[inline(always)]
    fn split(self, x: __m512d, rows: &mut [u64]) -> (__m512d, __m512d) {
        const SCALED_START: u64 = START + ((2 * 63) << 52);
        let rows = &mut rows[..8];
        // SAFETY: `self` is proof that the CPU has the instructions. The store writes eight words,
        // and `rows` has room for them.
        unsafe {
            let bits = _mm512_castpd_si512(x);
            let offset = _mm512_sub_epi64(bits, _mm512_set1_epi64(SCALED_START.cast_signed()));
            _mm512_storeu_si512(rows.as_mut_ptr().cast(), _mm512_srli_epi64::<SHIFT>(offset));
            let k = _mm512_cvtepi64_pd(_mm512_srai_epi64::<52>(offset));
            let z = _mm512_add_epi64(
                _mm512_and_si512(offset, _mm512_set1_epi64((1 << 52) - 1)),
                _mm512_set1_epi64(START.cast_signed()),
            );
            (k, _mm512_castsi512_pd(z))
        }
    }

    #[inline(always)]
    fn look_up(self, rows: &[u64]) -> [__m512d; 3] {
        let even = four_rows(self, [rows[0], rows[2], rows[4], rows[6]]);
        let odd = four_rows(self, [rows[1], rows[3], rows[5], rows[7]]);
        // SAFETY: `self` is proof that the CPU has the instructions.
        unsafe {
            let packed = _mm512_unpacklo_pd(even, odd);
            let minus_2_q = _mm512_slli_epi64::<Q_SHIFT>(_mm512_castpd_si512(packed));
            [_mm512_castsi512_pd(minus_2_q), _mm512_unpackhi_pd(even, odd), packed]
        }
    }
}

/// The `i`-th line.
#[inline(always)]
fn load_line(_: Avx512, lines: &[[u32; LINE]], i: usize) -> __m512i {
    // SAFETY: the load reads a line; the first argument is proof that the CPU has the instruction.
    unsafe { _mm512_loadu_si512(lines[i].as_ptr().cast()) }
}

/// Rows of the logarithm's table.
#[inline(always)]
fn four_rows(_: Avx512, rows: [u64; 4]) -> __m512d {
    let [a, b, c, d] = rows.map(row);
    // SAFETY: the loads read two numbers each, a row; the first argument is proof that the CPU has the
    // instructions.
    unsafe {
        let rows = _mm512_castpd128_pd512(_mm_loadu_pd(a.as_ptr()));
        let rows = _mm512_insertf64x2::<1>(rows, _mm_loadu_pd(b.as_ptr()));
        let rows = _mm512_insertf64x2::<2>(rows, _mm_loadu_pd(c.as_ptr()));
        _mm512_insertf64x2::<3>(rows, _mm_loadu_pd(d.as_ptr()))
    }
}

/// What the second to the last step of tempering make the upper bit of, and no other. Each of them is linear,
/// so this flips the upper bit of the tempered word if it is added, by exclusive or, after the first step.
const UNTEMPERED_UPPER_BIT: u32 = {
    let last = 1 << 31 ^ (1 << 31 >> 18);
    let word = last ^ ((last << 15) & 0xefc6_0000);
    let mut before = word;
    let mut bits = 7; // so many are right
    while bits < 32 {
        before = word ^ ((before << 7) & 0x9d2c_5680);
        bits += 7;
    }
    before
};
