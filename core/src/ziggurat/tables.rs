//! The tables of the ziggurat, computed from their definition when the crate is compiled.
//!
//! 256 layers of equal area v cover half of exp(-x²/2). Layer i has the width x(i), and the lowest
//! one, 0, has the tail beyond r as well:
//!
//! - x(255) = r, and downwards x(i) = √(-2 ln(v / x(i+1) + exp(-x(i+1)²/2)));
//! - a number is m · x(i) / 2^52 for m of 52 bits, and below the curve for sure if m is less than
//!   x(i-1) / x(i) · 2^52;
//! - layer 0 stands for a width of v / exp(-r²/2), and its numbers are so if they are less than r.
//!
//! Every operation is one of `f64`, rounded to the nearest, ln and exp as well. NumPy's file has the
//! same numbers but one, which is an ulp above the nearest (and is so here): exp(-x(38)²/2). Those of
//! float32 are the same ones rounded.

use crate::double_double::{DoubleDouble, add, divide, ln, multiply};

/// Where the tail starts.
pub(super) const R: f64 = 3.654_152_885_361_009;
/// The area of a layer.
const V: f64 = 0.004_928_673_233_974_652;
const LAYERS: usize = 256;
/// 2^52: m lies below.
const TWO_52: f64 = 4_503_599_627_370_496.0;
/// 2^29, which is between 52 bits and the 23 of float32.
const TWO_29: f64 = 536_870_912.0;

/// What one layer needs, on one side of 0.
#[derive(Clone, Copy, Debug)]
#[repr(C)] // the kernels load a row at once
pub(super) struct Row<T, M> {
    /// A number is m times this: the width of the layer over that of m, with the sign.
    pub(super) step: T,
    /// It is below the curve for sure if m is less than this.
    pub(super) inside: M,
}

/// The rows of the layers to the right, then of those to the left: the lowest 9 bits of a word say
/// which.
#[derive(Debug)]
#[repr(align(64))] // so that no row is in two cache lines
pub struct Rows<T, M>(pub(super) [Row<T, M>; 2 * LAYERS]);

/// exp(-x²/2) for the width x of each layer, 1 for the lowest.
pub(super) static HEIGHTS_64: [f64; LAYERS] = LAYERS_64.heights;
pub(super) static HEIGHTS_32: [f32; LAYERS] = LAYERS_32.heights;

pub(super) static ROWS_64: Rows<f64, u64> = rows_64(f64::INFINITY);
pub(super) static ROWS_32: Rows<f32, u32> = rows_32(f32::INFINITY);

/// As if only the numbers from -2 to 2 were below the curve.
pub(super) static CUT_ROWS_64: Rows<f64, u64> = rows_64(2.0);
pub(super) static CUT_ROWS_32: Rows<f32, u32> = rows_32(2.0);

struct Layers<T, M> {
    steps: [T; LAYERS],
    insides: [M; LAYERS],
    heights: [T; LAYERS],
}

const LAYERS_64: Layers<f64, u64> = {
    let (mut steps, mut insides, mut heights) = ([0.0; LAYERS], [0; LAYERS], [1.0; LAYERS]);
    let (mut width, mut layer) = (R, LAYERS - 1);
    loop {
        steps[layer] = width / TWO_52;
        heights[layer] = exp(-0.5 * width * width);
        if layer == 38 {
            heights[layer] = heights[layer].next_up();
        }
        if layer == 1 {
            break;
        }
        let next = sqrt(-2.0 * ln_below_1(V / width + heights[layer]));
        insides[layer] = nearest(next / width * TWO_52);
        width = next;
        layer -= 1;
    }
    insides[0] = nearest(R * heights[LAYERS - 1] / V * TWO_52);
    steps[0] = V / heights[LAYERS - 1] / TWO_52;
    Layers { steps, insides, heights }
};

#[expect(clippy::cast_possible_truncation, reason = "rounded to float32, and 23 bits")]
const LAYERS_32: Layers<f32, u32> = {
    let (mut steps, mut insides, mut heights) = ([0.0; LAYERS], [0; LAYERS], [0.0; LAYERS]);
    let mut layer = 0;
    while layer < LAYERS {
        steps[layer] = (LAYERS_64.steps[layer] * TWO_29) as f32;
        insides[layer] = nearest(as_float(LAYERS_64.insides[layer]) / TWO_29) as u32;
        heights[layer] = LAYERS_64.heights[layer] as f32;
        layer += 1;
    }
    Layers { steps, insides, heights }
};

macro_rules! rows {
    ($name:ident: $layers:ident of $number:ident and $inside:ident) => {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_precision_loss,
            clippy::cast_sign_loss,
            reason = "a mantissa, or more"
        )]
        const fn $name(cut: $number) -> Rows<$number, $inside> {
            let mut rows = [Row { step: 0.0, inside: 0 }; 2 * LAYERS];
            let mut layer = 0;
            while layer < LAYERS {
                let step = $layers.steps[layer];
                let mut inside = $layers.insides[layer];
                // The quotient and the product round: the quotient alone may be off by a little.
                let most = (cut / step) as $inside;
                if inside > most {
                    inside = if inside < most + 4 { inside } else { most + 4 };
                    while inside > 0 && (inside - 1) as $number * step > cut {
                        inside -= 1;
                    }
                }
                rows[layer] = Row { step, inside };
                rows[LAYERS + layer] = Row { step: -step, inside };
                layer += 1;
            }
            Rows(rows)
        }
    };
}

rows!(rows_64: LAYERS_64 of f64 and u64);
rows!(rows_32: LAYERS_32 of f32 and u32);

/// The nearest integer to a number of at most 53 bits before the point.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "of 53 bits")]
const fn nearest(x: f64) -> u64 {
    let below = x as u64;
    let rest = x - as_float(below);
    below + (rest > 0.5 || rest == 0.5 && below % 2 == 1) as u64
}

#[expect(clippy::cast_precision_loss, reason = "of 53 bits")]
const fn as_float(integer: u64) -> f64 {
    integer as f64
}

/// 2^exponent
#[expect(clippy::cast_sign_loss, reason = "biased")]
const fn power_of_2(exponent: i64) -> f64 {
    f64::from_bits(((1023 + exponent) as u64) << 52)
}

/// The mantissa and the exponent of a normal number, mantissa · 2^exponent.
const fn parts(x: f64) -> (u64, i64) {
    let bits = x.to_bits();
    ((bits & ((1 << 52) - 1)) | (1 << 52), (bits >> 52).cast_signed() - 1075)
}

/// √x, rounded to the nearest.
#[expect(clippy::cast_possible_truncation, reason = "of 63 bits")]
const fn sqrt(x: f64) -> f64 {
    let (mantissa, exponent) = parts(x);
    let shift = 72 + exponent.rem_euclid(2);
    let square = (mantissa as u128) << shift;
    let root = square.isqrt(); // of 63 bits: the last one may tell that there is more
    let more = root * root < square;
    as_float(root as u64 | more as u64) * power_of_2((exponent - shift) / 2)
}

/// ln x for 0 < x < 1, rounded to the nearest.
#[expect(clippy::cast_precision_loss, reason = "an exponent")]
const fn ln_below_1(x: f64) -> f64 {
    let (mantissa, exponent) = parts(x);
    let (fraction, exponent) = (as_float(mantissa) / (2.0 * TWO_52), exponent + 53);
    add(ln(fraction), multiply((exponent as f64, 0.0), ln(2.0))).0
}

/// exp x for -8 < x <= 0, rounded to the nearest: of x / 2^10 by its series, squared ten times.
const fn exp(x: f64) -> f64 {
    let small = (x / 1024.0, 0.0); // below 1/128: the 14th term is below 2^-130
    let mut sum: DoubleDouble = (1.0, 0.0);
    let mut term = 14.0;
    while term > 0.0 {
        sum = add((1.0, 0.0), divide(multiply(small, sum), (term, 0.0)));
        term -= 1.0;
    }
    let mut squarings = 0;
    while squarings < 10 {
        sum = multiply(sum, sum);
        squarings += 1;
    }
    sum.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ziggurat::Ziggurat;

    /// The C library is off by less than an ulp, and mostly right.
    #[test]
    fn functions_are_rounded_to_the_nearest() {
        let (mut exps, mut lns) = (0, 0);
        for step in 1..500_u32 {
            let x = f64::from(step) / 500.0;
            assert_eq!(sqrt(x), x.sqrt());
            let (exp, ln) = (exp(-7.0 * x), ln_below_1(x));
            assert!([exp.next_down(), exp, exp.next_up()].contains(&(-7.0 * x).exp()));
            assert!([ln.next_down(), ln, ln.next_up()].contains(&x.ln()));
            exps += u32::from(exp == (-7.0 * x).exp());
            lns += u32::from(ln == x.ln());
        }
        assert!(exps > 490 && lns > 490, "{exps} and {lns} of 499");
    }

    fn assert_cut<T: Ziggurat<Inside: Into<u64>>>() {
        for (row, cut) in T::rows(false).0.iter().zip(&T::rows(true).0) {
            let beyond = |mantissa| {
                let number: f64 = (T::nearest(as_float(mantissa)) * row.step).into();
                number.abs() > 2.0
            };
            let (inside, cut) = (row.inside.into(), cut.inside.into());
            assert!(cut == inside || beyond(cut) && cut < inside);
            assert!(cut == 0 || !beyond(cut - 1));
        }
    }

    #[test]
    fn the_cut_is_exact() {
        assert_cut::<f64>();
        assert_cut::<f32>();
    }
}
