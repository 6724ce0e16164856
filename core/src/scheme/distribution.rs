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
    /// Its parameters for one number: the standard deviation, or the bound.
    #[must_use]
    pub const fn parameters(self, parameter: f64) -> Parameters {
        match self {
            Self::Normal | Self::TruncatedNormal => Parameters { low: 0.0, range: parameter },
            Self::Uniform => Parameters { low: -parameter, range: 2.0 * parameter },
        }
    }
}
