use super::float;

/// How the weights of a layer follow from standard normals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NotebookScheme {
    /// All weights 0.
    Zeros,
    /// Standard deviation 0.01.
    Random,
    /// Variance 2 / fan-in, for rectifiers: He et al. (2015), arXiv:1502.01852, equation 10.
    He,
    /// Variance 2 / (fan-in + fan-out): Glorot and Bengio (2010), PMLR 9:249-256, equation 12.
    Xavier,
}

impl NotebookScheme {
    /// The scale of [`Random`](Self::Random), whatever the fans.
    pub const RANDOM_SCALE: f64 = 0.01;

    /// What each standard normal is multiplied by: the standard deviation of the weights.
    ///
    /// `None` where the formula divides by 0. The order of the operations is the notebook's, so
    /// the result has its bits for all sizes below 2^53.
    #[must_use]
    pub fn scale(self, fan_in: usize, fan_out: usize) -> Option<f64> {
        let he = |fan: usize| (fan > 0).then(|| (2.0 / float(fan as u128)).sqrt());
        match self {
            Self::Zeros => Some(0.0),
            Self::Random => Some(Self::RANDOM_SCALE),
            Self::He => he(fan_in),
            Self::Xavier => he(fan_in.saturating_add(fan_out)),
        }
    }
}
