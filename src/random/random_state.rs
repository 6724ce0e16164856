use rand::SeedableRng;

use super::{Bulk, Interrupted, Mt19937, Normals, Weights};

/// NumPy's legacy stream of normals: what `np.random.randn` draws from.
///
/// A Mersenne Twister, the polar method and the one normal that the method keeps for the next
/// call. It draws what [`PolarNormal`](super::PolarNormal) draws from the same [`Mt19937`], only
/// faster.
///
/// # Example
///
/// ```
/// use paraminit::random::{Normals, RandomState, Weights};
///
/// let mut weights = [0.0; 3];
/// RandomState::seed(3).fill(Weights::new([(&mut weights[..], 1.0)]));
/// // np.random.seed(3); np.random.randn(3)
/// let drawn = [1.788_628_473_430_318_6, 0.436_509_850_511_989_43, 0.096_497_468_072_008_62];
/// assert_eq!(weights, drawn);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct RandomState {
    generator: Mt19937,
    kept: Option<f64>,
}

impl RandomState {
    /// The stream of `np.random.seed(seed)`.
    #[must_use]
    pub fn seed(seed: u32) -> Self {
        Self { generator: Mt19937::seed_from_u64(seed.into()), kept: None }
    }

    /// The stream with this state: `kept` is NumPy's cached gaussian, if there is one.
    #[must_use]
    pub const fn from_state(generator: Mt19937, kept: Option<f64>) -> Self {
        Self { generator, kept }
    }

    /// The generator of the words.
    #[must_use]
    pub const fn generator(&self) -> &Mt19937 {
        &self.generator
    }

    /// The normal that is kept for the next call.
    #[must_use]
    pub const fn kept(&self) -> Option<f64> {
        self.kept
    }

    /// Draws the weights as `bulk` does.
    ///
    /// # Errors
    ///
    /// [`Interrupted`] as [`Bulk::fill`] says; the stream is then as it was before.
    pub fn fill_with(
        &mut self,
        bulk: &Bulk,
        mut weights: Weights<'_>,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted> {
        if weights.is_empty() {
            return Ok(());
        }
        if let Some(kept) = self.kept {
            weights.push(kept);
        }
        let pairs = weights.split_front(weights.len() / 2 * 2);
        bulk.fill(&mut self.generator, pairs, interrupted)?;
        self.kept = None;
        if !weights.is_empty() {
            let [first, second] = self.generator.pair(bulk.contraction);
            weights.push(first);
            self.kept = Some(second);
        }
        Ok(())
    }
}

impl Normals for RandomState {
    fn fill(&mut self, weights: Weights<'_>) {
        // Never interrupted.
        let _ = self.fill_with(&Bulk::default(), weights, &mut || false);
    }
}
