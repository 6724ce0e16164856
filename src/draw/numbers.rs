use crate::arguments::Dtype;
use paraminit_core::scheme::Distribution;

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
    pub(crate) const fn distribution(self) -> Distribution {
        match self {
            Self::Normal { .. } => Distribution::Normal,
            Self::TruncatedNormal { .. } => Distribution::TruncatedNormal,
            Self::Uniform { .. } => Distribution::Uniform,
        }
    }

    /// What a standard number is multiplied by.
    pub(super) fn factor(self) -> f64 {
        match self {
            Self::Normal { std } | Self::TruncatedNormal { std } => std,
            Self::Uniform { low, high } => high - low,
        }
    }

    /// What is added to the product.
    pub(super) const fn low(self) -> f64 {
        match self {
            Self::Normal { .. } | Self::TruncatedNormal { .. } => 0.0,
            Self::Uniform { low, .. } => low,
        }
    }

    /// Whether no number of this type can overflow or underflow, which NumPy may warn of.
    pub(super) fn is_within_range(self, dtype: Dtype) -> bool {
        [self.factor(), self.low()].into_iter().all(|number| is_within_range(number, dtype))
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
