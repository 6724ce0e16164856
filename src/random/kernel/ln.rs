//! A logarithm in vectors that is the C library's, bit for bit, or says that it may not be.
//!
//! The polar method takes a logarithm for each point, and NumPy takes it from the C library,
//! whose result is near the exact one but not always the nearest number. [`ln`] computes the
//! logarithm as an unevaluated sum y + t with y = fl(y + t). If that sum, give or take all errors,
//! rounds to y, then so does whatever the library rounded: y is the library's result. Otherwise the
//! lane is doubtful, and the caller asks the library.
//!
//! # The bounds
//!
//! - The library's error is below 1/2 + 0.0215 units in the last place (ulp) of the result. The
//!   logarithm of glibc since 2.28 and of musl since 1.2.0 is that of the ARM optimized routines,
//!   whose source, `log.c`, states at most 0.520 ulp. (Older ones of glibc round correctly or nearly
//!   so, IBM's accurate portable library; older ones of musl, FreeBSD's, are within 1 ulp and not
//!   covered: no toolchain of today links them.)
//! - The error of y + t is below 2^-62.6 of the logarithm (see below), so below 0.0013 ulp.
//! - [`MARGIN`] is 3/128 ulp, 0.0234, more than the two excesses together.
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
//! r² of the polar method is 2^-104 or more. All of x = r², k, z, q, r, s as vectors:
//!
//! 1. x = 2^k z, and z lies in the interval around one of 32 centres c: 11/16 + i/64 for
//!    i = 0, ..., 20 and 1 + i/32 for i = 1, ..., 11. The intervals meet halfway between the centres
//!    and end at 11/16 - 1/128 and at twice that. ([`START`](super::ln_table::START) and the bits of x
//!    give k and the interval.)
//! 2. q = fl(1/c); p = fl(z q), s = z q - p (exact: fused), r = p - 1 (exact: Sterbenz). Then
//!    ln x = k ln 2 - ln q + ln(1 + r + s), with |r| <= 2^-6 and |s| <= 2^-53.
//! 3. ln 2 and -ln q are held in two parts, the high ones multiples of 2^-42. As |k| <= 106, the sum w
//!    of the high parts stays below 2^7: it is exact. (The sum of the low parts is below 2^-35.)
//! 4. ln(1 + r + s) = r - r²/2 + r³ P(r) + (s - s (r - r²)), up to the terms left out, with
//!    P(r) = 1/3 - r/4 + r²/5 - r³/6 + r⁴/7 - r⁵/8 + r⁶/9.
//! 5. w + r = h + a and h - fl(r²)/2 = g + b, both exact (Dekker's fast two-sum: w is 0 or larger
//!    than r; h is larger than r²), and r² = fl(r²) + d exact (fused).
//! 6. u = r³ P + (low parts + (s - s (r - r²)) - d/2 + a + b); then y = fl(g + u) and t = (g - y) + u
//!    (exact, as before).
//!
//! # Its error
//!
//! Three cases, and for each the errors as parts of |ln x|:
//!
//! | | k = 0, c = 1 | k = 0, c < 1 | k < 0 |
//! |---|---|---|---|
//! | abs r | <= 2^-7 | <= 2^-6.98 next to c = 1, where abs ln x >= 2^-7; elsewhere less | <= 2^-6 |
//! | abs ln x | >= abs r | >= 2^-7 | >= 2^-1.38 |
//! | series cut after r⁹: abs r^10/10 | 2^-66.3 | 2^-66.1 | 2^-61.9, and 2^-62.7 for the c that come near it |
//! | r³ P: six roundings, 2^-50.4 abs r³/3 | 2^-65.9 | 2^-65.8 | 2^-68.5 |
//! | s r³ left out | s = 0 | 2^-66.9 | 2^-69.6 |
//! | rounding of u, below 2^-53 abs r³/2.9 | 2^-68.5 | 2^-68.4 | 2^-71 |
//! | low parts, small sums | 0 | 2^-80 | 2^-87 |
//!
//! In the last column abs r = 2^-6 takes c = 1 with z = 1 + 1/64, where |ln x| >= 0.677; for
//! z at its upper end, where |ln x| >= 0.385, c = 43/32 and |r| <= 2^-6.42, so the cut is 2^-66.1.
//! The sum is below 2^-62.6 in all three.

use super::Lanes;
use super::ln_table::MINUS_2_LN_2;

/// How near to a midpoint, in ulp, the sum y + t is doubtful.
const MARGIN: f64 = 3.0 / 128.0;

/// -2 ln x for normal numbers 2^-106 <= x < 1, and the lanes, as bits, in which ln x may not be what
/// the C library returns.
///
/// All of the quantities above but z, k and x times -2, which changes no rounding.
#[inline(always)]
#[expect(clippy::many_single_char_names, reason = "those of the description above")]
pub(super) fn minus_2_ln<L: Lanes>(lanes: L, x: L::Reals) -> (L::Reals, u8) {
    let number = |x| lanes.splat(x);
    let (k, z, row) = lanes.split(x);
    let [q, ln_c_high, ln_c_low] = lanes.look_up(row);

    let p = lanes.mul(z, q);
    let s = lanes.mul_sub(z, q, p);
    let r = lanes.add(p, number(2.0));

    let w = lanes.mul_add(k, number(MINUS_2_LN_2[0]), ln_c_high);
    let h = lanes.add(w, r);
    let a = lanes.add(lanes.sub(w, h), r);

    let quarter = lanes.mul(number(0.25), r);
    let g = lanes.mul_add(quarter, r, h);
    let step = lanes.sub(h, g);
    let b = lanes.mul_add(quarter, r, step);

    let r2 = lanes.mul(r, r);
    let r4 = lanes.mul(r2, r2);
    let p01 = lanes.mul_add(r, number(1.0 / 32.0), number(1.0 / 12.0));
    let p23 = lanes.mul_add(r, number(1.0 / 192.0), number(1.0 / 80.0));
    let p45 = lanes.mul_add(r, number(1.0 / 1024.0), number(1.0 / 448.0));
    let p456 = lanes.mul_add(r2, number(1.0 / 2304.0), p45);
    let p0123 = lanes.mul_add(r2, p23, p01);
    let series = lanes.mul_add(r4, p456, p0123);

    let low = lanes.mul_add(k, number(MINUS_2_LN_2[1]), ln_c_low);
    let from_s = lanes.mul_add(s, lanes.mul_sub(number(0.5), r, step), s);
    let small = lanes.add(lanes.add(low, from_s), lanes.add(a, b));
    let u = lanes.mul_add(lanes.mul(r, r2), series, small);

    let y = lanes.add(g, u);
    let t = lanes.add(lanes.sub(g, y), u);
    let stretched = lanes.mul_add(t, number(1.0 / (1.0 - 2.0 * MARGIN)), y);
    (y, lanes.differ(stretched, y))
}
