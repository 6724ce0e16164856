//! Two lanes: NEON, which comes with fused multiply-adds.
//!
//! Tested under emulation. How fast it is has not been measured.
#![expect(unsafe_code, reason = "vector instructions, each behind the proof that the CPU has it")]

use std::arch::aarch64::{
    float64x2_t, uint64x2_t, vaddq_f64, vaddvq_u64, vandq_u32, vandq_u64, vceqq_f64, vcgtzq_f64,
    vcltq_f64, vcombine_u64, vcreate_u64, vcvtq_f64_s64, vcvtq_n_f64_u64, vdivq_f64, vdupq_n_f64,
    vdupq_n_s64, vdupq_n_u32, veorq_u32, vfmaq_f64, vfmsq_f64, vld1q_f64, vld1q_u32, vminq_f64,
    vmulq_f64, vreinterpretq_f64_s64, vreinterpretq_s64_f64, vreinterpretq_u64_s64,
    vreinterpretq_u64_u32, vshlq_n_s64, vshlq_n_u32, vshlq_n_u64, vshrq_n_s64, vshrq_n_u32,
    vshrq_n_u64, vsqrtq_f64, vsriq_n_u64, vst1q_f64, vst1q_u64, vsubq_f64, vsubq_s64, vtrn1q_f64,
    vtrn2q_f64,
};
use std::mem::MaybeUninit;

use super::lanes::{Lanes, instructions};
use super::ln_table::{self, START, row};
use crate::cpu::Neon;

impl Lanes for Neon {
    const LANES: usize = 2;
    type Reals = float64x2_t;
    const SCALE: f64 = 1.0;

    /// Nothing: what a hint is worth has not been measured.
    #[inline(always)]
    fn expect_writes(self, _: &mut [MaybeUninit<f64>]) {}

    instructions! {
        add(a, b) = vaddq_f64;
        sub(a, b) = vsubq_f64;
        mul(a, b) = vmulq_f64;
        div(a, b) = vdivq_f64;
        min(a, b) = vminq_f64;
        sqrt(a) = vsqrtq_f64;
    }

    #[inline(always)]
    fn mul_add(self, a: float64x2_t, b: float64x2_t, c: float64x2_t) -> float64x2_t {
        // SAFETY: `self` is proof that the CPU has the instruction.
        unsafe { vfmaq_f64(c, a, b) }
    }

    #[inline(always)]
    fn neg_mul_add(self, a: float64x2_t, b: float64x2_t, c: float64x2_t) -> float64x2_t {
        // SAFETY: `self` is proof that the CPU has the instruction.
        unsafe { vfmsq_f64(c, a, b) }
    }

    #[inline(always)]
    fn splat(self, x: f64) -> float64x2_t {
        // SAFETY: `self` is proof that the CPU has the instruction.
        unsafe { vdupq_n_f64(x) }
    }

    #[inline(always)]
    fn load(self, from: &[f64]) -> float64x2_t {
        let from = &from[..2];
        // SAFETY: the instruction reads two numbers, and `from` has them.
        unsafe { vld1q_f64(from.as_ptr()) }
    }

    #[inline(always)]
    fn write(self, x: float64x2_t, to: &mut [MaybeUninit<f64>]) {
        let to = &mut to[..2];
        // SAFETY: the instruction writes two numbers, and `to` has room for them.
        unsafe { vst1q_f64(to.as_mut_ptr().cast(), x) }
    }

    #[inline(always)]
    fn coordinates(self, from: &[u32]) -> float64x2_t {
        let from = &from[..4];
        // SAFETY: the load reads four words, and `from` has them; `self` is proof that the CPU has
        // the instructions.
        unsafe {
            let word = vld1q_u32(from.as_ptr());
            let word = veorq_u32(word, vshrq_n_u32::<11>(word));
            let masked = vandq_u32(vshlq_n_u32::<7>(word), vdupq_n_u32(0x9d2c_5680));
            let word = veorq_u32(word, masked);
            let masked = vandq_u32(vshlq_n_u32::<15>(word), vdupq_n_u32(0xefc6_0000));
            let word = veorq_u32(word, masked);
            let words = vreinterpretq_u64_u32(veorq_u32(word, vshrq_n_u32::<18>(word)));
            // The first word's upper 27 bits above the second word, of which 26 bits stay: 2^53 u.
            let u = vshrq_n_u64::<11>(vsriq_n_u64::<27>(vshlq_n_u64::<32>(words), words));
            vsubq_f64(vcvtq_n_f64_u64::<52>(u), vdupq_n_f64(1.0)) // exact: 2^53 u times 2 / 2^53
        }
    }

    #[inline(always)]
    fn unzip(self, a: float64x2_t, b: float64x2_t) -> (float64x2_t, float64x2_t) {
        // SAFETY: `self` is proof that the CPU has the instructions.
        unsafe { (vtrn1q_f64(a, b), vtrn2q_f64(a, b)) }
    }

    #[inline(always)]
    fn accepted(self, r2: float64x2_t) -> u8 {
        // SAFETY: `self` is proof that the CPU has the instructions.
        let mask = unsafe {
            let below_one = vcltq_f64(r2, vdupq_n_f64(1.0));
            vandq_u64(below_one, vcgtzq_f64(r2))
        };
        lane_bits(self, mask)
    }

    #[inline(always)]
    fn keep(
        self,
        lanes: u8,
        [a, b]: [float64x2_t; 2],
        _: [float64x2_t; 2],
        to: &mut [f64],
        _: usize,
    ) -> usize {
        // Each vector is a pair. The second one overwrites the first if that is not kept.
        let kept = usize::from(lanes & 1) * 2;
        self.store(a, to);
        self.store(b, &mut to[kept..]);
        kept + usize::from(lanes & 2)
    }

    #[inline(always)]
    fn differ(self, a: float64x2_t, b: float64x2_t) -> u8 {
        // SAFETY: `self` is proof that the CPU has the instruction.
        let equal = unsafe { vceqq_f64(a, b) };
        !lane_bits(self, equal) & 0b11
    }

    #[inline(always)]
    fn split(self, x: float64x2_t, rows: &mut [u64]) -> (float64x2_t, float64x2_t) {
        const SHIFT: i32 = ln_table::SHIFT.cast_signed();
        let rows = &mut rows[..2];
        // SAFETY: `self` is proof that the CPU has the instructions. The store writes two words, and
        // `rows` has room for them.
        unsafe {
            let bits = vreinterpretq_s64_f64(x);
            let offset = vsubq_s64(bits, vdupq_n_s64(START.cast_signed()));
            let k = vshrq_n_s64::<52>(offset);
            let z = vsubq_s64(bits, vshlq_n_s64::<52>(k));
            vst1q_u64(rows.as_mut_ptr(), vshrq_n_u64::<SHIFT>(vreinterpretq_u64_s64(offset)));
            (vcvtq_f64_s64(k), vreinterpretq_f64_s64(z))
        }
    }

    #[inline(always)]
    fn look_up(self, rows: &[u64]) -> [float64x2_t; 3] {
        const Q_SHIFT: i32 = ln_table::Q_SHIFT.cast_signed();
        let [a, b] = [row(rows[0]), row(rows[1])];
        let (packed, high) = self.unzip(self.load(a), self.load(b));
        // SAFETY: `self` is proof that the CPU has the instruction.
        let q =
            unsafe { vreinterpretq_f64_s64(vshlq_n_s64::<Q_SHIFT>(vreinterpretq_s64_f64(packed))) };
        [q, high, packed]
    }
}

/// The lanes' bits of a mask.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "two bits")]
fn lane_bits(_: Neon, mask: uint64x2_t) -> u8 {
    // SAFETY: the first argument is proof that the CPU has the instructions.
    unsafe {
        let bits = vcombine_u64(vcreate_u64(0b01), vcreate_u64(0b10));
        vaddvq_u64(vandq_u64(mask, bits)) as u8
    }
}
