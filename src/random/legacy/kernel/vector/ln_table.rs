//! The table of the vector logarithm, computed from its definition when the crate is compiled.

use crate::random::double_double::{DoubleDouble, ln};
#[cfg(test)]
use crate::random::double_double::{add, ln_ratio, multiply};

/// The bits of the number at which the first interval starts: 11/16 - 1/128.
pub(super) const START: u64 = (0x3fe6 << 48) - (1 << (ROW_SHIFT - 1));
/// How far the bits of a number are shifted to count the intervals since [`START`].
pub(super) const ROW_SHIFT: u32 = 47;

/// For the centre c of each interval: -2q with q = fl(1/c), and 2 ln q in two parts.
pub(super) static ROWS: [[f64; 4]; 32] = {
    let mut rows = [[0.0; 4]; 32];
    let mut row = 0;
    while row < 32 {
        let inverse = 1.0 / centre(row);
        let [high, low] = in_two_parts(ln(inverse));
        rows[row] = [-2.0 * inverse, 2.0 * high, 2.0 * low, 0.0];
        row += 1;
    }
    rows
};

/// The number in the middle of an interval.
const fn centre(row: usize) -> f64 {
    f64::from_bits((0x3fe6 << 48) + ((row as u64) << ROW_SHIFT))
}

/// The same, column by column.
pub(super) static COLUMNS: [[f64; 32]; 3] = {
    let mut columns = [[0.0; 32]; 3];
    let mut row = 0;
    while row < 32 {
        let mut column = 0;
        while column < 3 {
            columns[column][row] = ROWS[row][column];
            column += 1;
        }
        row += 1;
    }
    columns
};

/// -2 ln 2 in two parts.
pub(super) const MINUS_2_LN_2: [f64; 2] = {
    let [high, low] = in_two_parts(ln(2.0));
    [-2.0 * high, -2.0 * low]
};

/// A multiple of 2^-42 and the rest, for numbers below 2^9.
const fn in_two_parts(x: DoubleDouble) -> [f64; 2] {
    const ROUNDER: f64 = 1536.0; // 1.5 · 2^10: the last bit of the numbers around it counts 2^-42
    let high = (x.0 + ROUNDER) - ROUNDER;
    [high, (x.0 - high) + x.1]
}

/// -2 ln x in twice the precision, to hold the vector logarithm against.
#[cfg(test)]
pub(super) fn minus_2_ln(x: f64) -> DoubleDouble {
    static LN_CENTRES: std::sync::LazyLock<[DoubleDouble; 32]> =
        std::sync::LazyLock::new(|| std::array::from_fn(|row| ln(centre(row))));
    const LN_2: DoubleDouble = ln(2.0);
    let offset = x.to_bits().cast_signed() - START.cast_signed();
    let k = offset >> 52;
    let row = usize::try_from((offset >> ROW_SHIFT) & 31).unwrap_or_default();
    let z = f64::from_bits((x.to_bits().cast_signed() - (k << 52)).cast_unsigned());
    let k = f64::from(i32::try_from(k).unwrap_or_default());
    let ln_c = add(multiply((k, 0.0), LN_2), LN_CENTRES[row]);
    // The ratio is within 1/64 of 1: |u| < 2^-7.
    let sum = add(ln_c, ln_ratio::<8>(z, centre(row)));
    (-2.0 * sum.0, -2.0 * sum.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ln_2_is_known() {
        // The decimal expansion's first 31 digits, OEIS A002162, in the same two parts.
        let [high, low] = MINUS_2_LN_2.map(|part| -part / 2.0);
        assert_eq!(high + low, std::f64::consts::LN_2);
        assert_eq!(high.to_bits(), 0x3fe6_2e42_fefa_3800);
        assert_eq!(low.to_bits(), 0x3d2e_f357_93c7_6730);
    }

    #[test]
    fn rows_are_the_centres_logarithms() {
        for row in ROWS {
            let [inverse, high, low, _] = row.map(|x| x / -2.0);
            assert_eq!(high + low, -inverse.ln());
            assert_eq!((high * 2.0_f64.powi(42)).fract(), 0.0);
            assert!(low.abs() <= 2.0_f64.powi(-43));
        }
        assert_eq!(ROWS[20], [-2.0, 0.0, 0.0, 0.0]);
    }
}
