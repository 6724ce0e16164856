use crate::error::Error;
use crate::output::Parameters;

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Distribution {
    /// Normals of this standard deviation.
    Normal,
    /// Normals of this standard deviation, without those of more than twice that.
    TruncatedNormal,
    /// Uniform numbers between minus and plus this bound, or any two numbers.
    Uniform,
}

named!(
    Distribution, "distribution",
    Normal: "normal", TruncatedNormal: "truncated_normal", Uniform: "uniform"
);

impl Distribution {
    /// The standard deviation of a standard normal that is cut at 2: with density φ and cumulative
    /// distribution Φ, the root of 1 - 4 φ(2) / (2 Φ(2) - 1).
    pub const TRUNCATED_STD: f64 = 0.879_625_661_034_239_8;

    /// What the variance `scale / fan` takes: a bound for uniform numbers, the standard deviation before
    /// the cut for truncated normals, a standard deviation for normals.
    #[must_use]
    pub fn parameter(self, scale: f64, fan: f64) -> f64 {
        match self {
            Self::Normal => (scale / fan).sqrt(),
            Self::TruncatedNormal => (scale / fan).sqrt() / Self::TRUNCATED_STD,
            Self::Uniform => (3.0 * scale / fan).sqrt(),
        }
    }

    /// Its parameters for one number: the standard deviation, or the bound.
    #[must_use]
    pub const fn parameters(self, parameter: f64) -> Parameters {
        match self {
            Self::Normal | Self::TruncatedNormal => Parameters { low: 0.0, range: parameter },
            Self::Uniform => Parameters { low: -parameter, range: 2.0 * parameter },
        }
    }
}
