//! Eight lanes of 64 bits: AVX-512 with its F, DQ, BW and VL parts.
#![expect(unsafe_code, reason = "vector instructions, each behind the proof that the CPU has it")]

use std::arch::x86_64::{
    _mm_loadu_pd, _mm256_set_m128d, _mm512_castpd_si512, _mm512_castpd256_pd512,
    _mm512_cmpge_epu64_mask, _mm512_cvtepi64_pd, _mm512_insertf64x4, _mm512_loadu_si512,
    _mm512_mul_pd, _mm512_slli_epi64, _mm512_srli_epi64, _mm512_storeu_pd, _mm512_unpackhi_pd,
    _mm512_unpacklo_pd,
};

use super::layers::Layers;
use super::tables::Rows;
use crate::cpu::{Avx2, Avx512};

impl Layers for Avx512 {
    #[inline(always)]
    fn normals_f64(self, rows: &Rows<f64, u64>, words: &[u64; 8], drawn: &mut [f64; 8]) -> u8 {
        let row = |i: usize| (&raw const rows.0[(words[i] & 511) as usize]).cast(); // both numbers
        // SAFETY: a load reads one row, or the eight numbers of `words`, and the store writes those
        // of `drawn`; `self` is proof that the CPU has the instructions.
        unsafe {
            // Loads in a closure would stay calls: it has no vector instructions of its own. A gather
            // would be shorter, but many CPUs have made it slow, for safety.
            let even_low = _mm256_set_m128d(_mm_loadu_pd(row(2)), _mm_loadu_pd(row(0)));
            let even_high = _mm256_set_m128d(_mm_loadu_pd(row(6)), _mm_loadu_pd(row(4)));
            let odd_low = _mm256_set_m128d(_mm_loadu_pd(row(3)), _mm_loadu_pd(row(1)));
            let odd_high = _mm256_set_m128d(_mm_loadu_pd(row(7)), _mm_loadu_pd(row(5)));
            let even = _mm512_insertf64x4::<1>(_mm512_castpd256_pd512(even_low), even_high);
            let odd = _mm512_insertf64x4::<1>(_mm512_castpd256_pd512(odd_low), odd_high);
            let steps = _mm512_unpacklo_pd(even, odd);
            let insides = _mm512_castpd_si512(_mm512_unpackhi_pd(even, odd));
            let words = _mm512_loadu_si512(words.as_ptr().cast());
            let mantissas = _mm512_srli_epi64::<12>(_mm512_slli_epi64::<3>(words));
            let numbers = _mm512_mul_pd(_mm512_cvtepi64_pd(mantissas), steps);
            _mm512_storeu_pd(drawn.as_mut_ptr(), numbers);
            _mm512_cmpge_epu64_mask(mantissas, insides)
        }
    }

    /// Eight numbers of 32 bits are as many as AVX2 has lanes.
    #[inline(always)]
    fn normals_f32(self, rows: &Rows<f32, u32>, packs: &[u64; 4], drawn: &mut [f32; 8]) -> u8 {
        Avx2::from(self).normals_f32(rows, packs, drawn)
    }
}
