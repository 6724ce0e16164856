use rand::Rng;
use rand_distr::Distribution;

use super::kernel::Lanes;
use super::method::{Method, Passes};
use super::number::{Number, Packed};
use super::words::Words;
use super::ziggurat_tables::{
    CUT_ROWS_32, CUT_ROWS_64, HEIGHTS_32, HEIGHTS_64, R, ROWS_32, ROWS_64, Row, Rows,
};
use crate::random::BitGenerator;

/// Standard normals by the ziggurat method: `np.random.Generator.standard_normal`, for `f64` and for
/// `f32`.
///
/// 256 layers of one area cover half of the curve exp(-x²/2). A word picks a layer, a sign and a
/// place in the layer, x. Nearly always x is below the curve for sure. Else, in the lowest layer, a
/// number is drawn from the tail; in another one, the curve at x is compared with a uniform height
/// in the layer, and all starts over if x is above the curve.
///
/// Marsaglia and Tsang (2000), "The Ziggurat Method for Generating Random Variables",
/// <https://doi.org/10.18637/jss.v005.i08>; Doornik (2005), "An Improved Ziggurat Method to Generate
/// Normal Random Samples"; the tail is that of Marsaglia (1964), "Generating a Variable from the Tail
/// of the Normal Distribution", <https://doi.org/10.1080/00401706.1964.10490150>.
///
/// As a [`Distribution`] it takes any generator's words of 64 bits (32 for `f32`), where a
/// [`BitGenerator`] has a way of its own to make a `next_double`: for [`Mt19937`](crate::random::Mt19937)
/// that is another one, and only [`Method::draw`] gives NumPy's numbers.
///
/// # Example
///
/// ```
/// use paraminit_core::random::Pcg64;
/// use paraminit_core::random::generator::{Method, StandardNormal};
/// use rand::SeedableRng;
/// use rand_distr::Distribution;
///
/// let mut bits = Pcg64::seed_from_u64(3);
/// // np.random.default_rng(3).standard_normal(2)
/// let first: f64 = StandardNormal.draw(&mut bits);
/// let second: f64 = StandardNormal.sample(&mut bits);
/// assert_eq!((first, second), (2.040_919_121_385_182_5, -2.555_665_031_314_181_8));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StandardNormal;

impl<T: Number> Method<T> for StandardNormal {
    #[inline]
    fn draw<B: BitGenerator + ?Sized>(self, bits: &mut B) -> T {
        sample(bits, T::next_word, T::next_uniform)
    }
}

impl<T: Number> Distribution<T> for StandardNormal {
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> T {
        sample(rng, T::next_word, T::uniform_of_word)
    }
}

/// Starts over until there is a number.
#[inline]
pub(super) fn sample<T: Number, S: ?Sized>(
    source: &mut S,
    word: impl Fn(&mut S) -> u64,
    uniform: impl Fn(&mut S) -> T,
) -> T {
    loop {
        let first = word(source);
        if let (number, true) = T::settle(first, || uniform(source)) {
            return number;
        }
    }
}

impl<T: Number> Passes<T> for StandardNormal {
    fn words_for(self, numbers: usize) -> usize {
        numbers + numbers / 32 + 8 // 1.5 % of the first words take another one or two
    }

    #[inline(always)]
    fn candidates<B: Words>(
        self,
        lanes: impl Lanes,
        packs: &[u64],
        drawn: &mut [T],
        doubtful: &mut [u64],
    ) {
        T::candidates(lanes, T::rows(), packs, drawn, doubtful);
    }

    #[inline(always)]
    fn settle(self, word: u64, uniform: impl FnMut() -> T) -> (T, bool) {
        T::settle(word, uniform)
    }
}

/// The numbers that the ziggurat is made for, each with tables of its own precision.
pub trait Ziggurat: Packed {
    /// An integer of as many bits.
    type Inside: Copy + 'static;

    /// The rows of the tables.
    fn rows() -> &'static Rows<Self, Self::Inside>;
    /// The same, as if the curve ended at 2.
    fn cut_rows() -> &'static Rows<Self, Self::Inside>;

    /// See [`Passes::settle`].
    fn settle(word: u64, uniform: impl FnMut() -> Self) -> (Self, bool);

    /// See [`Passes::candidates`].
    fn candidates(
        lanes: impl Lanes,
        rows: &Rows<Self, Self::Inside>,
        packs: &[u64],
        drawn: &mut [Self],
        doubtful: &mut [u64],
    );
}

macro_rules! ziggurat {
    (
        $number:ident and $inside:ident, $bits:literal bits,
        tail from $r:expr, inverse $inverse:expr,
        tables: $rows:ident $cut_rows:ident $heights:ident,
        $group:ident: 8 of $packs:literal packs
    ) => {
        impl Ziggurat for $number {
            type Inside = $inside;

            fn rows() -> &'static Rows<$number, $inside> {
                &$rows
            }

            fn cut_rows() -> &'static Rows<$number, $inside> {
                &$cut_rows
            }

            #[inline]
            #[expect(clippy::cast_precision_loss, reason = "no more bits than the type has")]
            fn settle(word: u64, mut uniform: impl FnMut() -> $number) -> ($number, bool) {
                let Row { step, inside } = $rows.0[(word & 511) as usize];
                let mantissa = (word >> 9) & ((1 << $bits) - 1);
                let x = mantissa as $number * step;
                if mantissa < u64::from(inside) {
                    return (x, true);
                }
                let layer = (word & 255) as usize;
                if layer > 0 {
                    let (upper, lower) = ($heights[layer - 1], $heights[layer]);
                    let y = f64::from((upper - lower) * uniform() + lower);
                    let wide = f64::from(x);
                    return (x, y < (-0.5 * wide * wide).exp());
                }
                loop {
                    let x = -$inverse * (-uniform()).ln_1p();
                    let y = -(-uniform()).ln_1p();
                    if y + y > x * x {
                        let x = $r + x;
                        return (if mantissa & (1 << 8) == 0 { x } else { -x }, true);
                    }
                }
            }

            #[inline(always)]
            fn candidates(
                lanes: impl Lanes,
                rows: &Rows<$number, $inside>,
                packs: &[u64],
                drawn: &mut [$number],
                doubtful: &mut [u64],
            ) {
                let packs = packs.as_chunks::<{ 8 * $packs }>().0;
                let drawn = drawn.as_chunks_mut::<64>().0;
                for ((packs, drawn), doubtful) in packs.iter().zip(drawn).zip(doubtful) {
                    *doubtful = 0;
                    let groups = packs.as_chunks::<$packs>().0.iter().zip(drawn.as_chunks_mut().0);
                    for (group, (packs, drawn)) in groups.enumerate() {
                        *doubtful |= u64::from(lanes.$group(rows, packs, drawn)) << (8 * group);
                    }
                }
            }
        }
    };
}

const R_INVERSE: f64 = 1.0 / R;
#[expect(clippy::cast_possible_truncation, reason = "rounded")]
const R_32: f32 = R as f32;
#[expect(clippy::cast_possible_truncation, reason = "rounded")]
const R_INVERSE_32: f32 = R_INVERSE as f32;

ziggurat!(
    f64 and u64, 52 bits,
    tail from R, inverse R_INVERSE,
    tables: ROWS_64 CUT_ROWS_64 HEIGHTS_64,
    normals_f64: 8 of 8 packs
);
ziggurat!(
    f32 and u32, 23 bits,
    tail from R_32, inverse R_INVERSE_32,
    tables: ROWS_32 CUT_ROWS_32 HEIGHTS_32,
    normals_f32: 8 of 4 packs
);
