use std::num::NonZero;

use rand::SeedableRng;

use crate::bit_generator::{BitGenerator, Mt19937};
use crate::output::{Arrays, Map, Output, Parameters, Scale};
use crate::polar::{self, Contraction};
use crate::sampler::Sampler;
use crate::stretch::{Interrupted, boxed};
use crate::ziggurat::within;

/// NumPy's legacy stream of normals: what `np.random.randn` draws from.
///
/// A bit generator, Marsaglia's polar method, which makes two normals of each point, and the second one
/// of a pair, which is kept for the next call: the cached normal.
///
/// Marsaglia and Bray (1964), "A convenient method for generating normal variables",
/// <https://doi.org/10.1137/1006063>.
///
/// # Example
///
/// ```
/// use paraminit_core::{Contraction, RandomState};
///
/// let mut stream = RandomState::seed(3); // np.random.seed(3)
/// let normals = [(); 3].map(|()| stream.normal(Contraction::None)); // np.random.randn(3)
/// let drawn = [1.788_628_473_430_318_6, 0.436_509_850_511_989_43, 0.096_497_468_072_008_62];
/// assert_eq!(normals, drawn);
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

    /// The same, to be drawn from in other ways.
    pub const fn bit_generator_mut(&mut self) -> &mut B {
        &mut self.bit_generator
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
    #[inline]
    pub fn normal(&mut self, contraction: Contraction) -> f64 {
        self.cached_normal.take().unwrap_or_else(|| {
            let [first, second] = polar::pair(contraction, || self.bit_generator.next_double());
            self.cached_normal = Some(second);
            first
        })
    }
}

impl RandomState {
    /// The stream of `np.random.seed(seed)`.
    #[must_use]
    pub fn seed(seed: u32) -> Self {
        Self::new(Mt19937::seed_from_u64(seed.into()), None)
    }

    /// Draws normals. Of those that are skipped only the last one is made, for the cached normal.
    pub(crate) fn fill_normals<M: Map<Drawn = f64>>(
        &mut self,
        sampler: &Sampler,
        mut output: Output<'_, M>,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted> {
        if output.arrays.is_empty() {
            return Ok(());
        }
        if let Some(normal) = self.cached_normal.take() {
            output.extend(&[normal]);
        }
        let pairs = output.split_front(output.arrays.len() / 2 * 2);
        if !pairs.arrays.is_empty() {
            sampler.draw_pairs(&mut self.bit_generator, pairs, interrupted)?;
        }
        if !output.arrays.is_empty() {
            output.extend(&[self.normal(sampler.rounding().sum_of_squares)]);
        }
        Ok(())
    }

    /// Draws normals without those of more than 2 in size, by a buffer: no more at a time than there is
    /// room for, so none is too many. On one thread: more would gain no more than starting them for each
    /// buffer takes.
    pub(crate) fn fill_truncated<M: Map<Drawn = f64>>(
        &mut self,
        sampler: &Sampler,
        mut output: Output<'_, M>,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted> {
        const CHUNK: usize = 1 << 16; // half a MiB
        let sampler = sampler.with_threads(NonZero::<usize>::MIN);
        let (mut few, mut many) = ([0.0; 256], boxed(0.0, CHUNK.min(output.arrays.len())));
        // Without the memory it only takes longer.
        let normals = many.as_deref_mut().unwrap_or(&mut few);
        while !output.arrays.is_empty() {
            let len = normals.len().min(output.arrays.len());
            let normals = &mut normals[..len];
            let arrays = Arrays::new([(&mut *normals, Parameters::between(0.0, 1.0))]);
            let drawn = Output::<Scale<f64>>::new(arrays, false);
            self.fill_normals(&sampler, drawn, interrupted)?;
            let mut kept = 0;
            for i in 0..len {
                normals[kept] = normals[i];
                kept += usize::from(within(normals[i]));
            }
            output.extend(&normals[..kept]);
        }
        Ok(())
    }
}
