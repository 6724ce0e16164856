//! Arithmetic in twice the precision, for tables that are computed when the crate is compiled.
//!
//! Dekker (1971), "A floating-point technique for extending the available precision",
//! <https://doi.org/10.1007/BF01397083>.

/// An unevaluated sum of two numbers, the second below half an ulp of the first.
pub(super) type DoubleDouble = (f64, f64);

/// ln x for 1/2 <= x <= 2.
pub(super) const fn ln(x: f64) -> DoubleDouble {
    ln_ratio::<40>(x, 1.0)
}

/// ln (x / y) = 2 (u + u³/3 + u⁵/5 + ...) with u = (x - y) / (x + y), for y/2 <= x <= 2y: |u| <= 1/3.
///
/// What is left out is below |u|^(2 terms + 1): for 40 terms 3^-81, or 2^-128. The arithmetic is good
/// to about 2^-100.
pub(super) const fn ln_ratio<const TERMS: usize>(x: f64, y: f64) -> DoubleDouble {
    let u = divide((x - y, 0.0), two_sum(x, y)); // x - y is exact: Sterbenz
    let square = multiply(u, u);
    let mut sum = (0.0, 0.0);
    let mut term = TERMS;
    while term > 0 {
        term -= 1;
        sum = add(multiply(sum, square), ODD_RECIPROCALS[term]);
    }
    let half = multiply(sum, u);
    (2.0 * half.0, 2.0 * half.1)
}

/// 1, 1/3, 1/5, ...
const ODD_RECIPROCALS: [DoubleDouble; 40] = {
    let mut reciprocals = [(1.0, 0.0); 40];
    let mut odd = 1.0;
    let mut term = 1;
    while term < 40 {
        odd += 2.0;
        reciprocals[term] = divide((1.0, 0.0), (odd, 0.0));
        term += 1;
    }
    reciprocals
};

const fn fast_two_sum(a: f64, b: f64) -> DoubleDouble {
    let sum = a + b;
    (sum, b - (sum - a))
}

const fn two_sum(a: f64, b: f64) -> DoubleDouble {
    let sum = a + b;
    let b_part = sum - a;
    (sum, (a - (sum - b_part)) + (b - b_part))
}

const fn two_product(a: f64, b: f64) -> DoubleDouble {
    const fn halves(x: f64) -> DoubleDouble {
        let shifted = 134_217_729.0 * x; // 2^27 + 1
        let high = shifted - (shifted - x);
        (high, x - high)
    }
    let product = a * b;
    let ((a0, a1), (b0, b1)) = (halves(a), halves(b));
    (product, a1 * b1 - (((product - a0 * b0) - a1 * b0) - a0 * b1))
}

pub(super) const fn add(a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let (sum, error) = two_sum(a.0, b.0);
    fast_two_sum(sum, error + (a.1 + b.1))
}

pub(super) const fn multiply(a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let (product, error) = two_product(a.0, b.0);
    fast_two_sum(product, error + (a.0 * b.1 + a.1 * b.0))
}

pub(super) const fn divide(a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let quotient = a.0 / b.0;
    let (product, error) = multiply((quotient, 0.0), b);
    fast_two_sum(quotient, (((a.0 - product) - error) + a.1) / b.0)
}
