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
//! | | library | h + u, 256 rows | together | h + u, 32 rows | together |
//! |---|---|---|---|---|---|
//! | x >= 15/16 | 0.01 | 0.0026 | 0.0126 | 0.0144 | 0.0244 |
//! | x < 15/16 | 0.0201 | 0.0003 | 0.0204 | 0.0071 | 0.0272 |
//! | MARGIN | | | 0.0224 | | 0.03125 |
//!
//! # The computation, for 2^-106 <= x < 1
//!
//! (The polar method's r² is 2^-104 or more.)
//!
//! There are two tables: one of 32 rows, for lanes that hold it in registers, and one of 256 rows,
//! for lanes that look it up in memory and are spared s and a part of the series.
//!
//! 1. x = 2^k z, and z lies in the interval around one of the centres c: 11/16 + i/64 up to 1 and
//!    1 + i/32 above it; for 256 rows, an eighth of these steps. The intervals meet halfway between the
//!    centres and end at twice the number at which they start; the bits of x give k and the interval.
//! 2. z q = 1 + r + s with a q near 1/c, and ln x = k ln 2 - ln q + ln(1 + r + s).
//!    - 32 rows: q = fl(1/c); p = fl(z q), s = z q - p (exact: fused), r = p - 1 (exact: Sterbenz).
//!      |r| <= 2^-6 and |s| <= 2^-53.
//!    - 256 rows: q is a multiple of 1/512 or, in some rows with c < 1, of 1/256. z is a multiple of
//!      2^-53 below 1 and of 2^-52 above. So z q - 1 is a multiple of 2^-62 where c <= 1 and q is a
//!      multiple of 1/512, and there it is 2^-9 at most; elsewhere it is a multiple of 2^-61 and 2^-8
//!      at most. Either way its 53 bits make it exact: r = z q - 1 (fused), s = 0. Row by row,
//!      |r| <= 2^-8.88 if c <= 1, and |r| <= 2^-8.44 if c > 1.
//! 3. ln 2 and -ln q are held in two parts, the high ones multiples of 2^-45. As |k| <= 106, the sum w
//!    of the high parts stays below 2^7: it is exact. The sum of the low parts is below 2^-39. With 256
//!    rows, the low part of -ln q shares its number with q, which takes the last 21 bits: that is at most
//!    2^-31 of 2^-46.
//! 4. w + r = h + a, exact (Dekker's fast two-sum: w is 0 or larger than r).
//! 5. ln(1 + r + s) = r + r² S(r) + s (1 - r), up to the terms left out, with
//!    S(r) = -1/2 + r/3 - r²/4 + ... + r⁵/7, and for 32 rows on to - r⁸/10.
//! 6. u = r² S + (a + low parts + s (1 - r)), the last sum fused.
//!
//! # Its error
//!
//! Roundings of 2^-53 r²/2 each, up to a factor of 1 + 2 |r| for all: that of r², the last two of S,
//! that of u, and that of u - delta or u + delta. The others are 2^-79 at most. Five of them are
//! 2^-50.67 r²/2.
//!
//! For k < 0, |ln x| >= 0.37 and |r| is largest:
//!
//! | | 256 rows | 32 rows |
//! |---|---|---|
//! | abs r | 2^-8.44 | 2^-6 |
//! | five roundings | 2^-68.54 | 2^-63.63 |
//! | the series cut: abs r^8/8, abs r^11/11 | 2^-70.5 | 2^-69.4 |
//! | s r² left out | s = 0 | 2^-65 |
//! | the bits of q | 2^-77 | none |
//! | sum, in units of 2^-56 | 0.0003 | 0.0071 |
//!
//! (The 32 rows reach 2^-6 for c = 1 alone, where s = 0: 0.0052. For c >= 33/32 it is 2^-6.04 at most,
//! hence 2^-63.71 and 2^-65.08: 0.0068.) For k = 0 and x < 15/16, r is smaller. For x >= 15/16:
//!
//! | | 256 rows | 32 rows |
//! |---|---|---|
//! | abs r | 2^-9 | 2^-6.98 |
//! | r²/2, at most, as a part of abs ln x | 2^-10 | 2^-7.97 |
//! | five roundings, as a part of it | 2^-60.66 | 2^-58.62 |
//! | the series cut, likewise | 2^-66 | 2^-72 |
//! | s r² left out, likewise | s = 0 | 2^-59.9 |
//! | the bits of q, likewise | 2^-67 | none |
//! | sum, in units of 2^-52 abs ln x | 0.0026 | 0.0144 |
//!
//! (With 256 rows, |ln x| >= |r| for c = 1 and for c up to 1 - 2/512, where |ln x| >= 1.5/512; between
//! them is q = 513/512, where r > 0 is below 2^-10 and |ln x| is more, and where r < 0 is above
//! -1.01/1024 and |ln x| > 1.99/1024. With 32 rows, |r| <= |ln x| for c = 1, where s = 0, and next to it
//! |ln x| >= 2^-7 and |r| <= 2^-6.98.)
//!
//! `make stress` holds h + u against a logarithm in twice the precision, and y against the C library's
//! for 10^9 arguments.

use super::lanes::Lanes;
#[cfg(test)]
use super::lanes::Pass;
use super::ln_table::MINUS_2_LN_2;

/// How near to a midpoint the sum h + u is doubtful, in the units described above.
const fn margin<L: Lanes>() -> f64 {
    if L::EXACT_REMAINDERS { 23.0 / 1024.0 } else { 1.0 / 32.0 }
}

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
    let lower = lanes.mul_add(size, lanes.splat(-margin::<L>() * f64::EPSILON), u);
    let upper = lanes.mul_add(size, lanes.splat(margin::<L>() * f64::EPSILON), u);
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
    let (r, s) = if L::EXACT_REMAINDERS {
        (lanes.mul_add(z, q, number(2.0)), None)
    } else {
        let p = lanes.mul(z, q);
        (lanes.add(p, number(2.0)), Some(lanes.mul_sub(z, q, p)))
    };

    // Horner's scheme in r², with pairs of terms that do not wait for each other.
    let pair =
        |first: f64, second: f64| lanes.mul_add(r, number(1.0 / second), number(1.0 / first));
    let r2 = lanes.mul(r, r);
    let mut series = pair(192.0, 448.0);
    if !L::EXACT_REMAINDERS {
        let last = lanes.mul_add(r2, number(1.0 / 5120.0), pair(1024.0, 2304.0));
        series = lanes.mul_add(r2, last, series);
    }
    series = lanes.mul_add(r2, series, pair(32.0, 80.0));
    series = lanes.mul_add(r2, series, pair(4.0, 12.0));

    let w = lanes.mul_add(k, number(MINUS_2_LN_2[0]), ln_c_high);
    let h = lanes.add(w, r);
    let a = lanes.add(lanes.sub(w, h), r);
    let mut rest = lanes.add(a, lanes.mul_add(k, number(MINUS_2_LN_2[1]), ln_c_low));
    if let Some(s) = s {
        rest = lanes.mul_add(s, lanes.mul_add(number(0.5), r, number(1.0)), rest);
    }
    (h, lanes.mul_add(r2, series, rest))
}

/// What the logarithm makes of an argument, for its tests.
#[cfg(test)]
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Logarithm {
    pub(super) y: f64,
    pub(super) h: f64,
    pub(super) u: f64,
    pub(super) doubtful: bool,
}

/// The logarithms of some arguments, as many as there are lanes or a multiple of it.
#[cfg(test)]
pub(super) struct Logarithms<'a> {
    pub(super) x: &'a [f64],
    pub(super) logarithms: &'a mut [Logarithm],
}

#[cfg(test)]
impl Pass for Logarithms<'_> {
    type Outcome = ();

    #[inline(always)]
    #[expect(clippy::many_single_char_names, reason = "those of the description")]
    fn run<L: Lanes>(self, lanes: L) {
        let (mut y, mut h, mut u, mut rows) = ([0.0; 8], [0.0; 8], [0.0; 8], [0; 8]);
        for (x, logarithms) in self.x.chunks(L::LANES).zip(self.logarithms.chunks_mut(L::LANES)) {
            let (k, z) = lanes.split(lanes.load(x), &mut rows);
            let (rounded, doubtful) = minus_2_ln(lanes, k, z, &rows);
            let parts = minus_2_ln_in_two_parts(lanes, k, z, &rows);
            lanes.store(rounded, &mut y);
            lanes.store(parts.0, &mut h);
            lanes.store(parts.1, &mut u);
            for (lane, logarithm) in logarithms.iter_mut().enumerate() {
                let doubtful = doubtful & (1 << lane) != 0;
                *logarithm = Logarithm { y: y[lane], h: h[lane], u: u[lane], doubtful };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};

    use super::*;
    use crate::bit_generator::{BitGenerator, Mt19937};
    use crate::cpu::{Cpu, Portable, Work};
    use crate::polar::vector::ln_table;

    const LEN: usize = 4096;
    const SMALLEST: f64 = f64::from_bits((1023 - 106) << 52); // 2^-106

    /// Endless arguments of every kind that could be hard.
    struct Arguments {
        bit_generator: Mt19937,
        edges: Vec<f64>,
    }

    impl Arguments {
        fn new(seed: u64) -> Self {
            // Interval ends and centres in every binade, and so powers of 2 and 1.
            let halves = (0..512)
                .map(|half| ln_table::SHORT.start() + (half << (ln_table::SHORT.shift - 1)));
            let edges = halves
                .flat_map(|bits| (0..=107).map(move |k| f64::from_bits(bits - (k << 52))))
                .collect();
            Self { bit_generator: Mt19937::seed_from_u64(seed), edges }
        }

        fn uniform(&mut self) -> f64 {
            self.bit_generator.next_double()
        }

        /// A few ulp, or a few thousand, up or down.
        fn near(&mut self, x: f64) -> f64 {
            let range = [8, 1 << 12, 1 << 24][self.bit_generator.next_u32() as usize % 3];
            let offset = self.bit_generator.next_u32() % (2 * range);
            f64::from_bits(x.to_bits() + u64::from(offset) - u64::from(range))
        }

        fn next(&mut self) -> f64 {
            loop {
                let x = match self.bit_generator.next_u32() % 8 {
                    0..4 => self.uniform(),                               // r²
                    4 => 1.0 - self.uniform() * self.uniform().powi(20),  // near 1
                    5 => self.uniform() * (-73.0 * self.uniform()).exp(), // down to 2^-106
                    _ => {
                        let edge = self.bit_generator.next_u32() as usize % self.edges.len();
                        self.near(self.edges[edge])
                    }
                };
                if (SMALLEST..1.0).contains(&x) {
                    return x;
                }
            }
        }

        fn fill(&mut self, x: &mut [f64]) {
            x.fill_with(|| self.next());
        }
    }

    impl<L: Lanes> Work<L> for Logarithms<'_> {
        type Result = ();

        #[inline(always)]
        fn run(self, lanes: L) {
            Pass::run(self, lanes);
        }
    }

    impl Work<Portable> for Logarithms<'_> {
        type Result = ();

        fn run(self, _: Portable) {
            unreachable!("the portable CPU has no lanes");
        }
    }

    /// The CPUs with lanes that this one is of.
    fn vectors() -> impl Iterator<Item = Cpu> {
        Cpu::available().filter(|cpu| *cpu != Cpu::PORTABLE)
    }

    /// Holds the logarithms of `blocks` times 4096 arguments against the C library's.
    fn against_the_library(blocks: usize) {
        for cpu in vectors() {
            let mut arguments = Arguments::new(1);
            let (mut x, mut logarithms) = (vec![0.0; LEN], vec![Logarithm::default(); LEN]);
            let (mut doubtful, mut other, mut wrong) = (0, 0, 0);
            for _ in 0..blocks {
                arguments.fill(&mut x);
                cpu.run(Logarithms { x: &x, logarithms: &mut logarithms });
                for (x, logarithm) in x.iter().zip(&logarithms) {
                    let differs = -2.0 * x.ln() != logarithm.y;
                    doubtful += usize::from(logarithm.doubtful);
                    other += usize::from(differs);
                    wrong += usize::from(differs && !logarithm.doubtful);
                }
            }
            println!(
                "{}: {} arguments, {doubtful} doubtful, {other} of them rounded otherwise by the \
                 library, {wrong} wrong",
                cpu.name(),
                blocks * LEN
            );
            assert_eq!(wrong, 0);
        }
    }

    #[test]
    fn is_the_librarys_or_doubtful() {
        against_the_library(1 << 8);
    }

    #[test]
    #[ignore = "takes a minute; make stress runs it"]
    fn is_the_librarys_or_doubtful_for_very_many() {
        against_the_library(1 << 18);
    }

    /// Holds h + u against a logarithm of twice the precision.
    fn against_double_double(blocks: usize) {
        for cpu in vectors() {
            let mut arguments = Arguments::new(2);
            let (mut x, mut logarithms) = (vec![0.0; LEN], vec![Logarithm::default(); LEN]);
            let (mut near_1, mut elsewhere) = (0.0_f64, 0.0_f64);
            for _ in 0..blocks {
                arguments.fill(&mut x);
                cpu.run(Logarithms { x: &x, logarithms: &mut logarithms });
                for (&x, logarithm) in x.iter().zip(&logarithms) {
                    let exact = ln_table::minus_2_ln(x);
                    let error = ((logarithm.h - exact.0) + logarithm.u) - exact.1;
                    let unit = f64::EPSILON * exact.0.min(1.0 / 8.0);
                    let largest = if x < 15.0 / 16.0 { &mut elsewhere } else { &mut near_1 };
                    *largest = largest.max(error.abs() / unit);
                }
            }
            println!(
                "{}: {} arguments, the largest error of h + u is {near_1:.5} units from 15/16 on, \
                 {elsewhere:.5} below",
                cpu.name(),
                blocks * LEN
            );
            // Of the sums above, without one rounding of the five: that of u - delta or u + delta.
            let bounds = if cpu.name() == "avx512" { [0.0135, 0.0066] } else { [0.0021, 0.00024] };
            assert!(near_1 < bounds[0] && elsewhere < bounds[1]);
        }
    }

    #[test]
    fn is_within_its_bound() {
        against_double_double(1 << 6);
    }

    #[test]
    #[ignore = "takes minutes; make stress runs it"]
    fn is_within_its_bound_for_very_many() {
        against_double_double(1 << 18);
    }
}
