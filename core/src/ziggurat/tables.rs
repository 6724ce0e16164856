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

use crate::fixed_point::{exp, ln, nearest, round, sqrt};

/// Where the tail starts.
pub(super) const R: f64 = 3.654_152_885_361_009;
/// The area of a layer.
const V: f64 = 0.004_928_673_233_974_652;
const LEN: usize = 256;
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
pub struct Rows<T, M>(pub(super) [Row<T, M>; 2 * LEN]);

pub(super) static ROWS_64: Rows<f64, u64> = tables_64(f64::INFINITY).0;
pub(super) static ROWS_32: Rows<f32, u32> = tables_32(f32::INFINITY).0;

/// As if only the numbers from -2 to 2 were below the curve.
pub(super) static CUT_ROWS_64: Rows<f64, u64> = tables_64(2.0).0;
pub(super) static CUT_ROWS_32: Rows<f32, u32> = tables_32(2.0).0;

/// exp(-x²/2) for the width x of each layer, 1 for the lowest.
pub(super) static HEIGHTS_64: [f64; LEN] = tables_64(f64::INFINITY).1;
pub(super) static HEIGHTS_32: [f32; LEN] = tables_32(f32::INFINITY).1;

/// The step, the bound and the height of each layer.
const LAYERS: [[f64; 3]; LEN] = {
    let mut layers = [[0.0; 3]; LEN];
    let (mut width, mut layer) = (R, LEN - 1);
    while layer > 0 {
        let mut height = nearest(exp(-0.5 * width * width));
        if layer == 38 {
            height = height.next_up();
        }
        let is_top = layer == 1; // nothing is above it
        let next = if is_top { 0.0 } else { sqrt(-2.0 * nearest(ln(V / width + height))) };
        layers[layer] = [width / TWO_52, round(next / width * TWO_52), height];
        (width, layer) = (next, layer - 1);
    }
    let height = layers[LEN - 1][2];
    layers[0] = [V / height / TWO_52, round(R * height / V * TWO_52), 1.0];
    layers
};

/// The tables of a type, for whose numbers the integers m are so many times smaller.
macro_rules! tables {
    ($name:ident: $number:ident and $inside:ident, $smaller:expr) => {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_precision_loss,
            clippy::cast_sign_loss,
            reason = "a mantissa, or rounded"
        )]
        const fn $name(cut: $number) -> (Rows<$number, $inside>, [$number; LEN]) {
            let mut rows = [Row { step: 0.0, inside: 0 }; 2 * LEN];
            let mut heights = [0.0; LEN];
            let mut layer = 0;
            while layer < LEN {
                let [step, inside, height] = LAYERS[layer];
                let step = (step * $smaller) as $number;
                let mut inside = round(inside / $smaller) as $inside;
                // The quotient and the product round: the quotient alone may be off by a little.
                let most = ((cut / step) as $inside).saturating_add(4);
                inside = if inside < most { inside } else { most };
                while inside > 0 && (inside - 1) as $number * step > cut {
                    inside -= 1;
                }
                rows[layer] = Row { step, inside };
                rows[LEN + layer] = Row { step: -step, inside };
                heights[layer] = height as $number;
                layer += 1;
            }
            (Rows(rows), heights)
        }
    };
}

tables!(tables_64: f64 and u64, 1.0);
tables!(tables_32: f32 and u32, TWO_29);

#[cfg(test)]
mod tests {
    use crate::ziggurat::Ziggurat;

    #[expect(clippy::cast_precision_loss, reason = "of 52 bits")]
    fn assert_cut<T: Ziggurat<Inside: Into<u64>>>() {
        for (row, cut) in T::rows(false).0.iter().zip(&T::rows(true).0) {
            let beyond = |mantissa| {
                let number: f64 = (T::nearest(mantissa as f64) * row.step).into();
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
