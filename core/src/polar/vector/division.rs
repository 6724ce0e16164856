//! Quotients by products, for CPUs whose divider is busy with the roots.
//!
//! As exact as the divider's: 1/b and a/b nearly to 53 bits, and then one step that needs no check.
//! (Markstein, 1990, "Computation of elementary functions on the IBM RISC System/6000 processor",
//! <https://doi.org/10.1147/rd.341.0111>, with a proof for this case.)
//!
//! Without overflow and underflow powers of two change no rounding, so let 1 <= b < 2 and 1 <= a/b < 2. An
//! ulp is 2^-52, and B = 2^52 b is an integer below 2^53. 1/b is in (1/2, 1], where floats are 2^-53 apart.
//!
//! 1. The estimate y0 has e0 = 1 - b y0 with |e0| <= 2^-14. y1 = y0 (1 + e0 + e0²), so 1 - b y1 is e0³ up
//!    to the roundings, 2^-53 and less: call it d, |d| < 2^-41.9.
//! 2. e = d + 2^-82 up to two roundings, 2^-93. y = fl(y1 + e y1), which is (1 + c)/b before it is rounded,
//!    c = e - d - d e. As d² < 2^-83.8, 0 < c < 2^-81.
//! 3. q0 = fl(a y1) is within 2^-40.8 of a/b, and the rest a - b q0 is rounded by 2^-92 at most. So
//!    q = fl(q0 + rest y1) is within 2^-82 of a/b before it is rounded: a/b = q + t ulp with
//!    |t| < 1/2 + 2^-29.
//! 4. r = a - b q is a multiple of 2^-104, and 2^-52 b |t| < 2^-51: it is exact.
//! 5. q + r y = q + t (1 + s) ulp with s = b y - 1. A midpoint m between two floats has 54 bits, the last
//!    of them 1, so a = b m is impossible, and |a - b m| is 2^-105 at least: a/b is 1/(2B) ulp or more from
//!    m, and |t| is not between (1 - 1/B)/2 and (1 + 1/B)/2. So q + r y is on the same side of m as a/b,
//!    and the result is a/b, rounded, if -1/(B + 1) < s < 1/(B - 1).
//! 6. That holds. |s| <= b 2^-54 + c, which is less than 1/(B + 1) for b <= 2 - 2^-27. Else b = 2 - 2g with
//!    g = j 2^-53 < 2^-28, and 1/b = 1/2 + j 2^-54 + g²/2 + ... If j is even, the first two terms are a
//!    float, the rest and c are less than 2^-55, so y is that float, and |s| < 2^-55. If j is odd, they are
//!    a midpoint, and the rest is positive, as c is: y is the float above, and
//!    s = (2 - 2g) (1/2 + g/2 + 2^-54) - 1 = 2^-53 (1 - g) - g², which is positive and less than 2^-53. (It
//!    is for this that e has 2^-82 more. Without it y would be 1/2 for b = 2 - 2^-52, and 1/b wrong.)

use super::lanes::Lanes;

/// a / b, rounded, where neither that nor b or 1/b is near to overflow or underflow. The estimate of 1/b is
/// within 2^-14 of it.
#[inline(always)]
#[expect(clippy::many_single_char_names, reason = "those of the description")]
pub(super) fn divide<L: Lanes>(lanes: L, a: L::Reals, b: L::Reals, estimate: L::Reals) -> L::Reals {
    const MORE: f64 = f64::from_bits((1023 - 82) << 52); // 2^-82
    let one = lanes.splat(1.0);
    let e = lanes.neg_mul_add(b, estimate, one);
    let y = lanes.mul_add(lanes.mul_add(e, e, e), estimate, estimate);
    let q = lanes.mul(a, y);
    let q = lanes.mul_add(lanes.neg_mul_add(b, q, a), y, q);
    let e = lanes.add(lanes.neg_mul_add(b, y, one), lanes.splat(MORE));
    let y = lanes.mul_add(e, y, y);
    lanes.mul_add(lanes.neg_mul_add(b, q, a), y, q)
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};

    use super::*;
    use crate::bit_generator::Mt19937;
    use crate::cpu::{Cpu, Portable, Work};

    /// Quotients of a and b: with this estimate of 1/b, and as the CPU has them.
    struct Quotients([f64; 3]);

    impl<L: Lanes> Work<L> for Quotients {
        type Result = [f64; 5];

        fn run(self, lanes: L) -> [f64; 5] {
            let [a, b, estimate] = self.0.map(|x| lanes.splat(x));
            let first = |x| {
                let mut numbers = [0.0; 8];
                lanes.store(x, &mut numbers);
                numbers[0]
            };
            let own = |i| first(lanes.quotient(a, b, i));
            [first(divide(lanes, a, b, estimate)), own(0), own(1), own(2), own(3)]
        }
    }

    impl Work<Portable> for Quotients {
        type Result = [f64; 5];

        fn run(self, _: Portable) -> [f64; 5] {
            [self.0[0] / self.0[1]; 5]
        }
    }

    /// The odd mantissa B nearest to it below 2^53, and A so that A/B is as near to a midpoint as it can
    /// be: 2^54 A is 1 or -1 modulo B.
    #[expect(clippy::cast_precision_loss, reason = "below 2^53")]
    fn near_a_midpoint(b: u64) -> [f64; 2] {
        let b = (b >> 11) | 1 << 52 | 1;
        let half = |x: u64| if x.is_multiple_of(2) { x / 2 } else { x.midpoint(b) };
        let a = (0..54).fold(1, |x, _| half(x));
        [a.max(b - a) as f64, b as f64]
    }

    #[test]
    fn quotients_are_rounded() {
        let mut bits = Mt19937::seed_from_u64(1);
        let number = |bits: &mut Mt19937| f64::from_bits(bits.next_u64() >> 12 | 1023 << 52);
        for i in 0..20_000_u64 {
            let hard = near_a_midpoint(if i < 2_000 {
                !(i << 11)
            } else {
                number(&mut bits).to_bits() << 11
            });
            let [near_2, near] = [
                2.0 - number(&mut bits) * 2.0_f64.powi(-40),
                number(&mut bits) * 2.0_f64.powi(-52),
            ];
            for [a, b] in [
                hard,
                [number(&mut bits), number(&mut bits)],
                [near_2 - near, near_2],
                [number(&mut bits), near_2],
            ] {
                let off = [1.0, -1.0, number(&mut bits) - 1.5][bits.next_u32() as usize % 3]
                    * 2.0_f64.powi(-14);
                let estimate = 1.0 / b * (1.0 + off * 0.999_999);
                for cpu in Cpu::available() {
                    let drawn = cpu.run(Quotients([a, b, estimate]));
                    assert_eq!(drawn, [a / b; 5], "{}: {a} / {b}, {estimate}", cpu.name());
                }
            }
        }
    }
}
