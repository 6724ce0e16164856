//! PCG64 and PCG64DXSM by products of 52 bits: AVX-512 with its IFMA part.
#![expect(unsafe_code, reason = "vector instructions, each behind the proof that the CPU has it")]

use std::arch::x86_64::{
    __m512i, _mm512_add_epi64, _mm512_madd52hi_epu64, _mm512_madd52lo_epu64, _mm512_slli_epi64,
    _mm512_srli_epi64, _mm512_ternarylogic_epi64,
};

use super::Pcg;
use super::avx512::{Halves, load, splat};
use super::wide::{self, States, WideOutput};
use crate::cpu::{Avx512, Avx512Ifma, Work};

/// Makes the next words. A call, because only there the compiler may use IFMA: it makes many.
pub(super) struct Fill<'a, O> {
    pub(super) avx512: Avx512,
    pub(super) bits: &'a mut Pcg<O>,
    pub(super) words: &'a mut [u64],
}

impl<O: WideOutput<Limbs, 8>> Work<Avx512Ifma> for Fill<'_, O> {
    type Result = ();

    #[inline(always)]
    fn run(self, ifma: Avx512Ifma) {
        wide::fill::<8, 9, 3, Limbs, O>((self.avx512, ifma), self.bits, self.words);
    }
}

/// The states of eight words in a row, in limbs of 52, 52 and 24 bits. Above these a lane has bits that
/// do not count: what they carry is in the next limb already, or is beyond 2^128.
#[derive(Clone, Copy)]
pub(in super::super) struct Limbs {
    cpu: (Avx512, Avx512Ifma),
    limbs: [__m512i; 3],
}

impl States<8> for Limbs {
    type Cpu = (Avx512, Avx512Ifma);

    #[inline(always)]
    fn new(cpu: (Avx512, Avx512Ifma), states: [u128; 8]) -> Self {
        let [mut low, mut middle, mut high] = [[0; 8]; 3];
        for (lane, state) in states.into_iter().enumerate() {
            [low[lane], middle[lane], high[lane]] = limbs(state);
        }
        Self { cpu, limbs: [load(cpu.0, &low), load(cpu.0, &middle), load(cpu.0, &high)] }
    }

    /// As in school. A product takes the 52 bits of a limb alone, and no sum of the lower two limbs is
    /// above 2^55.
    #[inline(always)]
    #[expect(clippy::many_single_char_names, reason = "limbs, the lowest first")]
    fn leap(self, factor: u128, added: Self) -> Self {
        let ((avx512, _), [a, b, c]) = (self.cpu, self.limbs);
        let [f, g, h] = limbs(factor);
        let (f, g, h) = (splat(avx512, f), splat(avx512, g), splat(avx512, h));
        // SAFETY: `self.cpu` is proof that the CPU has the instructions.
        unsafe {
            let low = _mm512_madd52lo_epu64(added.limbs[0], a, f);
            let middle = _mm512_madd52hi_epu64(added.limbs[1], a, f);
            let middle = _mm512_madd52lo_epu64(middle, a, g);
            // In two sums, because each instruction waits for the one before.
            let carried = _mm512_madd52lo_epu64(_mm512_srli_epi64::<52>(low), b, f);
            let middle = _mm512_add_epi64(middle, carried);
            let high = _mm512_madd52hi_epu64(added.limbs[2], a, g);
            let high = _mm512_madd52lo_epu64(high, a, h);
            let high = _mm512_madd52lo_epu64(high, c, f);
            let carried = _mm512_madd52hi_epu64(_mm512_srli_epi64::<52>(middle), b, f);
            let carried = _mm512_madd52lo_epu64(carried, b, g);
            Self { limbs: [low, middle, _mm512_add_epi64(high, carried)], ..self }
        }
    }
}

impl Halves for Limbs {
    #[inline(always)]
    fn halves(self) -> (Avx512, [__m512i; 2]) {
        const SELECT: i32 = 0xca; // the bits of the second where the first has ones, else of the third
        let ((avx512, _), [a, b, c]) = (self.cpu, self.limbs);
        let (lower_52, lower_40) = (splat(avx512, (1 << 52) - 1), splat(avx512, (1 << 40) - 1));
        // SAFETY: `avx512` is proof that the CPU has the instructions.
        let halves = unsafe {
            let above = _mm512_slli_epi64::<52>(b);
            let low = _mm512_ternarylogic_epi64::<SELECT>(lower_52, a, above);
            let (below, above) = (_mm512_srli_epi64::<12>(b), _mm512_slli_epi64::<40>(c));
            [low, _mm512_ternarylogic_epi64::<SELECT>(lower_40, below, above)]
        };
        (avx512, halves)
    }
}

/// The lower 52 bits, the next, and the upper 24.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "limbs")]
const fn limbs(state: u128) -> [u64; 3] {
    const LIMB: u64 = (1 << 52) - 1;
    [state as u64 & LIMB, (state >> 52) as u64 & LIMB, (state >> 104) as u64]
}
