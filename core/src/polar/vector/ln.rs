//! A logarithm in vectors that is the C library's, bit for bit, or says that it may not be.
//!
//! The polar method takes a logarithm for each point, and NumPy takes it from the C library, whose
//! result is near the exact one but not always the nearest number. [`minus_2_ln`] computes the
//! logarithm as an unevaluated sum y + t with y = fl(y + t). If that sum, give or take all errors,
//! rounds to y, then so does whatever the library rounded: y is the library's result. Otherwise the
//! lane is doubtful, and the caller asks the library.
//!
//! # The bounds
//!
//! - The library's error is below 1/2 + 0.0215 units in the last place (ulp) of the result. The
//!   logarithm of glibc since 2.28 and of musl since 1.2 is that of the ARM optimized routines,
//!   whose source, `log.c`, states at most 0.519 ulp with fused multiply-adds and 0.520 without.
//! - The error of y + t is below 2^-62.6 of the logarithm (see below), so below 0.0013 ulp.
//! - [`MARGIN`] is 3/128 ulp, 0.0234: more than the two excesses over 1/2 together.
//!
//! # The test
//!
//! Let h be the distance from y to the midpoint between y and its neighbour on t's side. A lane is
//! free of doubt if fl(y + m t) = y with m = 1 / (1 - 2 e), e the margin. That needs m |t| <= h, so
//! h - |t| >= 2 e h: y + t is e ulp or more on y's side of the midpoint (2 h is the ulp between y and
//! that neighbour, also where y is a power of 2 and the distances on its two sides differ). The
//! exact logarithm lies less than the own error beyond, and the library's result is less than its
//! bound away from that: nearer to y than to the neighbour, hence y.
//!
//! # The computation, for 2^-106 <= x < 1
//!
//! (The polar method's r² is 2^-104 or more.)
//!
//! There are two tables: one of 32 rows, for lanes that hold it in registers, and one of 64 rows, for
//! lanes that look it up in memory and are spared s.
//!
//! 1. x = 2^k z, and z lies in the interval around one of the centres c: 11/16 + i/64 up to 1 and
//!    1 + i/32 above it; for 64 rows, half these steps. The intervals meet halfway between the
//!    centres and end at twice the number at which they start; the bits of x give k and the interval.
//! 2. z q = 1 + r + s with a q near 1/c, and ln x = k ln 2 - ln q + ln(1 + r + s).
//!    - 32 rows: q = fl(1/c); p = fl(z q), s = z q - p (exact: fused), r = p - 1 (exact: Sterbenz).
//!      |r| <= 2^-6 and |s| <= 2^-53.
//!    - 64 rows: q is a multiple of 1/128 or, in two rows with c < 1, of 1/64. z is a multiple of
//!      2^-53 below 1 and of 2^-52 above. So z q - 1 is a multiple of 2^-60 where c <= 1 and q is a
//!      multiple of 1/128, and there it is 2^-7 at most; elsewhere it is a multiple of 2^-59 and 2^-6
//!      at most. Either way its 53 bits make it exact: r = z q - 1 (fused), s = 0. Row by row,
//!      |r| <= 2^-6.94 if c <= 1, and |r| <= 2^-6.47 if c > 1.
//! 3. ln 2 and -ln q are held in two parts, the high ones multiples of 2^-42. As |k| <= 106, the sum w
//!    of the high parts stays below 2^7: it is exact. (The sum of the low parts is below 2^-35.)
//! 4. ln(1 + r + s) = r - r²/2 + r³ P(r) + (s - s (r - r²)), up to the terms left out, with
//!    P(r) = 1/3 - r/4 + r²/5 - r³/6 + r⁴/7 - r⁵/8 + r⁶/9. The rest is fl(r³ P + low parts), fused.
//! 5. w + r = h + a, exact (Dekker's fast two-sum: w is 0 or larger than r), and h - r²/2 = g + b with
//!    g = fl(h - r²/2) fused and b, the rest, rounded once.
//! 6. u = rest + (a + b) + (s - s (r - r²)); then y = fl(g + u) and t = (g - y) + u (exact: fast
//!    two-sum).
//!
//! # Its error
//!
//! As parts of |ln x|. With 32 rows there are three cases:
//!
//! | | k = 0, c = 1 | k = 0, c < 1 | k < 0 |
//! |---|---|---|---|
//! | abs r | 2^-7 | 2^-6.98 next to c = 1, where abs ln x >= 2^-7 | 2^-6 |
//! | abs ln x, at least | abs r | 2^-7 | 2^-1.4 |
//! | series cut after r⁹: abs r^10/10 | 2^-66.3 | 2^-66.1 | 2^-62.7 |
//! | r³ P: six roundings, 2^-50.4 abs r³/3 | 2^-65.9 | 2^-65.8 | 2^-68.5 |
//! | s r³ left out | s = 0 | 2^-66.9 | 2^-69.6 |
//! | three sums up to u, below 2^-53 abs r³/2.9 each | 2^-66.9 | 2^-66.8 | 2^-69.4 |
//! | b and the small sums | 2^-86 | 2^-80 | 2^-80 |
//!
//! In the last column, |r| = 2^-6 takes c = 1 and z = 1 + 1/64, where |ln x| >= 0.677; where |ln x| is
//! least, at the end of the intervals, c = 43/32 and |r| <= 2^-6.4. The sums of the columns are below
//! 2^-62.6.
//!
//! With 64 rows there are two. For k = 0, |ln x| >= |r|: up to c = 1 - 2/128, |ln x| >= 0.0117 and
//! |r| <= 2^-6.94; then comes q = 129/128, where r > 0 is 0.0039 at most and |ln x| is more, and
//! where r < 0 is -0.0040 at least and |ln x| >= 0.0077; then q = 1.
//!
//! | | k = 0 | k < 0 |
//! |---|---|---|
//! | abs r | 2^-6.94 | 2^-6.47 |
//! | abs ln x, at least | abs r | 2^-1.4 |
//! | series cut after r⁹: abs r^10/10 | 2^-65.7 | 2^-66.6 |
//! | r³ P: six roundings, 2^-50.4 abs r³/3 | 2^-65.8 | 2^-69.9 |
//! | two sums up to u, below 2^-53 abs r³/2.9 each | 2^-67.4 | 2^-71.4 |
//! | b and the small sums | 2^-80 | 2^-80 |
//!
//! Their sums are below 2^-64.5. `make stress` holds y + t against a logarithm in twice the precision,
//! and y against the C library's for 10^9 arguments.

use super::lanes::Lanes;
#[cfg(test)]
use super::lanes::Pass;
use super::ln_table::MINUS_2_LN_2;

/// How near to a midpoint, in ulp, the sum y + t is doubtful.
const MARGIN: f64 = 3.0 / 128.0;

/// What is left of an argument after steps 1 to 4. All of its quantities times -2, which changes no
/// rounding.
#[derive(Clone, Copy)]
pub(super) struct Reduced<L: Lanes> {
    pub(super) r: L::Reals,
    /// `None` where it is 0.
    pub(super) s: Option<L::Reals>,
    pub(super) w: L::Reals,
    pub(super) rest: L::Reals,
}

/// Steps 2 to 4, for what [`Lanes::split`] makes of normal numbers 2^-106 <= x < 1.
#[inline(always)]
#[expect(clippy::many_single_char_names, reason = "those of the description")]
pub(super) fn reduce<L: Lanes>(lanes: L, k: L::Reals, z: L::Reals, rows: &[u64]) -> Reduced<L> {
    let number = |x| lanes.splat(x);
    let [q, ln_c_high, ln_c_low] = lanes.look_up(rows);
    let (r, s) = if L::EXACT_REMAINDERS {
        (lanes.mul_add(z, q, number(2.0)), None)
    } else {
        let p = lanes.mul(z, q);
        (lanes.add(p, number(2.0)), Some(lanes.mul_sub(z, q, p)))
    };

    // The coefficients of -2 r³ P, and Estrin's scheme: its pairs do not wait for each other.
    let r2 = lanes.mul(r, r);
    let r4 = lanes.mul(r2, r2);
    let p01 = lanes.mul_add(r, number(1.0 / 32.0), number(1.0 / 12.0));
    let p23 = lanes.mul_add(r, number(1.0 / 192.0), number(1.0 / 80.0));
    let p45 = lanes.mul_add(r, number(1.0 / 1024.0), number(1.0 / 448.0));
    let p456 = lanes.mul_add(r2, number(1.0 / 2304.0), p45);
    let p0123 = lanes.mul_add(r2, p23, p01);
    let series = lanes.mul_add(r4, p456, p0123);

    let low = lanes.mul_add(k, number(MINUS_2_LN_2[1]), ln_c_low);
    let w = lanes.mul_add(k, number(MINUS_2_LN_2[0]), ln_c_high);
    Reduced { r, s, w, rest: lanes.mul_add(lanes.mul(r, r2), series, low) }
}

/// -2 ln x, and the lanes, as bits, in which ln x may not be what the C library returns.
#[inline(always)]
pub(super) fn minus_2_ln<L: Lanes>(lanes: L, x: Reduced<L>) -> (L::Reals, u8) {
    let (y, t) = minus_2_ln_in_two_parts(lanes, x);
    let stretched = lanes.mul_add(t, lanes.splat(1.0 / (1.0 - 2.0 * MARGIN)), y);
    (y, lanes.differ(stretched, y))
}

/// The sum y + t of the description above: steps 5 and 6.
#[inline(always)]
#[expect(clippy::many_single_char_names, reason = "those of the description")]
fn minus_2_ln_in_two_parts<L: Lanes>(lanes: L, x: Reduced<L>) -> (L::Reals, L::Reals) {
    let Reduced { r, s, w, rest } = x;

    let h = lanes.add(w, r);
    let a = lanes.add(lanes.sub(w, h), r);

    let quarter = lanes.mul(lanes.splat(0.25), r); // -2 (-r²/2) is r²/4 for the r of this function
    let g = lanes.mul_add(quarter, r, h);
    let step = lanes.sub(h, g);
    let b = lanes.mul_add(quarter, r, step);

    let mut u = lanes.add(rest, lanes.add(a, b));
    if let Some(s) = s {
        let factor = lanes.mul_sub(lanes.splat(0.5), r, step);
        u = lanes.add(u, lanes.mul_add(s, factor, s));
    }
    let y = lanes.add(g, u);
    (y, lanes.add(lanes.sub(g, y), u))
}

/// What the logarithm makes of an argument, for its tests.
#[cfg(test)]
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Logarithm {
    pub(super) y: f64,
    pub(super) t: f64,
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
    fn run<L: Lanes>(self, lanes: L) {
        let (mut y, mut t, mut rows) = ([0.0; 8], [0.0; 8], [0; 8]);
        for (x, logarithms) in self.x.chunks(L::LANES).zip(self.logarithms.chunks_mut(L::LANES)) {
            let split = lanes.split(lanes.load(x), &mut rows);
            let reduced = reduce(lanes, split.0, split.1, &rows);
            let (_, doubtful) = minus_2_ln(lanes, reduced);
            let parts = minus_2_ln_in_two_parts(lanes, reduced);
            lanes.store(parts.0, &mut y);
            lanes.store(parts.1, &mut t);
            for (lane, logarithm) in logarithms.iter_mut().enumerate() {
                let doubtful = doubtful & (1 << lane) != 0;
                *logarithm = Logarithm { y: y[lane], t: t[lane], doubtful };
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
            let halves = (0..128)
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

    /// Holds y + t against a logarithm of twice the precision.
    fn against_double_double(blocks: usize) {
        for cpu in vectors() {
            let mut arguments = Arguments::new(2);
            let (mut x, mut logarithms) = (vec![0.0; LEN], vec![Logarithm::default(); LEN]);
            let mut largest = 0.0_f64;
            for _ in 0..blocks {
                arguments.fill(&mut x);
                cpu.run(Logarithms { x: &x, logarithms: &mut logarithms });
                for (&x, logarithm) in x.iter().zip(&logarithms) {
                    let exact = ln_table::minus_2_ln(x);
                    let error = (logarithm.y - exact.0) + (logarithm.t - exact.1);
                    largest = largest.max(error.abs() / exact.0);
                }
            }
            println!(
                "{}: {} arguments, the largest error of y + t is 2^{:.2} of the logarithm",
                cpu.name(),
                blocks * LEN,
                largest.log2()
            );
            assert!(largest < 2.0_f64.powf(-62.6));
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
