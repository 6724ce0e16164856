//! The ziggurat: `standard_normal` of `np.random.Generator`.
//!
//! [`StandardNormal`] has the method, one number at a time; it is the reference. A [`stretch`] of words
//! goes through the same steps many at a time. [`tables`] has the layers.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod layers;
mod stretch;
mod tables;

use rand::Rng;
use rand_distr::Distribution;

use crate::bit_generator::{BitGenerator, BulkBitGenerator};
use crate::cpu::Cpu;
use crate::method::Method;
use crate::number::Number;
use layers::Layers;
use stretch::ZigguratStretch;
use tables::{CUT_ROWS_32, CUT_ROWS_64, HEIGHTS_32, HEIGHTS_64, R, ROWS_32, ROWS_64, Row, Rows};

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
/// [`BitGenerator`] has a way of its own to make a `next_double`: for [`Mt19937`](crate::bit_generator::Mt19937)
/// that is another one, and only [`Method::draw`] gives NumPy's numbers.
///
/// # Example
///
/// ```
/// use paraminit_core::bit_generator::Pcg64;
/// use paraminit_core::{Method, StandardNormal};
/// use rand::SeedableRng;
/// use rand_distr::Distribution;
///
/// let mut bits = Pcg64::seed_from_u64(3);
/// // x = np.random.default_rng(3).standard_normal(9)
/// let normal = StandardNormal::default();
/// let first: f64 = normal.draw(&mut bits);
/// let second: f64 = normal.sample(&mut bits);
/// assert_eq!((first, second), (2.040_919_121_385_182_5, -2.555_665_031_314_181_8));
/// // x[np.abs(x) <= 2][0]
/// let third: f64 = StandardNormal { truncated: true, ..normal }.draw(&mut bits);
/// assert_eq!(third, 0.418_098_846_725_778_85);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StandardNormal {
    /// Whether product and sum of the height in a layer are fused, and rounded once. The C compiler
    /// of NumPy's macOS wheels does that, and some decision in a thousand million words comes out
    /// otherwise.
    pub fused: bool,
    /// Whether those of more than 2 in size are left out.
    pub truncated: bool,
}

/// Whether a number is kept when others are truncated.
#[inline(always)]
pub(crate) fn within<T: Into<f64>>(x: T) -> bool {
    x.into().abs() <= 2.0
}

/// Draws until a number is kept.
#[inline(always)]
pub(crate) fn first_within<T: Number>(mut draw: impl FnMut() -> T) -> T {
    loop {
        let x = draw();
        if within(x) {
            return x;
        }
    }
}

impl<T: Ziggurat> Method<T> for StandardNormal {
    type Stretch<B: BulkBitGenerator> = ZigguratStretch<T, B>;

    #[inline]
    fn draw<B: BitGenerator + ?Sized>(self, bits: &mut B) -> T {
        self.sample_by(bits, T::next_word, T::next_uniform)
    }

    fn stretch<B: BulkBitGenerator>(
        self,
        cpu: Cpu,
        start: &B,
        numbers: usize,
    ) -> Option<ZigguratStretch<T, B>> {
        ZigguratStretch::new(cpu, self.fused, self.truncated, start, numbers)
    }
}

impl<T: Ziggurat> Distribution<T> for StandardNormal {
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> T {
        self.sample_by(rng, T::next_word, T::uniform_of_word)
    }
}

impl StandardNormal {
    /// Starts over until there is a number.
    #[inline]
    fn sample_by<T: Ziggurat, S: ?Sized>(
        self,
        source: &mut S,
        word: impl Fn(&mut S) -> u64,
        uniform: impl Fn(&mut S) -> T,
    ) -> T {
        loop {
            let first = word(source);
            if let (number, true) = T::settle(self.fused, first, || uniform(source))
                && (!self.truncated || within(number))
            {
                return number;
            }
        }
    }
}

/// The numbers that the ziggurat is made for, each with tables of its own precision.
pub trait Ziggurat: Number {
    /// An integer of as many bits.
    type Inside: Copy + 'static;

    /// The rows of the tables; `cut` as if the curve ended at 2.
    fn rows(cut: bool) -> &'static Rows<Self, Self::Inside>;

    /// The number that begins with a word, and whether it is accepted. `uniform` makes a number in
    /// \[0, 1) of the next word. See [`StandardNormal::fused`].
    fn settle(fused: bool, word: u64, uniform: impl FnMut() -> Self) -> (Self, bool);

    /// For each word the number that it gives, and the bits of those that are in doubt: it may be
    /// another number, or none. Without room for the numbers, only the bits.
    ///
    /// There are 64 words for each of `doubtful`.
    fn candidates(
        cpu: impl Layers,
        rows: &Rows<Self, Self::Inside>,
        packs: &[u64],
        drawn: Option<&mut [Self]>,
        doubtful: &mut [u64],
    );

    /// Moves the numbers to the front, but those with set bits.
    fn compress(cpu: impl Layers, drawn: &mut [Self], out: &[u64]);
}

macro_rules! ziggurat {
    (
        $number:ident and $inside:ident, $bits:literal bits,
        tail from $r:expr, inverse $inverse:expr,
        tables: $rows:ident $cut_rows:ident $heights:ident,
        $lanes:literal at a time: $normals:ident $is_inside:ident $compressed:ident into $mask:ident
    ) => {
        impl Ziggurat for $number {
            type Inside = $inside;

            fn rows(cut: bool) -> &'static Rows<$number, $inside> {
                if cut { &$cut_rows } else { &$rows }
            }

            #[inline]
            #[expect(clippy::cast_precision_loss, reason = "no more bits than the type has")]
            fn settle(
                fused: bool,
                word: u64,
                mut uniform: impl FnMut() -> $number,
            ) -> ($number, bool) {
                let Row { step, inside } = $rows.0[(word & 511) as usize];
                let mantissa = (word >> 9) & ((1 << $bits) - 1);
                let x = mantissa as $number * step;
                if mantissa < u64::from(inside) {
                    return (x, true);
                }
                let layer = (word & 255) as usize;
                if layer > 0 {
                    let (upper, lower) = ($heights[layer - 1], $heights[layer]);
                    let (height, u) = (upper - lower, uniform());
                    let y = if fused { fused_sum(height, u, lower) } else { height * u + lower };
                    let wide = f64::from(x);
                    return (x, f64::from(y) < (-0.5 * wide * wide).exp());
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
                cpu: impl Layers,
                rows: &Rows<$number, $inside>,
                packs: &[u64],
                drawn: Option<&mut [$number]>,
                doubtful: &mut [u64],
            ) {
                let packs = packs.as_chunks::<8>().0.as_chunks::<{ 64 / $lanes }>().0.iter();
                let Some(drawn) = drawn else {
                    for (packs, doubtful) in packs.zip(doubtful) {
                        let mut inside = 0;
                        for (part, packs) in packs.iter().enumerate() {
                            inside |= u64::from(cpu.$is_inside(rows, packs)) << ($lanes * part);
                        }
                        *doubtful = !inside;
                    }
                    return;
                };
                let drawn = drawn.as_chunks_mut().0.as_chunks_mut::<{ 64 / $lanes }>().0;
                for ((packs, drawn), doubtful) in packs.zip(drawn).zip(doubtful) {
                    let mut inside = 0;
                    for (part, (packs, drawn)) in packs.iter().zip(drawn).enumerate() {
                        inside |= u64::from(cpu.$normals(rows, packs, drawn)) << ($lanes * part);
                    }
                    *doubtful = !inside;
                }
            }

            #[inline(always)]
            #[expect(clippy::cast_possible_truncation, reason = "the bits of a vector")]
            fn compress(cpu: impl Layers, drawn: &mut [$number], out: &[u64]) {
                let mut end = 0;
                for (group, out) in (0..drawn.len() / 64).zip(out) {
                    for part in 0..64 / $lanes {
                        let kept = !(out >> ($lanes * part)) as $mask;
                        if let Some(numbers) = drawn[64 * group + $lanes * part..].first_chunk()
                            && let numbers = cpu.$compressed(*numbers, kept)
                            && let Some(room) = drawn[end..].first_chunk_mut()
                        {
                            *room = numbers; // never beyond what was read
                        }
                        end += kept.count_ones() as usize;
                    }
                }
            }
        }
    };
}

/// a \* b + c, rounded once. Cold, and so away from where nothing is fused.
#[cold]
fn fused_sum<T: Number>(a: T, b: T, c: T) -> T {
    a.mul_add(b, c)
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
    8 at a time: normals_f64 inside_f64 compressed_f64 into u8
);
ziggurat!(
    f32 and u32, 23 bits,
    tail from R_32, inverse R_INVERSE_32,
    tables: ROWS_32 CUT_ROWS_32 HEIGHTS_32,
    16 at a time: normals_f32 inside_f32 compressed_f32 into u16
);
