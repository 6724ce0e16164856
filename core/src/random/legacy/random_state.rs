use rand::SeedableRng;

use super::{Batch, Contraction, polar};
use crate::output::{Output, Scale};
use crate::random::{BitGenerator, Interrupted, Mt19937, Normals};

/// NumPy's legacy stream of normals: what `np.random.randn` draws from.
///
/// A bit generator, the polar method and the one normal that the method keeps for the next call,
/// the cached normal. On a [`Mt19937`] it draws what [`PolarNormal`](super::PolarNormal) draws, only
/// faster.
///
/// # Example
///
/// ```
/// use paraminit_core::random::{Normals, Output, RandomState, Scale};
///
/// let mut weights = [0.0; 3];
/// RandomState::seed(3).fill(Output::new([(&mut weights[..], Scale(1.0))]));
/// // np.random.seed(3); np.random.randn(3)
/// let drawn = [1.788_628_473_430_318_6, 0.436_509_850_511_989_43, 0.096_497_468_072_008_62];
/// assert_eq!(weights, drawn);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct RandomState<B = Mt19937> {
    bit_generator: B,
    cached_normal: Option<f64>,
}

impl<B> RandomState<B> {
    /// The stream of this bit generator, with NumPy's cached normal if there is one.
    #[must_use]
    pub const fn new(bit_generator: B, cached_normal: Option<f64>) -> Self {
        Self { bit_generator, cached_normal }
    }

    /// Where the words come from.
    #[must_use]
    pub const fn bit_generator(&self) -> &B {
        &self.bit_generator
    }

    /// The normal that the next call returns first, if there is one.
    #[must_use]
    pub const fn cached_normal(&self) -> Option<f64> {
        self.cached_normal
    }
}

impl<B: BitGenerator> RandomState<B> {
    /// The next normal: the reference for all faster ways, and the one way for a bit generator that
    /// cannot be read ahead.
    pub fn normal(&mut self, contraction: Contraction) -> f64 {
        self.cached_normal.take().unwrap_or_else(|| {
            let [first, second] = polar::pair(contraction, &mut self.bit_generator);
            self.cached_normal = Some(second);
            first
        })
    }

    /// Draws one pair after the other.
    pub fn fill_singly(&mut self, contraction: Contraction, output: &mut Output<'_, Scale<f64>>) {
        if !output.is_empty()
            && let Some(normal) = self.cached_normal.take()
        {
            output.push(normal);
        }
        while output.len() > 1 {
            output.extend(&polar::pair(contraction, &mut self.bit_generator));
        }
        if !output.is_empty() {
            output.push(self.normal(contraction));
        }
    }
}

impl RandomState {
    /// The stream of `np.random.seed(seed)`.
    #[must_use]
    pub fn seed(seed: u32) -> Self {
        Self::new(Mt19937::seed_from_u64(seed.into()), None)
    }

    /// Draws as `batch` does.
    ///
    /// # Errors
    ///
    /// [`Interrupted`] as [`Batch::fill`] says; the stream is then as it was before.
    pub fn fill_with(
        &mut self,
        batch: &Batch,
        mut output: Output<'_, Scale<f64>>,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted> {
        if output.is_empty() {
            return Ok(());
        }
        if let Some(normal) = self.cached_normal {
            output.push(normal);
        }
        let pairs = output.split_front(output.len() / 2 * 2);
        batch.fill(&mut self.bit_generator, pairs, interrupted)?;
        self.cached_normal = None;
        if !output.is_empty() {
            output.push(self.normal(batch.contraction()));
        }
        Ok(())
    }
}

impl Normals for RandomState {
    fn fill(&mut self, output: Output<'_, Scale<f64>>) {
        // Never interrupted.
        let _ = self.fill_with(&Batch::default(), output, &mut || false);
    }
}
