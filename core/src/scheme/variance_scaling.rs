use super::{Distribution, Fans, Mode, Parameters};

/// Weights of mean 0 whose variance is a scale over a fan.
///
/// # Example
///
/// A scheme only says what to draw; any source of numbers can draw it:
///
/// ```
/// use paraminit_core::scheme::{Fans, VarianceScaling};
/// use rand::SeedableRng;
/// use rand_distr::{Distribution, Normal};
///
/// let std = VarianceScaling::HE_NORMAL.parameter(Fans::of(&[2, 8], 1, 0)?).unwrap_or_default();
/// assert_eq!(std, 0.5);
/// let rng = rand::rngs::SmallRng::seed_from_u64(3);
/// let weights: Vec<f64> = Normal::new(0.0, std)?.sample_iter(rng).take(16).collect();
/// assert_eq!(weights.len(), 16);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VarianceScaling {
    /// What is divided by the fan.
    pub scale: f64,
    /// The fan that it is divided by.
    pub mode: Mode,
    /// What the numbers are drawn from.
    pub distribution: Distribution,
}

impl VarianceScaling {
    /// For rectifiers, variance 2 / fan-in: He et al. (2015), arXiv:1502.01852, equation 10.
    pub const HE_NORMAL: Self = Self::new(2.0, Mode::FanIn, Distribution::Normal);
    /// [`HE_NORMAL`](Self::HE_NORMAL) with uniform numbers.
    pub const HE_UNIFORM: Self = Self::new(2.0, Mode::FanIn, Distribution::Uniform);
    /// For tanh, variance 2 / (fan-in + fan-out): Glorot and Bengio (2010), PMLR 9:249-256,
    /// equation 12, with normal numbers.
    pub const GLOROT_NORMAL: Self = Self::new(1.0, Mode::FanAvg, Distribution::Normal);
    /// [`GLOROT_NORMAL`](Self::GLOROT_NORMAL) with uniform numbers, as in the paper's equation 16.
    pub const GLOROT_UNIFORM: Self = Self::new(1.0, Mode::FanAvg, Distribution::Uniform);
    /// For SELU and for linear units, variance 1 / fan-in: "Efficient backprop" (1998), equation 16,
    /// doi:10.1007/3-540-49430-8_2.
    pub const LECUN_NORMAL: Self = Self::new(1.0, Mode::FanIn, Distribution::Normal);
    /// [`LECUN_NORMAL`](Self::LECUN_NORMAL) with uniform numbers.
    pub const LECUN_UNIFORM: Self = Self::new(1.0, Mode::FanIn, Distribution::Uniform);

    /// Weights of variance `scale` over the fan.
    #[must_use]
    pub const fn new(scale: f64, mode: Mode, distribution: Distribution) -> Self {
        Self { scale, mode, distribution }
    }

    /// The [parameter](Distribution::parameter) of the distribution that has the variance.
    ///
    /// `None` where the fan is 0, so that there are no weights.
    #[must_use]
    pub fn parameter(self, fans: Fans) -> Option<f64> {
        Some(self.distribution.parameter(self.scale, fans.by(self.mode)?))
    }

    /// The same as what the numbers of an array are made of.
    #[must_use]
    pub fn parameters(self, fans: Fans) -> Option<Parameters> {
        Some(self.distribution.parameters(self.parameter(fans)?))
    }
}
