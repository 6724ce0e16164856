//! The table of the vector logarithm, computed from its definition when the crate is compiled.

use crate::fixed_point::{Fixed, ln, nearest, round};

// The table has 256 intervals, each around a centre: see `ln.rs`.

const FIRST_CENTRE: u64 = 0x3fe6 << 48; // 11/16

/// How far the bits of a number are shifted to count the intervals.
pub(super) const SHIFT: u32 = 44;

/// The bits of the number at which the first interval starts.
pub(super) const START: u64 = FIRST_CENTRE - (1 << (SHIFT - 1));

/// A short q such that z q - 1 is exact for all z of the interval: see [`ln`](super::ln).
const fn inverse(row: usize) -> f64 {
    let centre = f64::from_bits(FIRST_CENTRE + ((row as u64) << SHIFT));
    let bits = START + ((row as u64) << SHIFT);
    let (first, last) = (f64::from_bits(bits), f64::from_bits(bits + (1 << SHIFT)));
    let q = round(512.0 / centre) / 512.0;
    let most = (first * q - 1.0).abs().max((last * q - 1.0).abs());
    if centre > 1.0 || most <= 1.0 / 512.0 { q } else { round(256.0 / centre) / 256.0 }
}

/// The row of an interval, whose number has the exponent above its lowest byte.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "the lowest byte")]
pub(super) fn row(interval: u64) -> &'static [f64; 2] {
    &ROWS.0[usize::from(interval as u8)]
}

/// By how much the first number of a row of [`ROWS`] is shifted to the left to become -2q.
pub(super) const Q_SHIFT: u32 = 43;

/// The rows, none across two cache lines: the lower part of 2 ln q, whose last 21 bits are
/// the first ones of -2q, which has no others; and the higher part.
static ROWS: CacheLines<[[f64; 2]; 256]> = {
    let mut rows = [[0.0; 2]; 256];
    let mut i = 0;
    while i < 256 {
        let q = inverse(i);
        let [high, low] = in_two_parts(ln(q));
        let (high, low) = (2.0 * high, 2.0 * low);
        // Never subnormal, which could be slow.
        let low = if low == 0.0 { f64::MIN_POSITIVE } else { low };
        let low = low.to_bits() >> (64 - Q_SHIFT) << (64 - Q_SHIFT);
        rows[i] = [f64::from_bits(low | ((-2.0 * q).to_bits() >> Q_SHIFT)), high];
        i += 1;
    }
    CacheLines(rows)
};

#[repr(align(64))]
struct CacheLines<T>(T);

/// -2 ln 2 in two parts.
pub(super) const MINUS_2_LN_2: [f64; 2] = {
    let [high, low] = in_two_parts(ln(2.0));
    [-2.0 * high, -2.0 * low]
};

/// A multiple of 2^-45, and the rest.
const fn in_two_parts(x: Fixed) -> [f64; 2] {
    let high = ((x >> 74) + 1) >> 1 << 75;
    [nearest(high), nearest(x - high)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixed_point::fixed;

    #[test]
    fn ln_2_is_known() {
        // The decimal expansion's first 31 digits, OEIS A002162, in the same two parts.
        let [high, low] = MINUS_2_LN_2.map(|part| -part / 2.0);
        assert_eq!(high + low, std::f64::consts::LN_2);
        assert_eq!(high.to_bits(), 0x3fe6_2e42_fefa_3a00);
        assert_eq!(low.to_bits(), 0xbce0_ca86_c389_8d00);
    }

    /// All rows, and the ends of their intervals.
    fn rows() -> impl Iterator<Item = ([f64; 3], [f64; 2])> {
        ROWS.0.iter().zip(0..).map(|(&[low, high], row)| {
            let ends = [row, row + 1].map(|row| f64::from_bits(START + (row << SHIFT)));
            ([f64::from_bits(low.to_bits() << Q_SHIFT), high, low], ends)
        })
    }

    #[test]
    fn rows_are_logarithms() {
        for (row, _) in rows() {
            let [q, high, low] = row.map(|x| x / -2.0);
            assert!((high + low + q.ln()).abs() <= f64::MIN_POSITIVE);
            assert_eq!((high * 2.0_f64.powi(45)).fract(), 0.0);
            assert!(low.abs() <= 2.0_f64.powi(-46));
            assert!(nearest(fixed(high) + fixed(low) + ln(q)).abs() <= 2.0_f64.powi(-78));
        }
        let [low, high] = ROWS.0[160];
        assert_eq!((low.to_bits() << Q_SHIFT, high), ((-2.0_f64).to_bits(), 0.0));
    }

    #[test]
    fn rows_leave_exact_remainders() {
        for (row, ends) in rows() {
            let q = row[0] / -2.0;
            let r = ends.map(|z| (z * q - 1.0).abs()).into_iter().fold(0.0, f64::max);
            // z q is a multiple of z's last bit times q's.
            let z_unit = 2.0_f64.powi(if ends[0] < 1.0 { -53 } else { -52 });
            let q_unit = if (q * 256.0).fract() == 0.0 { 1.0 / 256.0 } else { 1.0 / 512.0 };
            assert_eq!((q / q_unit).fract(), 0.0);
            assert!(r <= z_unit * q_unit * 2.0_f64.powi(53), "{ends:?} {q} {r}");
            assert!(r <= 2.0_f64.powf(if ends[1] <= 1.001 { -8.88 } else { -8.44 }));
        }
    }
}
