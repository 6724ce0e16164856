use std::num::NonZero;

use rand::SeedableRng;

use crate::bit_generator::{BitGenerator, Mt19937};
use crate::error::Interrupted;
use crate::number::Number;
use crate::output::{Affine, Arrays, Map, Output, Parameters, Scaled};
use crate::polar::{self, Contraction, PolarStretch};
use crate::sampler::{Rounding, Sampler};
use crate::scheme::Distribution;
use crate::stream::{Stream, fill_singly};
use crate::stretch::{self, boxed};
use crate::uniform::StandardUniform;
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
    /// Where the words come from.
    pub bit_generator: B,
    /// The normal that the next call returns first, if there is one.
    pub cached_normal: Option<f64>,
}

impl RandomState {
    /// The stream of `np.random.seed(seed)`.
    #[must_use]
    pub fn seed(seed: u32) -> Self {
        Self { bit_generator: Mt19937::seed_from_u64(seed.into()), cached_normal: None }
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

    /// The same as [`Generator::fill_singly`](crate::Generator::fill_singly).
    pub fn fill_singly<T: Number>(
        &mut self,
        distribution: Distribution,
        rounding: Rounding,
        arrays: Arrays<'_, T>,
    ) {
        let Rounding { sum_of_squares, uniform: fused, .. } = rounding;
        let normal = |stream: &mut Self| stream.normal(sum_of_squares);
        let uniform = |stream: &mut Self| stream.bit_generator.next_double();
        let never = &mut || false;
        let _ = fill_singly(self, normal, uniform, distribution, fused, arrays, never);
    }
}

/// Numbers of `f64`, rounded at the end.
impl<T: Number> Stream<T> for RandomState {
    fn fill(
        &mut self,
        distribution: Distribution,
        sampler: &Sampler,
        arrays: Arrays<'_, T>,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted> {
        let fused = sampler.rounding.uniform;
        let normals = |arrays| Output::<Scaled<f64, T>>::new(arrays, false);
        match distribution {
            Distribution::Normal => self.fill_normals(sampler, normals(arrays), interrupted),
            Distribution::TruncatedNormal => {
                self.fill_truncated(sampler, normals(arrays), interrupted)
            }
            Distribution::Uniform => {
                let output = Output::<Affine<f64, T>>::new(arrays, fused);
                sampler.fill(StandardUniform, &mut self.bit_generator, output, interrupted)
            }
        }
    }
}

/// Fewer normals are drawn one after the other.
const FEW: usize = 32;

/// So many normals are worth a thread.
const FOR_A_THREAD: usize = 1 << 16;

impl RandomState {
    /// Draws normals. Of those that are skipped in bulk only the last one is made, for the cached normal.
    fn fill_normals<M: Map<Drawn = f64>>(
        &mut self,
        sampler: &Sampler,
        mut output: Output<'_, M>,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted> {
        let contraction = sampler.rounding.sum_of_squares;
        let new = |normals| PolarStretch::new(sampler.cpu, contraction, sampler.logarithm, normals);
        let room = output.arrays.len();
        // Without the memory it only takes longer.
        if room >= FEW
            && let Some(stretch) = new(room)
        {
            if let Some(normal) = self.cached_normal.take() {
                output.extend(&[normal]);
            }
            let pairs = output.split_front(output.arrays.len() / 2 * 2);
            let (threads, more) = (sampler.threads_for(room / FOR_A_THREAD), || new(usize::MAX));
            let bits = &mut self.bit_generator;
            stretch::draw(threads, stretch, more, bits, pairs, interrupted)?;
        }
        output.fill_with(|| self.normal(contraction), interrupted)
    }

    /// Draws normals without those of more than 2 in size, by a buffer: no more at a time than there is
    /// room for, so none is too many. On one thread: more would gain no more than starting them for each
    /// buffer takes.
    fn fill_truncated<M: Map<Drawn = f64>>(
        &mut self,
        sampler: &Sampler,
        mut output: Output<'_, M>,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted> {
        const CHUNK: usize = 1 << 16; // half a MiB
        let sampler = Sampler { threads: NonZero::<usize>::MIN, ..*sampler };
        let (mut few, mut many) = ([0.0; 256], boxed(0.0, CHUNK.min(output.arrays.len())));
        // Without the memory it only takes longer.
        let normals = many.as_deref_mut().unwrap_or(&mut few);
        loop {
            let len = normals.len().min(output.arrays.len());
            let normals = &mut normals[..len];
            let arrays = Arrays::new([(&mut *normals, Parameters::between(0.0, 1.0))]);
            let drawn = Output::<Scaled<f64, f64>>::new(arrays, false);
            self.fill_normals(&sampler, drawn, interrupted)?;
            let kept = keep_within(normals);
            output.extend(&normals[..kept]);
            if output.arrays.is_empty() {
                return Ok(());
            }
            if interrupted() {
                return Err(Interrupted);
            }
        }
    }
}

/// Moves the normals of at most 2 in size to the front, and returns how many they are. A call, so that
/// the loop has the registers to itself.
#[inline(never)]
fn keep_within(normals: &mut [f64]) -> usize {
    let mut kept = 0;
    for i in 0..normals.len() {
        normals[kept] = normals[i];
        kept += usize::from(within(normals[kept]));
    }
    kept
}
