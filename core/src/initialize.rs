//! What a binding calls: arrays filled from a stream, whatever the distribution.

use rand::Rng;

use crate::bit_generator::{BitGenerator, BulkBitGenerator};
use crate::generator::Generator;
use crate::method::Method;
use crate::number::Number;
use crate::output::{Affine, Arrays, Output, Rounded, Scale};
use crate::random_state::RandomState;
use crate::sampler::{Rounding, Sampler, fill_with};
use crate::scheme::Distribution;
use crate::stretch::Interrupted;
use crate::uniform::StandardUniform;
use crate::ziggurat::{Ziggurat, first_within};

/// A stream that all distributions can be drawn from, as numbers of one type.
///
/// # Example
///
/// ```
/// use paraminit_core::scheme::Distribution;
/// use paraminit_core::{Arrays, FromRng, Stream};
/// use rand::SeedableRng;
///
/// let mut weights = [0.0_f32; 300];
/// let parameters = Distribution::TruncatedNormal.parameters(0.1);
/// let arrays = Arrays::new([(&mut weights[..], parameters)]);
/// let any_generator = rand::rngs::SmallRng::seed_from_u64(3);
/// FromRng(any_generator).draw_all(Distribution::TruncatedNormal, arrays);
/// assert!(weights.iter().all(|weight| weight.abs() <= 0.2));
/// ```
pub trait Stream<T: Number> {
    /// Fills the arrays.
    ///
    /// `interrupted` is asked every few microseconds.
    ///
    /// # Errors
    ///
    /// [`Interrupted`] if `interrupted` says so. Some numbers are drawn then, and the stream is somewhere
    /// behind them: whoever needs it as it was draws from a clone.
    fn fill(
        &mut self,
        distribution: Distribution,
        sampler: &Sampler,
        arrays: Arrays<'_, T>,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted>;

    /// Fills the arrays as the default [`Sampler`] does.
    fn draw_all(&mut self, distribution: Distribution, arrays: Arrays<'_, T>) {
        // Never interrupted.
        let _ = self.fill(distribution, &Sampler::default(), arrays, &mut || false);
    }
}

/// For standard normals of this type.
const fn scaled<T: Number>(arrays: Arrays<'_, T>) -> Output<'_, Scale<T>> {
    Output::new(arrays, false)
}

/// For those of a legacy stream.
const fn rounded<T: Number>(arrays: Arrays<'_, T>) -> Output<'_, Rounded<Scale<f64>, T>> {
    Output::new(arrays, false)
}

impl<T: Ziggurat, B: BulkBitGenerator> Stream<T> for Generator<B> {
    fn fill(
        &mut self,
        distribution: Distribution,
        sampler: &Sampler,
        arrays: Arrays<'_, T>,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted> {
        let bits = self.bit_generator_mut();
        match distribution {
            Distribution::Normal => {
                sampler.fill(sampler.standard_normal(), bits, scaled(arrays), interrupted)
            }
            Distribution::TruncatedNormal => {
                sampler.fill(sampler.truncated_normal(), bits, scaled(arrays), interrupted)
            }
            Distribution::Uniform => {
                let output = Output::<Affine<T>>::new(arrays, sampler.rounding().uniform);
                sampler.fill(StandardUniform, bits, output, interrupted)
            }
        }
    }
}

/// Numbers of `f64`, rounded at the end.
impl<T: Number> Stream<T> for RandomState {
    fn fill(
        &mut self,
        distribution: Distribution,
        sampler: &Sampler,
        arrays: Arrays<'_, T>,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted> {
        match distribution {
            Distribution::Normal => self.fill_normals(sampler, rounded(arrays), interrupted),
            Distribution::TruncatedNormal => {
                self.fill_truncated(sampler, rounded(arrays), interrupted)
            }
            Distribution::Uniform => {
                let fused = sampler.rounding().uniform;
                let output = Output::<Rounded<Affine<f64>, T>>::new(arrays, fused);
                sampler.fill(StandardUniform, self.bit_generator_mut(), output, interrupted)
            }
        }
    }
}

impl<B: BitGenerator> Generator<B> {
    /// Fills arrays one number after the other: for a few numbers, and for a bit generator that cannot
    /// be read ahead.
    pub fn fill_singly<T: Ziggurat>(
        &mut self,
        distribution: Distribution,
        sampler: &Sampler,
        arrays: Arrays<'_, T>,
    ) {
        let bits = self.bit_generator_mut();
        match distribution {
            Distribution::Normal => {
                let normal = sampler.standard_normal();
                scaled(arrays).extend_with(usize::MAX, || normal.draw(bits));
            }
            Distribution::TruncatedNormal => {
                let normal = sampler.truncated_normal();
                scaled(arrays).extend_with(usize::MAX, || normal.draw(bits));
            }
            Distribution::Uniform => {
                let mut output = Output::<Affine<T>>::new(arrays, sampler.rounding().uniform);
                output.extend_with(usize::MAX, || StandardUniform.draw(bits));
            }
        }
    }
}

impl<B: BitGenerator> RandomState<B> {
    /// The same as [`Generator::fill_singly`].
    pub fn fill_singly<T: Number>(
        &mut self,
        distribution: Distribution,
        sampler: &Sampler,
        arrays: Arrays<'_, T>,
    ) {
        let Rounding { sum_of_squares, uniform, .. } = sampler.rounding();
        match distribution {
            Distribution::Normal => {
                rounded(arrays).extend_with(usize::MAX, || self.normal(sum_of_squares));
            }
            Distribution::TruncatedNormal => {
                let normal = || first_within(|| self.normal(sum_of_squares));
                rounded(arrays).extend_with(usize::MAX, normal);
            }
            Distribution::Uniform => {
                let mut output = Output::<Rounded<Affine<f64>, T>>::new(arrays, uniform);
                output.extend_with(usize::MAX, || self.bit_generator_mut().next_double());
            }
        }
    }
}

/// Any generator of the rand family, whose numbers the distributions of `rand_distr` draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FromRng<R>(pub R);

impl<T: Number, R: Rng> Stream<T> for FromRng<R>
where
    rand_distr::StandardNormal: rand_distr::Distribution<T>,
    rand::distr::StandardUniform: rand_distr::Distribution<T>,
{
    fn fill(
        &mut self,
        distribution: Distribution,
        sampler: &Sampler,
        arrays: Arrays<'_, T>,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted> {
        use rand_distr::{Distribution as _, StandardNormal};
        let rng = &mut self.0;
        match distribution {
            Distribution::Normal => {
                fill_with(|| StandardNormal.sample(rng), scaled(arrays), interrupted)
            }
            Distribution::TruncatedNormal => {
                let normal = || first_within(|| StandardNormal.sample(rng));
                fill_with(normal, scaled(arrays), interrupted)
            }
            Distribution::Uniform => {
                let uniform = rand::distr::StandardUniform;
                let output = Output::<Affine<T>>::new(arrays, sampler.rounding().uniform);
                fill_with(|| uniform.sample(rng), output, interrupted)
            }
        }
    }
}
