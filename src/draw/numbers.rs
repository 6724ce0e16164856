use crate::arguments::Dtype;
use paraminit_core::scheme::{Distribution, Parameters};

/// What an array is filled with.
#[derive(Clone, Copy)]
pub(crate) enum Numbers {
    Normal {
        std: f64,
    },
    /// Normals without those beyond twice their standard deviation.
    TruncatedNormal {
        std: f64,
    },
    Uniform {
        low: f64,
        high: f64,
    },
}

impl Numbers {
    pub(super) const fn standard(distribution: Distribution) -> Self {
        match distribution {
            Distribution::Normal => Self::Normal { std: 1.0 },
            Distribution::TruncatedNormal => Self::TruncatedNormal { std: 1.0 },
            Distribution::Uniform => Self::Uniform { low: 0.0, high: 1.0 },
        }
    }

    pub(crate) const fn distribution(self) -> Distribution {
        match self {
            Self::Normal { .. } => Distribution::Normal,
            Self::TruncatedNormal { .. } => Distribution::TruncatedNormal,
            Self::Uniform { .. } => Distribution::Uniform,
        }
    }

    /// The same as the core takes it.
    pub(super) const fn parameters(self) -> Parameters {
        match self {
            Self::Normal { std } | Self::TruncatedNormal { std } => {
                Parameters { low: 0.0, range: std }
            }
            Self::Uniform { low, high } => Parameters::between(low, high),
        }
    }

    /// Whether no number of this type can overflow or underflow, which NumPy may warn of.
    pub(super) fn is_within_range(self, dtype: Dtype) -> bool {
        let Parameters { low, range } = self.parameters();
        [low, range].into_iter().all(|number| is_within_range(number, dtype))
    }
}

/// Whether a product of this number with a standard one can neither overflow nor underflow.
pub(crate) fn is_within_range(number: f64, dtype: Dtype) -> bool {
    let range = match dtype {
        Dtype::Float64 => 1e-250..=1e300,
        Dtype::Float32 => 1e-25..=1e35,
    };
    number == 0.0 || range.contains(&number.abs())
}
