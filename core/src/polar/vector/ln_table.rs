//! The table of the vector logarithm, computed from its definition when the crate is compiled.

use crate::fixed_point::{Fixed, ln, nearest, round};

/// The intervals of a table, each around a centre: see [`ln`](super::ln).
pub(super) struct Intervals {
    /// How far the bits of a number are shifted to count the intervals.
    pub(super) shift: u32,
}

/// 32 intervals, for AVX-512 and the tests.
#[cfg(any(target_arch = "x86_64", test))]
pub(super) const LONG: Intervals = Intervals { shift: 47 };
/// 256 intervals.
pub(super) const SHORT: Intervals = Intervals { shift: 44 };

impl Intervals {
    const FIRST_CENTRE: u64 = 0x3fe6 << 48; // 11/16

    /// The bits of the number at which the first interval starts.
    pub(super) const fn start(&self) -> u64 {
        Self::FIRST_CENTRE - (1 << (self.shift - 1))
    }

    /// The number in the middle of an interval: above 1, and below.
    const fn centre(&self, row: usize) -> f64 {
        f64::from_bits(Self::FIRST_CENTRE + ((row as u64) << self.shift))
    }

    /// A short q such that z q - 1 is exact for all z of the interval: see [`ln`](super::ln).
    const fn exact_inverse(&self, row: usize) -> f64 {
        let bits = self.start() + ((row as u64) << self.shift);
        let (first, last) = (f64::from_bits(bits), f64::from_bits(bits + (1 << self.shift)));
        let c = self.centre(row);
        let q = round(512.0 / c) / 512.0;
        let most = (first * q - 1.0).abs().max((last * q - 1.0).abs());
        if c > 1.0 || most <= 1.0 / 512.0 { q } else { round(256.0 / c) / 256.0 }
    }
}

/// A row: -2q, and 2 ln q in two parts.
const fn row(q: f64) -> [f64; 3] {
    let [high, low] = in_two_parts(ln(q));
    [-2.0 * q, 2.0 * high, 2.0 * low]
}

/// The rows of [`LONG`], column by column.
#[cfg(any(target_arch = "x86_64", test))]
pub(super) static LONG_COLUMNS: [[f64; 32]; 3] = {
    let mut columns = [[0.0; 32]; 3];
    let mut i = 0;
    while i < 32 {
        [columns[0][i], columns[1][i], columns[2][i]] = row(1.0 / LONG.centre(i));
        i += 1;
    }
    columns
};

/// The row of an interval of [`SHORT`]: its number has the exponent above its lowest byte.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "the lowest byte")]
pub(super) fn short_row(interval: u64) -> &'static [f64; 2] {
    &SHORT_ROWS.0[usize::from(interval as u8)]
}

/// By how much the first number of a row of [`SHORT_ROWS`] is shifted to the left to become -2q.
pub(super) const SHORT_Q: i32 = 43;

/// The rows of [`SHORT`], none across two cache lines: the lower part of 2 ln q, whose last 21 bits are
/// the first ones of -2q, which has no others; and the higher part.
static SHORT_ROWS: CacheLines<[[f64; 2]; 256]> = {
    let mut rows = [[0.0; 2]; 256];
    let mut i = 0;
    while i < 256 {
        let [q, high, low] = row(SHORT.exact_inverse(i));
        // Never subnormal, which could be slow.
        let low = if low == 0.0 { f64::MIN_POSITIVE } else { low };
        let low = low.to_bits() >> (64 - SHORT_Q) << (64 - SHORT_Q);
        rows[i] = [f64::from_bits(low | (q.to_bits() >> SHORT_Q)), high];
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
        let ends = |intervals: Intervals, row: u64| {
            let end = |row| f64::from_bits(intervals.start() + (row << intervals.shift));
            [end(row), end(row + 1)]
        };
        let long = (0..32).map(|i| LONG_COLUMNS.map(|column| column[i]));
        let short = SHORT_ROWS
            .0
            .iter()
            .map(|&[low, high]| [f64::from_bits(low.to_bits() << SHORT_Q), high, low]);
        let long_ends = (0..32).map(move |row| ends(LONG, row));
        let short_ends = (0..256).map(move |row| ends(SHORT, row));
        long.zip(long_ends).chain(short.zip(short_ends))
    }

    #[test]
    fn rows_are_logarithms() {
        for (row, ends) in rows() {
            let [q, high, low] = row.map(|x| x / -2.0);
            assert!((high + low + q.ln()).abs() <= f64::MIN_POSITIVE);
            assert_eq!((high * 2.0_f64.powi(45)).fract(), 0.0);
            assert!(low.abs() <= 2.0_f64.powi(-46));
            assert!(nearest(fixed(high) + fixed(low) + ln(q)).abs() <= 2.0_f64.powi(-78));
            assert!(ends.iter().all(|z| (z * q - 1.0).abs() <= 2.0_f64.powi(-6)));
        }
        assert_eq!(LONG_COLUMNS.map(|column| column[20]), [-2.0, 0.0, 0.0]);
        let [low, high] = SHORT_ROWS.0[160];
        assert_eq!((low.to_bits() << SHORT_Q, high), ((-2.0_f64).to_bits(), 0.0));
    }

    #[test]
    fn short_rows_leave_exact_remainders() {
        for (row, ends) in rows().skip(32) {
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
