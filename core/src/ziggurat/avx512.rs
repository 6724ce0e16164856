//! Eight lanes of 64 bits, or sixteen of 32: AVX-512 with its F, DQ, BW and VL parts.
#![expect(unsafe_code, reason = "vector instructions, each behind the proof that the CPU has it")]

use std::arch::x86_64::{
    _mm512_castpd_si512, _mm512_castpd256_pd512, _mm512_castps_si512, _mm512_castps256_ps512,
    _mm512_cmplt_epu32_mask, _mm512_cmplt_epu64_mask, _mm512_cvtepi32_ps, _mm512_cvtepi64_pd,
    _mm512_insertf32x8, _mm512_insertf64x4, _mm512_loadu_pd, _mm512_loadu_ps, _mm512_loadu_si512,
    _mm512_maskz_compress_pd, _mm512_maskz_compress_ps, _mm512_mul_pd, _mm512_mul_ps,
    _mm512_shuffle_ps, _mm512_slli_epi64, _mm512_srli_epi32, _mm512_srli_epi64, _mm512_storeu_pd,
    _mm512_storeu_ps, _mm512_unpackhi_pd, _mm512_unpacklo_pd,
};

use super::avx2::{eight_rows, four_rows};
use super::layers::Layers;
use super::tables::Rows;
use crate::cpu::Avx512;

impl Layers for Avx512 {
    #[inline(always)]
    fn normals_f64(self, rows: &Rows<f64, u64>, words: &[u64; 8], drawn: &mut [f64; 8]) -> u8 {
        let [low, high] = words.as_chunks().0 else { return 0 };
        let [even_low, odd_low] = four_rows(self.into(), rows, low);
        let [even_high, odd_high] = four_rows(self.into(), rows, high);
        // SAFETY: the load reads the eight numbers of `words`, and the store writes those of `drawn`;
        // `self` is proof that the CPU has the instructions.
        unsafe {
            let even = _mm512_insertf64x4::<1>(_mm512_castpd256_pd512(even_low), even_high);
            let odd = _mm512_insertf64x4::<1>(_mm512_castpd256_pd512(odd_low), odd_high);
            let steps = _mm512_unpacklo_pd(even, odd);
            let insides = _mm512_castpd_si512(_mm512_unpackhi_pd(even, odd));
            let words = _mm512_loadu_si512(words.as_ptr().cast());
            let mantissas = _mm512_srli_epi64::<12>(_mm512_slli_epi64::<3>(words));
            let numbers = _mm512_mul_pd(_mm512_cvtepi64_pd(mantissas), steps);
            _mm512_storeu_pd(drawn.as_mut_ptr(), numbers);
            _mm512_cmplt_epu64_mask(mantissas, insides)
        }
    }

    #[inline(always)]
    fn normals_f32(self, rows: &Rows<f32, u32>, packs: &[u64; 8], drawn: &mut [f32; 16]) -> u16 {
        let [low, high] = packs.as_chunks().0 else { return 0 };
        let [outer_low, inner_low] = eight_rows(self.into(), rows, low);
        let [outer_high, inner_high] = eight_rows(self.into(), rows, high);
        // SAFETY: the load reads the eight words of `packs`, and the store writes the sixteen numbers
        // of `drawn`; `self` is proof that the CPU has the instructions.
        unsafe {
            let outer = _mm512_insertf32x8::<1>(_mm512_castps256_ps512(outer_low), outer_high);
            let inner = _mm512_insertf32x8::<1>(_mm512_castps256_ps512(inner_low), inner_high);
            let steps = _mm512_shuffle_ps::<0b10_00_10_00>(outer, inner);
            let insides = _mm512_castps_si512(_mm512_shuffle_ps::<0b11_01_11_01>(outer, inner));
            let mantissas = _mm512_srli_epi32::<9>(_mm512_loadu_si512(packs.as_ptr().cast()));
            let numbers = _mm512_mul_ps(_mm512_cvtepi32_ps(mantissas), steps);
            _mm512_storeu_ps(drawn.as_mut_ptr(), numbers);
            _mm512_cmplt_epu32_mask(mantissas, insides)
        }
    }

    const COMPRESSES: bool = true;

    #[inline(always)]
    fn compressed_f64(self, mut drawn: [f64; 8], kept: u8) -> [f64; 8] {
        // SAFETY: the numbers of `drawn` are read and written; `self` is proof that the CPU has the
        // instructions.
        unsafe {
            let numbers = _mm512_maskz_compress_pd(kept, _mm512_loadu_pd(drawn.as_ptr()));
            _mm512_storeu_pd(drawn.as_mut_ptr(), numbers);
        }
        drawn
    }

    #[inline(always)]
    fn compressed_f32(self, mut drawn: [f32; 16], kept: u16) -> [f32; 16] {
        // SAFETY: as above.
        unsafe {
            let numbers = _mm512_maskz_compress_ps(kept, _mm512_loadu_ps(drawn.as_ptr()));
            _mm512_storeu_ps(drawn.as_mut_ptr(), numbers);
        }
        drawn
    }
}
