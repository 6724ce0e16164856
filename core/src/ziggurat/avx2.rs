//! Four lanes of 64 bits, or eight of 32: AVX2.
#![expect(unsafe_code, reason = "vector instructions, each behind the proof that the CPU has it")]

use std::arch::x86_64::{
    __m256, __m256d, _mm_load_sd, _mm_loadh_pd, _mm_loadu_pd, _mm256_castpd_ps,
    _mm256_castpd_si256, _mm256_castps_si256, _mm256_castsi256_pd, _mm256_castsi256_ps,
    _mm256_cmpgt_epi32, _mm256_cmpgt_epi64, _mm256_cvtepi32_ps, _mm256_loadu_si256,
    _mm256_movemask_pd, _mm256_movemask_ps, _mm256_mul_pd, _mm256_mul_ps, _mm256_or_si256,
    _mm256_set_epi64x, _mm256_set_m128d, _mm256_set1_epi64x, _mm256_shuffle_ps, _mm256_slli_epi64,
    _mm256_srli_epi32, _mm256_srli_epi64, _mm256_storeu_pd, _mm256_storeu_ps, _mm256_sub_pd,
    _mm256_unpackhi_pd, _mm256_unpacklo_pd,
};

use super::layers::Layers;
use super::tables::Rows;
use crate::bit_generator::halves;
use crate::cpu::Avx2;

impl Layers for Avx2 {
    #[inline(always)]
    fn normals_f64(self, rows: &Rows<f64, u64>, words: &[u64; 8], drawn: &mut [f64; 8]) -> u8 {
        let mut inside = 0;
        let halves = words.as_chunks().0.iter().zip(drawn.as_chunks_mut().0);
        for (half, (words, drawn)) in halves.enumerate() {
            inside |= four_normals(self, rows, words, drawn) << (4 * half);
        }
        inside
    }

    #[inline(always)]
    fn inside_f64(self, rows: &Rows<f64, u64>, words: &[u64; 8]) -> u8 {
        let [low, high] = words.as_chunks().0 else { return 0 };
        four_inside(self, rows, low) | four_inside(self, rows, high) << 4
    }

    #[inline(always)]
    fn eight_normals_f32(
        self,
        rows: &Rows<f32, u32>,
        packs: &[u64; 4],
        drawn: &mut [f32; 8],
    ) -> u8 {
        let [outer, inner] = eight_rows(self, rows, packs);
        // SAFETY: the load reads the four words of `packs`, and the store writes the eight numbers of
        // `drawn`; `self` is proof that the CPU has the instructions.
        let inside = unsafe {
            let steps = _mm256_shuffle_ps::<0b10_00_10_00>(outer, inner);
            let insides = _mm256_shuffle_ps::<0b11_01_11_01>(outer, inner);
            let words = _mm256_loadu_si256(packs.as_ptr().cast());
            let mantissas = _mm256_srli_epi32::<9>(words);
            let numbers = _mm256_mul_ps(_mm256_cvtepi32_ps(mantissas), steps);
            _mm256_storeu_ps(drawn.as_mut_ptr(), numbers);
            let inside = _mm256_cmpgt_epi32(_mm256_castps_si256(insides), mantissas);
            _mm256_movemask_ps(_mm256_castsi256_ps(inside))
        };
        low_byte(inside)
    }
}

/// See [`Layers::normals_f64`].
#[inline(always)]
fn four_normals(avx2: Avx2, rows: &Rows<f64, u64>, words: &[u64; 4], drawn: &mut [f64; 4]) -> u8 {
    const TWO_52: i64 = 0x4330 << 48; // the bits of 2^52 as a number
    let [even, odd] = four_rows(avx2, rows, words);
    // SAFETY: the load reads the four numbers of `words`, and the store writes those of `drawn`;
    // `avx2` is proof that the CPU has the instructions.
    let inside = unsafe {
        let steps = _mm256_unpacklo_pd(even, odd);
        let insides = _mm256_castpd_si256(_mm256_unpackhi_pd(even, odd));
        let words = _mm256_loadu_si256(words.as_ptr().cast());
        let mantissas = _mm256_srli_epi64::<12>(_mm256_slli_epi64::<3>(words));
        let two_52 = _mm256_set1_epi64x(TWO_52);
        let numbers = _mm256_castsi256_pd(_mm256_or_si256(mantissas, two_52));
        let numbers = _mm256_sub_pd(numbers, _mm256_castsi256_pd(two_52));
        _mm256_storeu_pd(drawn.as_mut_ptr(), _mm256_mul_pd(numbers, steps));
        let inside = _mm256_cmpgt_epi64(insides, mantissas);
        _mm256_movemask_pd(_mm256_castsi256_pd(inside))
    };
    low_byte(inside)
}

/// The rows of the words with even indices, and of those with odd ones.
#[inline(always)]
pub(super) fn four_rows(_: Avx2, rows: &Rows<f64, u64>, words: &[u64; 4]) -> [__m256d; 2] {
    let row = |word: u64| (&raw const rows.0[(word & 511) as usize]).cast(); // both numbers
    // Loads in a closure would stay calls: it has no vector instructions of its own. A gather would be
    // shorter, but many CPUs have made it slow, for safety.
    // SAFETY: a load reads one row; the first argument is proof that the CPU has the instructions.
    unsafe {
        [
            _mm256_set_m128d(_mm_loadu_pd(row(words[2])), _mm_loadu_pd(row(words[0]))),
            _mm256_set_m128d(_mm_loadu_pd(row(words[3])), _mm_loadu_pd(row(words[1]))),
        ]
    }
}

/// The rows of the words 0, 1, 4 and 5, and of 2, 3, 6 and 7.
#[inline(always)]
pub(super) fn eight_rows(_: Avx2, rows: &Rows<f32, u32>, packs: &[u64; 4]) -> [__m256; 2] {
    let row = |word: u32| (&raw const rows.0[(word & 511) as usize]).cast(); // both numbers
    let words = packs.map(halves);
    // SAFETY: a load reads one row, which lies at a multiple of its size; the first argument is proof
    // that the CPU has the instructions.
    unsafe {
        let rows_01 = _mm_loadh_pd(_mm_load_sd(row(words[0][0])), row(words[0][1]));
        let rows_23 = _mm_loadh_pd(_mm_load_sd(row(words[1][0])), row(words[1][1]));
        let rows_45 = _mm_loadh_pd(_mm_load_sd(row(words[2][0])), row(words[2][1]));
        let rows_67 = _mm_loadh_pd(_mm_load_sd(row(words[3][0])), row(words[3][1]));
        let outer = _mm256_castpd_ps(_mm256_set_m128d(rows_45, rows_01));
        [outer, _mm256_castpd_ps(_mm256_set_m128d(rows_67, rows_23))]
    }
}

/// See [`Layers::inside_f64`].
#[inline(always)]
fn four_inside(_: Avx2, rows: &Rows<f64, u64>, words: &[u64; 4]) -> u8 {
    let row = |word: u64| rows.0[(word & 511) as usize].inside.cast_signed();
    let [a, b, c, d] = words.map(row);
    // SAFETY: the load reads the four numbers of `words`; the first argument is proof that the CPU has
    // the instructions.
    let inside = unsafe {
        let words = _mm256_loadu_si256(words.as_ptr().cast());
        let mantissas = _mm256_srli_epi64::<12>(_mm256_slli_epi64::<3>(words));
        let inside = _mm256_cmpgt_epi64(_mm256_set_epi64x(d, c, b, a), mantissas);
        _mm256_movemask_pd(_mm256_castsi256_pd(inside))
    };
    low_byte(inside)
}

/// The lanes' bits of a mask.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most eight bits")]
const fn low_byte(mask: i32) -> u8 {
    mask as u8
}
