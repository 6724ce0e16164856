//! What a binding calls: arrays filled from a stream, whatever the distribution.

use rand::Rng;

use crate::error::Interrupted;
use crate::number::Number;
use crate::output::{Affine, Arrays, Output, Scaled};
use crate::sampler::Sampler;
use crate::scheme::Distribution;
use crate::ziggurat::first_within;

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

/// Fills arrays one number after the other, from what draws standard normals and uniform numbers in
/// \[0, 1), the latter [`fused`](crate::Rounding::uniform) or not.
pub(crate) fn fill_singly<S, D: Number, T: Number>(
    stream: &mut S,
    normal: impl Fn(&mut S) -> D,
    uniform: impl Fn(&mut S) -> D,
    distribution: Distribution,
    fused: bool,
    arrays: Arrays<'_, T>,
    interrupted: &mut dyn FnMut() -> bool,
) -> Result<(), Interrupted> {
    match distribution {
        Distribution::Normal => {
            Output::<Scaled<D, T>>::new(arrays, fused).fill_with(|| normal(stream), interrupted)
        }
        Distribution::TruncatedNormal => Output::<Scaled<D, T>>::new(arrays, fused)
            .fill_with(|| first_within(|| normal(stream)), interrupted),
        Distribution::Uniform => {
            Output::<Affine<D, T>>::new(arrays, fused).fill_with(|| uniform(stream), interrupted)
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
        use rand_distr::Distribution as _;
        let normal = |rng: &mut R| -> T { rand_distr::StandardNormal.sample(rng) };
        let uniform = |rng: &mut R| -> T { rand::distr::StandardUniform.sample(rng) };
        let fused = sampler.rounding.uniform;
        fill_singly(&mut self.0, normal, uniform, distribution, fused, arrays, interrupted)
    }
}
