//! A logarithm in vectors that is the C library's, bit for bit, or says that it may not be.
//!
//! The polar method takes a logarithm for each point, and NumPy takes it from the C library, whose
//! result is near the exact one but not always the nearest number. [`minus_2_ln`] computes the
//! logarithm as an unevaluated sum h + u. If all numbers as near to that sum as the errors may be
//! round to the same y, then so did what the library rounded: y is the library's result. Otherwise
//! the lane is doubtful, and the caller asks the library.
//!
//! Errors are given in units of 2^-52 min(|ln x|, 2^-4): a unit is 2^-56 wherever |ln x| >= 2^-4,
//! however large the logarithm is.
//!
//! # The library's error
//!
//! The logarithm of glibc since 2.28 (`e_log.c`) and of musl since 1.2 (`log.c`) is that of the ARM
//! optimized routines. It has two branches. The last operation of both is one sum; its rounding is
//! the half ulp in the bounds that the source states, and the rest is how far that sum is from ln x:
//!
//! - 15/16 <= x < 1: "around 0.507 ULP". An ulp is 2^-52 |ln x| at most, and 2^-56 where
//!   |ln x| >= 2^-4. So the rest is about 0.007 units; 0.01 is allowed for it here.
//! - x < 15/16, where |ln x| > 1.03 2^-4: 0.5 + 2.06/128 + 2^56 e ulp with e = 1.54 2^-65, the error of
//!   the polynomial, and 0.001 more without fused multiply-adds: 0.5201 ulp, for |ln x| > 2^-4. Nothing
//!   in the rest depends on |ln x|: 2/128 is the rounding of r = z/c - 1 with |r| < 2^-8, 2^-62; the
//!   table's ln c is good to 2^-66; the sums up to the last but one are below 2^-16 and rounded to
//!   2^-70; what k ln 2 adds is exact up to 2^-85. So the bound, stated in ulps where these are
//!   shortest, is an absolute one: 0.0201 units.
//!
//! # The test
//!
//! delta = MARGIN 2^-52 min(h, 2^-4), and y = fl(h + fl(u - delta)) is free of doubt if it equals
//! fl(h + fl(u + delta)). Rounding is monotone, so all numbers between the two sums round to y. |ln x|
//! is h or more by r²/2 at most, that is by less than 2^-7.9 of itself (below), so delta is 0.995 MARGIN
//! units or more, and where x < 15/16 it is MARGIN units. The library's sum is between the two sums if
//! its error, and ours with the rounding of u - delta or u + delta, are less than delta together:
//!
//! | | library | h + u | together |
//! |---|---|---|---|
//! | x >= 15/16 | 0.01 | 0.0026 | 0.0126 |
//! | x < 15/16 | 0.0201 | 0.0003 | 0.0204 |
//! | MARGIN | | | 0.0224 |
//!
//! # The computation, for 2^-106 <= x < 1 (the polar method's r² is 2^-104 or more)
//!
//! 1. x = 2^k z, and z lies in the interval around one of the 256 centres c: 11/16 + i/512 up to 1 and
//!    1 + i/256 above it. The intervals meet halfway between the centres and end at twice the number at
//!    which they start; the bits of x give k and the interval.
//! 2. z q = 1 + r with a q near 1/c, and ln x = k ln 2 - ln q + ln(1 + r). q is a multiple of 1/512 or,
//!    in some rows with c < 1, of 1/256. z is a multiple of 2^-53 below 1 and of 2^-52 above. So z q - 1
//!    is a multiple of 2^-62 where c <= 1 and q is a multiple of 1/512, and there it is 2^-9 at most;
//!    elsewhere it is a multiple of 2^-61 and 2^-8 at most. Either way its 53 bits make it exact:
//!    r = z q - 1 (fused). Row by row, |r| <= 2^-8.88 if c <= 1, and |r| <= 2^-8.44 if c > 1.
//! 3. ln 2 and -ln q are held in two parts, the high ones multiples of 2^-45. As |k| <= 106, the sum w
//!    of the high parts stays below 2^7: it is exact. The sum of the low parts is below 2^-39. The low
//!    part of -ln q shares its number with q, which takes the last 21 bits: that is at most 2^-31 of
//!    2^-46.
//! 4. w + r = h + a, exact (Dekker's fast two-sum: w is 0 or larger than r).
//! 5. ln(1 + r) = r + r² S(r), up to the terms left out, with S(r) = -1/2 + r/3 - r²/4 + ... + r⁵/7.
//! 6. u = r² S + (a + low parts), the last sum fused.
//!
//! # Its error
//!
//! Roundings of 2^-53 r²/2 each, up to a factor of 1 + 2 |r| for all: that of r², the last two of S,
//! that of u, and that of u - delta or u + delta. The others are 2^-79 at most. Five of them are
//! 2^-50.67 r²/2.
//!
//! | | k < 0 | k = 0 and x >= 15/16, as a part of abs ln x |
//! |---|---|---|
//! | abs r | 2^-8.44 | r itself: 2^-9 |
//! | r²/2 | 2^-17.88 | 2^-10 |
//! | five roundings | 2^-68.54 | 2^-60.66 |
//! | the series cut: abs r^8/8 | 2^-70.5 | 2^-66 |
//! | the bits of q | 2^-77 | 2^-67 |
//! | sum | 0.0003 of 2^-56 | 0.0026 of 2^-52 |
//!
//! For k < 0, |ln x| >= 0.37. For k = 0 and x < 15/16, r is smaller. From 15/16 on, |ln x| >= |r| for
//! c = 1 and for c up to 1 - 2/512, where |ln x| >= 1.5/512; between them is q = 513/512, where r > 0 is
//! below 2^-10 and |ln x| is more, and where r < 0 is above -1.01/1024 and |ln x| > 1.99/1024.
//!
//! `make stress` holds h + u against a logarithm of 120 bits, and y against the C library's, for 10^9
//! arguments.

use super::lanes::Lanes;
use super::ln_table::MINUS_2_LN_2;

/// How near to a midpoint the sum h + u is doubtful, in the units described above.
const MARGIN: f64 = 23.0 / 1024.0;

/// -2 ln x, and the lanes, as bits, in which ln x may not be what the C library returns. For what
/// [`Lanes::split`] makes of normal numbers 2^-106 <= x < 1.
#[inline(always)]
#[expect(clippy::many_single_char_names, reason = "those of the description")]
pub(super) fn minus_2_ln<L: Lanes>(
    lanes: L,
    k: L::Reals,
    z: L::Reals,
    rows: &[u64],
) -> (L::Reals, u8) {
    let (h, u) = minus_2_ln_in_two_parts(lanes, k, z, rows);
    let size = lanes.min(h, lanes.splat(1.0 / 8.0));
    let lower = lanes.mul_add(size, lanes.splat(-MARGIN * f64::EPSILON), u);
    let upper = lanes.mul_add(size, lanes.splat(MARGIN * f64::EPSILON), u);
    let y = lanes.add(h, lower);
    (y, lanes.differ(y, lanes.add(h, upper)))
}

/// The sum h + u of the description above. All of its quantities times -2, which changes no rounding.
#[inline(always)]
#[expect(clippy::many_single_char_names, reason = "those of the description")]
fn minus_2_ln_in_two_parts<L: Lanes>(
    lanes: L,
    k: L::Reals,
    z: L::Reals,
    rows: &[u64],
) -> (L::Reals, L::Reals) {
    let number = |x| lanes.splat(x);
    let [q, ln_c_high, ln_c_low] = lanes.look_up(rows);
    let r = lanes.mul_add(z, q, number(2.0));

    // Horner's scheme in r², with pairs of terms that do not wait for each other.
    let pair =
        |first: f64, second: f64| lanes.mul_add(r, number(1.0 / second), number(1.0 / first));
    let r2 = lanes.mul(r, r);
    let series = lanes.mul_add(r2, pair(192.0, 448.0), pair(32.0, 80.0));
    let series = lanes.mul_add(r2, series, pair(4.0, 12.0));

    let w = lanes.mul_add(k, number(MINUS_2_LN_2[0]), ln_c_high);
    let h = lanes.add(w, r);
    let a = lanes.add(lanes.sub(w, h), r);
    let rest = lanes.add(a, lanes.mul_add(k, number(MINUS_2_LN_2[1]), ln_c_low));
    (h, lanes.mul_add(r2, series, rest))
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};

    use super::*;
    use crate::bit_generator::{BitGenerator, Mt19937};
    use crate::cpu::{Cpu, Portable, Work};
    use crate::fixed_point::{fixed, ln, nearest};
    use crate::polar::vector::ln_table::{SHIFT, START};

    /// -2 ln x of eight arguments, the bits of those in doubt, and the sums that it is made of.
    #[derive(Default)]
    struct Logarithms {
        y: [f64; 8],
        doubtful: u8,
        h: [f64; 8],
        u: [f64; 8],
    }

    struct OfEight([f64; 8]);

    impl<L: Lanes> Work<L> for OfEight {
        type Result = Logarithms;

        #[inline(always)]
        fn run(self, lanes: L) -> Logarithms {
            let (mut all, mut rows) = (Logarithms::default(), [0; 8]);
            for i in (0..8).step_by(L::LANES) {
                let scaled = lanes.mul(lanes.load(&self.0[i..]), lanes.splat(L::SCALE * L::SCALE));
                let (k, z) = lanes.split(scaled, &mut rows);
                let (y, doubtful) = minus_2_ln(lanes, k, z, &rows);
                let parts = minus_2_ln_in_two_parts(lanes, k, z, &rows);
                lanes.store(y, &mut all.y[i..]);
                all.doubtful |= doubtful << i;
                lanes.store(parts.0, &mut all.h[i..]);
                lanes.store(parts.1, &mut all.u[i..]);
            }
            all
        }
    }

    impl Work<Portable> for OfEight {
        type Result = Logarithms;

        fn run(self, _: Portable) -> Logarithms {
            unreachable!("the portable CPU has no lanes");
        }
    }

    /// An argument of any kind that could be hard.
    fn argument(bits: &mut Mt19937) -> f64 {
        loop {
            let x = match bits.next_u32() % 8 {
                0..4 => bits.next_double(),                                   // r²
                4 => 1.0 - bits.next_double() * bits.next_double().powi(20),  // near 1
                5 => bits.next_double() * (-73.0 * bits.next_double()).exp(), // down to 2^-106
                // A few ulp, or many, from an end or a centre of an interval, in any binade.
                _ => {
                    let mut below = |n| u64::from(bits.next_u32()) % n;
                    let edge = START + (below(512) << (SHIFT - 1));
                    let (edge, range) = (edge - (below(108) << 52), 8 << (7 * below(4)));
                    f64::from_bits(edge - range + below(2 * range))
                }
            };
            if (2.0_f64.powi(-106)..1.0).contains(&x) {
                return x;
            }
        }
    }

    /// Holds y against the C library's logarithm, and h + u against a far more precise one.
    fn check(arguments: u32) {
        for cpu in Cpu::available().filter(|cpu| *cpu != Cpu::PORTABLE) {
            let mut bits = Mt19937::seed_from_u64(1);
            let (mut doubtful, mut other, mut errors) = (0, 0, [0.0_f64; 2]);
            for _ in 0..arguments / 8 {
                let x = [(); 8].map(|()| argument(&mut bits));
                let all = cpu.run(OfEight(x));
                for (i, x) in x.into_iter().enumerate() {
                    let is_doubtful = all.doubtful >> i & 1 == 1;
                    let differs = -2.0 * x.ln() != all.y[i];
                    assert!(is_doubtful || !differs, "{}: {x}", cpu.name());
                    doubtful += u32::from(is_doubtful);
                    other += u32::from(differs);

                    let [h, u] = [all.h[i], all.u[i]].map(|part| part / -2.0);
                    let error = nearest(fixed(h) + fixed(u) - ln(x)).abs();
                    let largest = &mut errors[usize::from(x < 15.0 / 16.0)];
                    *largest = largest.max(error / (f64::EPSILON * h.abs().min(1.0 / 16.0)));
                }
            }
            println!(
                "{}: {arguments} arguments, {doubtful} doubtful, {other} of them rounded otherwise \
                 by the library; the largest errors of h + u from 15/16 on and below: {errors:.5?} \
                 units",
                cpu.name()
            );
            // Of the sums above, without one rounding of the five: that of u - delta or u + delta.
            assert!(errors[0] < 0.0021 && errors[1] < 0.00024, "{errors:?}");
        }
    }

    #[test]
    fn is_the_librarys_or_doubtful_and_within_its_bound() {
        check(1 << 20);
    }

    #[test]
    #[ignore = "takes minutes; make stress runs it"]
    fn is_so_for_very_many() {
        check(1 << 30);
    }
}
