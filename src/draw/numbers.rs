use crate::arguments::Dtype;
use paraminit_core::scheme::{Distribution, Parameters};

/// What an array is filled with: `low + (high - low) * x` for each standard number `x`, which is what
/// uniform numbers from `low` to `high` are, and normals of the standard deviation `high` with a `low`
/// of 0.
#[derive(Clone, Copy)]
pub(crate) struct Numbers {
    pub(crate) distribution: Distribution,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Numbers {
    /// Normals of a standard deviation (before they are truncated), or uniform numbers from minus to plus
    /// a bound.
    pub(crate) const fn new(distribution: Distribution, parameter: f64) -> Self {
        let low = match distribution {
            Distribution::Normal | Distribution::TruncatedNormal => 0.0,
            Distribution::Uniform => -parameter,
        };
        Self { distribution, low, high: parameter }
    }

    /// The same as the core takes it.
    pub(super) const fn parameters(self) -> Parameters {
        Parameters::between(self.low, self.high)
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
