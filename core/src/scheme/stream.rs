use std::fmt;
use std::str::FromStr;

use crate::error::Error;
use crate::output::{Affine, Output, Scale};
use crate::random::generator::{
    Generator, Number, StandardNormal, StandardUniform, TruncatedNormal, Words,
};
use crate::random::{Contraction, Normals, RandomState};

/// What is drawn. Each has one parameter, and mean 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Distribution {
    /// Normals of this standard deviation.
    Normal,
    /// Normals of this standard deviation, without those of more than twice that.
    TruncatedNormal,
    /// Uniform numbers between minus and plus this bound.
    Uniform,
}

impl Distribution {
    /// Every distribution.
    pub const ALL: [Self; 3] = [Self::Normal, Self::TruncatedNormal, Self::Uniform];

    /// What it is called in Python.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::TruncatedNormal => "truncated_normal",
            Self::Uniform => "uniform",
        }
    }
}

impl fmt::Display for Distribution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Distribution {
    type Err = Error;

    /// The distribution of this name.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownName`]
    fn from_str(name: &str) -> Result<Self, Error> {
        let known = Self::ALL.into_iter().find(|distribution| distribution.name() == name);
        known.ok_or_else(|| Error::UnknownName {
            argument: "distribution",
            name: name.to_owned(),
            known: Self::ALL.map(Self::name).to_vec(),
        })
    }
}

/// A stream that all distributions can be drawn from.
///
/// # Example
///
/// ```
/// use paraminit_core::random::{Pcg64, RandomState, generator::Generator};
/// use paraminit_core::scheme::{Distribution, Stream};
/// use rand::SeedableRng;
///
/// let mut weights = [0.0_f32; 2];
/// let mut generator = Generator::new(Pcg64::seed_from_u64(3));
/// generator.draw_weights(Distribution::Uniform, 0.5, &mut weights);
/// assert!(weights.iter().all(|weight| weight.abs() <= 0.5));
///
/// let mut weights = [0.0; 3];
/// RandomState::seed(3).draw_weights(Distribution::TruncatedNormal, 0.1, &mut weights);
/// assert_eq!(weights[0], 1.788_628_473_430_318_6 * 0.1);
/// ```
pub trait Stream<T> {
    /// Draws numbers of this distribution, with this parameter, as NumPy draws and rounds them.
    fn draw_weights(&mut self, distribution: Distribution, parameter: f64, numbers: &mut [T]);
}

impl<B: Words> Stream<f64> for Generator<B> {
    fn draw_weights(&mut self, distribution: Distribution, parameter: f64, numbers: &mut [f64]) {
        fill(self, distribution, numbers, Scale(parameter), affine(parameter));
    }
}

impl<B: Words> Stream<f32> for Generator<B> {
    #[expect(clippy::cast_possible_truncation, reason = "as np.float32 rounds")]
    fn draw_weights(&mut self, distribution: Distribution, parameter: f64, numbers: &mut [f32]) {
        let Affine { low, range, fused } = affine(parameter);
        let affine = Affine { low: low as f32, range: range as f32, fused };
        fill(self, distribution, numbers, Scale(parameter as f32), affine);
    }
}

impl Stream<f64> for RandomState {
    fn draw_weights(&mut self, distribution: Distribution, parameter: f64, numbers: &mut [f64]) {
        match distribution {
            Distribution::Normal => {
                self.fill(Output::new([(numbers, Scale(parameter))]));
            }
            Distribution::TruncatedNormal => {
                let mut output = Output::new([(numbers, Scale(parameter))]);
                while !output.is_empty() {
                    let normal = self.normal(Contraction::None);
                    if normal.abs() <= 2.0 {
                        output.push(normal);
                    }
                }
            }
            Distribution::Uniform => {
                let mut words = Generator::new(self.bit_generator().clone());
                let output = Output::new([(numbers, affine(parameter))]);
                words.fill(StandardUniform, output);
                *self = Self::new(words.bit_generator().clone(), self.cached_normal());
            }
        }
    }
}

/// Uniform numbers from minus to plus the bound.
fn affine(bound: f64) -> Affine<f64> {
    Affine { low: -bound, range: 2.0 * bound, fused: false }
}

fn fill<T: Number, B: Words>(
    generator: &mut Generator<B>,
    distribution: Distribution,
    numbers: &mut [T],
    scale: Scale<T>,
    affine: Affine<T>,
) {
    match distribution {
        Distribution::Normal => generator.fill(StandardNormal, Output::new([(numbers, scale)])),
        Distribution::TruncatedNormal => {
            generator.fill(TruncatedNormal::default(), Output::new([(numbers, scale)]));
        }
        Distribution::Uniform => generator.fill(StandardUniform, Output::new([(numbers, affine)])),
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;
    use crate::random::{Mt19937, PolarNormal};

    #[test]
    fn names_are_read_and_written() {
        for distribution in Distribution::ALL {
            assert_eq!(distribution.to_string().parse(), Ok(distribution));
        }
        assert!("Normal".parse::<Distribution>().is_err());
    }

    #[test]
    fn a_legacy_stream_keeps_its_cached_normal() {
        let mut stream = RandomState::seed(7);
        let first = stream.normal(Contraction::None);
        let cached = stream.cached_normal();
        let mut numbers = [0.0; 5];
        stream.draw_weights(Distribution::Uniform, 1.0, &mut numbers);
        assert!(numbers.iter().all(|number| (-1.0..=1.0).contains(number)));
        assert_eq!(stream.cached_normal(), cached);
        assert_ne!(Some(first), cached);
    }

    #[test]
    fn a_legacy_stream_is_cut_one_after_another() {
        let mut numbers = [0.0; 100];
        RandomState::seed(7).draw_weights(Distribution::TruncatedNormal, 3.0, &mut numbers);
        let normals = rand_distr::Distribution::<f64>::sample_iter(
            TruncatedNormal(PolarNormal::new()),
            Mt19937::seed_from_u64(7),
        );
        assert!(numbers.into_iter().eq(normals.take(100).map(|normal| normal * 3.0)));
    }
}
