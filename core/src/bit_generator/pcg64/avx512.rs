//! PCG64 and PCG64DXSM by products of 52 bits: AVX-512 with its IFMA part.
//!
//! Without that part a product of 128 bits takes as long with AVX-512 as with AVX2, which multiplies
//! in as many instructions for half as many states, but in more of them at a time.
#![expect(unsafe_code, reason = "vector instructions, each behind the proof that the CPU has it")]

use std::arch::x86_64::{
    __m512i, _mm512_add_epi64, _mm512_loadu_si512, _mm512_madd52hi_epu64, _mm512_madd52lo_epu64,
    _mm512_mullo_epi64, _mm512_or_si512, _mm512_rorv_epi64, _mm512_set1_epi64, _mm512_slli_epi64,
    _mm512_srli_epi64, _mm512_storeu_si512, _mm512_ternarylogic_epi64, _mm512_xor_si512,
};

use super::wide::{self, States, WideOutput};
use super::{DXSM_FACTOR, Dxsm, Pcg, XslRr, avx2};
use crate::cpu::{Avx512, Avx512Ifma, Work};

/// See [`BulkCpu::pcg64`](crate::bit_generator::BulkCpu::pcg64).
#[inline(always)]
pub(in super::super) fn fill<O>(avx512: Avx512, bits: &mut Pcg<O>, words: &mut [u64])
where
    O: WideOutput<EightStates, 8> + WideOutput<avx2::FourStates, 4>,
{
    match Avx512Ifma::detect() {
        Some(ifma) => ifma.run(Fill { bits, words }),
        None => avx2::fill(avx512.into(), bits, words),
    }
}

/// A call, because only there the compiler may use IFMA: it makes many words.
struct Fill<'a, O> {
    bits: &'a mut Pcg<O>,
    words: &'a mut [u64],
}

impl<O: WideOutput<EightStates, 8>> Work<Avx512Ifma> for Fill<'_, O> {
    type Result = ();

    #[inline(always)]
    fn run(self, ifma: Avx512Ifma) {
        wide::fill::<8, 9, 3, EightStates, O>(ifma, self.bits, self.words);
    }
}

/// The states of eight words in a row, in limbs of 52, 52 and 24 bits. Above these a lane has bits that
/// do not count: what they carry is in the next limb already, or is beyond 2^128.
#[derive(Clone, Copy)]
pub(in super::super) struct EightStates {
    ifma: Avx512Ifma,
    limbs: [__m512i; 3],
}

impl States<8> for EightStates {
    type Cpu = Avx512Ifma;

    #[inline(always)]
    fn new(ifma: Avx512Ifma, states: [u128; 8]) -> Self {
        let [mut low, mut middle, mut high] = [[0; 8]; 3];
        for (lane, state) in states.into_iter().enumerate() {
            [low[lane], middle[lane], high[lane]] = limbs(state);
        }
        Self { ifma, limbs: [load(ifma, &low), load(ifma, &middle), load(ifma, &high)] }
    }

    /// As in school. A product takes the 52 bits of a limb alone, and no sum of the lower two limbs is
    /// above 2^55.
    #[inline(always)]
    #[expect(clippy::many_single_char_names, reason = "limbs, the lowest first")]
    fn leap(self, factor: u128, added: Self) -> Self {
        let [a, b, c] = self.limbs;
        let [f, g, h] = limbs(factor);
        let (f, g, h) = (splat(self.ifma, f), splat(self.ifma, g), splat(self.ifma, h));
        // SAFETY: `self.ifma` is proof that the CPU has the instructions.
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

impl EightStates {
    /// The lower and the upper half of each state.
    #[inline(always)]
    fn halves(self) -> [__m512i; 2] {
        const SELECT: i32 = 0xca; // the bits of the second where the first has ones, else of the third
        let [a, b, c] = self.limbs;
        let (lower_52, lower_40) =
            (splat(self.ifma, (1 << 52) - 1), splat(self.ifma, (1 << 40) - 1));
        // SAFETY: `self.ifma` is proof that the CPU has the instructions.
        unsafe {
            let above = _mm512_slli_epi64::<52>(b);
            let low = _mm512_ternarylogic_epi64::<SELECT>(lower_52, a, above);
            let (below, above) = (_mm512_srli_epi64::<12>(b), _mm512_slli_epi64::<40>(c));
            [low, _mm512_ternarylogic_epi64::<SELECT>(lower_40, below, above)]
        }
    }
}

impl WideOutput<EightStates, 8> for XslRr {
    #[inline(always)]
    fn store(states: EightStates, words: &mut [u64; 8]) {
        let [low, high] = states.halves();
        // SAFETY: eight words are written; `states.ifma` is proof that the CPU has the instructions.
        unsafe {
            let mixed = _mm512_xor_si512(low, high);
            // A rotation takes the lowest six bits alone: the uppermost of a state's last limb.
            let right = _mm512_srli_epi64::<18>(states.limbs[2]);
            _mm512_storeu_si512(words.as_mut_ptr().cast(), _mm512_rorv_epi64(mixed, right));
        }
    }
}

impl WideOutput<EightStates, 8> for Dxsm {
    #[inline(always)]
    fn store(states: EightStates, words: &mut [u64; 8]) {
        let [low, high] = states.halves();
        let (factor, one) = (splat(states.ifma, DXSM_FACTOR), splat(states.ifma, 1));
        // SAFETY: eight words are written; `states.ifma` is proof that the CPU has the instructions.
        unsafe {
            let high = _mm512_xor_si512(high, _mm512_srli_epi64::<32>(high));
            let high = _mm512_mullo_epi64(high, factor);
            let high = _mm512_xor_si512(high, _mm512_srli_epi64::<48>(high));
            let made = _mm512_mullo_epi64(high, _mm512_or_si512(low, one));
            _mm512_storeu_si512(words.as_mut_ptr().cast(), made);
        }
    }
}

/// The lower 52 bits, the next, and the upper 24.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "limbs")]
const fn limbs(state: u128) -> [u64; 3] {
    const LIMB: u64 = (1 << 52) - 1;
    [state as u64 & LIMB, (state >> 52) as u64 & LIMB, (state >> 104) as u64]
}

#[inline(always)]
fn load(_: Avx512Ifma, words: &[u64; 8]) -> __m512i {
    // SAFETY: eight words are read; the first argument is proof that the CPU has the instruction.
    unsafe { _mm512_loadu_si512(words.as_ptr().cast()) }
}

#[inline(always)]
fn splat(_: Avx512Ifma, word: u64) -> __m512i {
    // SAFETY: the first argument is proof that the CPU has the instruction.
    unsafe { _mm512_set1_epi64(word.cast_signed()) }
}
