/// How the C compiler that built NumPy rounds x1\*x1 + x2\*x2.
///
/// The C standard lets a compiler contract a product and a sum into one fused multiply-add with a
/// single rounding (ISO C, 6.5 "Expressions"), where the target has the instruction and the compiler's
/// options allow it. NumPy's macOS wheels for arm64 fuse the first; the wheels of 1.26 to 2.5 for Linux
/// fuse none, and neither does Debian's package. No other expression of the polar method changes its
/// value by it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Contraction {
    /// Both products are rounded, then the sum: fl(fl(x1\*x1) + fl(x2\*x2)).
    #[default]
    None,
    /// The first product is fused with the sum: fl(x1\*x1 + fl(x2\*x2)).
    First,
    /// The second product is fused with the sum: fl(fl(x1\*x1) + x2\*x2).
    Second,
}

impl Contraction {
    /// Every way of rounding, the plain one first.
    pub const ALL: [Self; 3] = [Self::None, Self::First, Self::Second];

    /// x1\*x1 + x2\*x2
    #[inline(always)]
    pub(crate) fn sum_of_squares(self, x1: f64, x2: f64) -> f64 {
        match self {
            Self::None => x1 * x1 + x2 * x2,
            Self::First => x1.mul_add(x1, x2 * x2),
            Self::Second => x2.mul_add(x2, x1 * x1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contractions_differ_by_one_rounding() {
        let rounded = |x1, x2| Contraction::ALL.map(|c| c.sum_of_squares(x1, x2).to_bits());
        let plain = 0.85_f64.to_bits() - 1;
        assert_eq!(rounded(0.6, 0.7), [plain, plain, plain + 1]);
        assert_eq!(rounded(0.7, 0.6), [plain, plain + 1, plain]);
    }
}
