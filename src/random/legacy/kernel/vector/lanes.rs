/// Numbers side by side in vector registers, and the operations that the kernels need of them.
///
/// A value of an implementing type is proof that the CPU has the instructions. The methods compile
/// to single instructions only within functions that enable them: `vectorize!` makes those.
pub(super) trait Lanes: Copy {
    /// How many numbers there are in a vector.
    const LANES: usize;
    /// A vector of `f64`.
    type Reals: Copy;
    /// A vector of `u64`.
    type Words: Copy;

    fn splat(self, x: f64) -> Self::Reals;
    /// The first numbers of `from`.
    fn load(self, from: &[f64]) -> Self::Reals;
    /// Writes the first numbers of `to`.
    fn store(self, x: Self::Reals, to: &mut [f64]);

    fn add(self, a: Self::Reals, b: Self::Reals) -> Self::Reals;
    fn sub(self, a: Self::Reals, b: Self::Reals) -> Self::Reals;
    fn mul(self, a: Self::Reals, b: Self::Reals) -> Self::Reals;
    fn div(self, a: Self::Reals, b: Self::Reals) -> Self::Reals;
    fn sqrt(self, a: Self::Reals) -> Self::Reals;
    /// a b + c, rounded once
    fn mul_add(self, a: Self::Reals, b: Self::Reals, c: Self::Reals) -> Self::Reals;
    /// a b - c, rounded once
    fn mul_sub(self, a: Self::Reals, b: Self::Reals, c: Self::Reals) -> Self::Reals;

    /// Untempered words from `from`, two in each lane, tempered.
    fn temper(self, from: &[u32]) -> Self::Words;
    /// 2u - 1 for the uniform number u that is made of each lane's two words.
    fn coordinates(self, words: Self::Words) -> Self::Reals;
    /// (a0, a1, a2, ..), (b0, b1, b2, ..) to (a0, a2, .., b0, b2, ..), (a1, a3, .., b1, b3, ..)
    fn deinterleave(self, a: Self::Reals, b: Self::Reals) -> (Self::Reals, Self::Reals);
    /// (a0, a1, ..), (b0, b1, ..) to (a0, b0, a1, b1, ..), continued in the second vector
    fn interleave(self, a: Self::Reals, b: Self::Reals) -> (Self::Reals, Self::Reals);

    /// The lanes, as bits, with 0 < r2 < 1.
    fn accepted(self, r2: Self::Reals) -> u8;
    /// Moves the lanes whose bits are set to the front, in order.
    fn compress(self, lanes: u8, x: Self::Reals) -> Self::Reals;
    /// The lanes, as bits, in which the numbers differ.
    fn differ(self, a: Self::Reals, b: Self::Reals) -> u8;

    /// x = 2^k z with z around 1, the table's row for z: (k, z, row). Normal x only.
    fn split(self, x: Self::Reals) -> (Self::Reals, Self::Reals, Self::Words);
    /// The table's three numbers in the rows.
    fn look_up(self, rows: Self::Words) -> [Self::Reals; 3];
}

/// Implements methods of [`Lanes`] as single instructions.
macro_rules! instructions {
    ($($method:ident($($x:ident),+) = $instruction:ident;)+) => {$(
        #[inline(always)]
        fn $method(self, $($x: Self::Reals),+) -> Self::Reals {
            // SAFETY: `self` is proof that the CPU has the instruction, which has no other
            // requirement.
            unsafe { $instruction($($x),+) }
        }
    )+};
}

/// Implements [`Passes`](super::Passes) for a kind of lanes: the vector passes, compiled for the CPU
/// features that make its methods single instructions.
macro_rules! vectorize {
    ($lanes:ident, $name:literal, [$($feature:tt),+]) => {
        impl $lanes {
            /// The proof, if the CPU has all of the features.
            pub(super) fn detect() -> Option<&'static Self> {
                ($(is_x86_feature_detected!($feature))&&+).then_some(&Self(()))
            }
        }

        impl crate::random::legacy::kernel::Passes for $lanes {
            fn name(&self) -> &'static str {
                $name
            }

            fn twist(&self, words: &mut [u32]) {
                $(#[target_feature(enable = $feature)])+
                fn compiled(words: &mut [u32]) {
                    crate::random::bit_generator::twist(words);
                }
                // SAFETY: `self` is proof that the CPU has the features.
                unsafe { compiled(words) }
            }

            fn accept(
                &self,
                contraction: crate::random::Contraction,
                words: &[u32],
                limit: usize,
                points: &mut crate::random::legacy::kernel::Points,
            ) -> usize {
                $(#[target_feature(enable = $feature)])+
                fn compiled(
                    lanes: $lanes,
                    contraction: crate::random::Contraction,
                    words: &[u32],
                    limit: usize,
                    points: &mut crate::random::legacy::kernel::Points,
                ) -> usize {
                    crate::random::legacy::kernel::vector::accept(lanes, contraction, words, limit, points)
                }
                // SAFETY: `self` is proof that the CPU has the features.
                unsafe { compiled(*self, contraction, words, limit, points) }
            }

            fn emit(
                &self,
                contraction: crate::random::Contraction,
                points: &crate::random::legacy::kernel::Points,
                output: &mut crate::output::Output<'_, crate::output::Scale<f64>>,
            ) {
                $(#[target_feature(enable = $feature)])+
                fn compiled(
                    lanes: $lanes,
                    contraction: crate::random::Contraction,
                    points: &crate::random::legacy::kernel::Points,
                    output: &mut crate::output::Output<'_, crate::output::Scale<f64>>,
                ) {
                    crate::random::legacy::kernel::vector::emit(lanes, contraction, points, output);
                }
                // SAFETY: `self` is proof that the CPU has the features.
                unsafe { compiled(*self, contraction, points, output) }
            }
        }

        #[cfg(test)]
        impl crate::random::legacy::kernel::vector::ln::Logarithms for $lanes {
            fn logarithms(
                &self,
                x: &[f64],
                logarithms: &mut [crate::random::legacy::kernel::vector::ln::Logarithm],
            ) {
                $(#[target_feature(enable = $feature)])+
                fn compiled(
                    lanes: $lanes,
                    x: &[f64],
                    logarithms: &mut [crate::random::legacy::kernel::vector::ln::Logarithm],
                ) {
                    crate::random::legacy::kernel::vector::ln::logarithms(lanes, x, logarithms);
                }
                // SAFETY: `self` is proof that the CPU has the features.
                unsafe { compiled(*self, x, logarithms) }
            }
        }
    };
}

pub(super) use {instructions, vectorize};
