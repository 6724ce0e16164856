//! Arithmetic in fixed point, for tables that are computed when the crate is compiled.

/// A number below 2^7 in size, in units of 2^-120. An operation is good to a few of them.
pub(crate) type Fixed = i128;

const ONE: Fixed = 1 << 120;
const UNIT: f64 = f64::from_bits((1023 - 120) << 52);

/// The same number, as far as it is one of units.
#[expect(clippy::cast_possible_truncation, reason = "at the last unit")]
pub(crate) const fn fixed(x: f64) -> Fixed {
    (x / UNIT) as Fixed
}

/// The nearest `f64`.
#[expect(clippy::cast_precision_loss, reason = "rounded")]
pub(crate) const fn nearest(x: Fixed) -> f64 {
    x as f64 * UNIT
}

const fn multiply(a: Fixed, b: Fixed) -> Fixed {
    const HALF: Fixed = 1 << 60;
    let ([a1, a0], [b1, b0]) = ([a / HALF, a % HALF], [b / HALF, b % HALF]);
    a1 * b1 + a1 * b0 / HALF + a0 * b1 / HALF
}

/// ln x, for x <= 2 down to 2^-106.
pub(crate) const fn ln(mut x: f64) -> Fixed {
    const LN_2: Fixed = ln_near_1(2.0);
    let mut k = 0;
    while x < 0.75 {
        x *= 2.0;
        k += 1;
    }
    ln_near_1(x) - k * LN_2
}

/// ln x = 2 (u + u³/3 + u⁵/5 + ...) with u = (x - 1) / (x + 1), for 1/2 <= x <= 2.
const fn ln_near_1(x: f64) -> Fixed {
    // In two steps, all of it exact but the last: x is a multiple of 2^-53, which is 2^67 units.
    let (above, below) = ((fixed(x) - ONE) << 3, (fixed(x) + ONE) >> 67);
    let u = ((above / below) << 50) + ((above % below) << 50) / below;
    let square = multiply(u, u);
    let (mut power, mut sum, mut odd) = (u, u, 1);
    while power != 0 {
        power = multiply(power, square);
        odd += 2;
        sum += power / odd;
    }
    2 * sum
}

/// exp x = 1 + x + x²/2 + x³/6 + ..., for -8 < x <= 0: of x / 2, squared.
pub(crate) const fn exp(x: f64) -> Fixed {
    let half = fixed(x / 2.0);
    let (mut term, mut sum, mut n) = (ONE, ONE, 0);
    while term != 0 {
        n += 1;
        term = multiply(term, half) / n;
        sum += term;
    }
    multiply(sum, sum)
}

/// The integer nearest to a number from 0 to 2^52.
pub(crate) const fn round(x: f64) -> f64 {
    const TWO_52: f64 = 4_503_599_627_370_496.0;
    (x + TWO_52) - TWO_52
}

/// √x for 2^-10 <= x, rounded to the nearest.
#[expect(clippy::cast_precision_loss, clippy::cast_sign_loss, reason = "rounded, and positive")]
pub(crate) const fn sqrt(x: f64) -> f64 {
    let square = fixed(x) as u128;
    let root = square.isqrt(); // in units of 2^-60: the last one may tell that there is more
    (root | (root * root < square) as u128) as f64 / (1_u64 << 60) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The C library is off by less than an ulp, and mostly right.
    #[test]
    fn functions_are_rounded_to_the_nearest() {
        let mut right = [0; 2];
        for x in (1..500).map(|step| f64::from(step) / 500.0) {
            assert_eq!(sqrt(x), x.sqrt());
            let pairs = [(exp(-7.0 * x), (-7.0 * x).exp()), (ln(x), x.ln())];
            for ((exact, library), right) in pairs.into_iter().zip(&mut right) {
                let here = nearest(exact);
                assert!([here.next_down(), here, here.next_up()].contains(&library));
                *right += u32::from(here == library);
            }
        }
        assert!(right.iter().all(|&right| right > 490), "{right:?} of 499");
    }
}
