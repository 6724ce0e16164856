use std::num::NonZero;
use std::thread;

use super::kernel::Points;
use super::parallel;
use super::tape::Tape;
use super::{Contraction, Kernel, Mt19937, Weights};

/// Fewer pairs are drawn one after the other.
const FEW: usize = 16;

/// A call was told to stop before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrupted;

/// How pairs of normals are drawn in bulk.
///
/// The result never depends on the kernel or on the number of threads.
///
/// # Example
///
/// ```
/// use paraminit::random::{Bulk, Mt19937, Weights};
/// use rand::SeedableRng;
///
/// let mut generator = Mt19937::seed_from_u64(3);
/// let mut weights = vec![0.0; 1_000_000];
/// let bulk = Bulk::default();
/// bulk.fill(&mut generator, Weights::new([(&mut weights[..], 1.0)]), &mut || false)?;
/// assert_eq!(weights[0], 1.788_628_473_430_318_6); // np.random.randn()
/// # Ok::<(), paraminit::random::Interrupted>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Bulk {
    pub(super) kernel: Kernel,
    pub(super) contraction: Contraction,
    threads: NonZero<usize>,
}

impl Bulk {
    /// This kernel and contraction, on one thread.
    #[must_use]
    pub const fn new(kernel: Kernel, contraction: Contraction) -> Self {
        Self { kernel, contraction, threads: NonZero::<usize>::MIN }
    }

    /// The same on up to so many threads. They live no longer than the call that starts them, and
    /// only large calls start any.
    #[must_use]
    pub const fn with_threads(self, threads: NonZero<usize>) -> Self {
        Self { threads, ..self }
    }

    /// The way that draws the normals of `reference`, which come from [`Mt19937`] seeded with
    /// `seed`: the fastest kernel and the contraction that give them, on one thread. `None` if there
    /// is no such way.
    ///
    /// A few thousand normals tell the contractions apart: each moves about a tenth of them.
    #[must_use]
    pub fn calibrate(seed: u32, reference: &[f64]) -> Option<Self> {
        Kernel::available()
            .flat_map(|kernel| Contraction::ALL.map(|contraction| Self::new(kernel, contraction)))
            .find(|bulk| bulk.draws(seed, reference))
    }

    fn draws(&self, seed: u32, reference: &[f64]) -> bool {
        let mut drawn = vec![0.0; reference.len()];
        let mut stream = super::RandomState::seed(seed);
        let weights = Weights::new([(&mut drawn[..], 1.0)]);
        let outcome = stream.fill_with(self, weights, &mut || false);
        let bits = |normals: &[f64]| normals.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        outcome.is_ok() && bits(&drawn) == bits(reference)
    }

    /// How it rounds the sum of the squares.
    #[must_use]
    pub const fn contraction(&self) -> Contraction {
        self.contraction
    }

    /// Draws pairs of normals into the weights, whose number must be even: one that is left over
    /// stays as it is.
    ///
    /// `interrupted` is asked every few microseconds.
    ///
    /// # Errors
    ///
    /// [`Interrupted`] if `interrupted` says so. The generator is then as it was before; some
    /// weights are drawn.
    pub fn fill(
        &self,
        generator: &mut Mt19937,
        mut weights: Weights<'_>,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted> {
        if weights.len() < 2 {
            return Ok(());
        }
        let pairs = weights.len() / 2;
        let room = if pairs < FEW { None } else { Tape::new(pairs).zip(Points::new(pairs)) };
        let Some((mut tape, mut points)) = room else {
            return self.fill_singly(generator, weights, interrupted);
        };
        let threads = self.threads.get().min(parallel::most_threads(pairs));
        tape.load(generator);
        loop {
            tape.read(self, weights.len() / 2, &mut points);
            self.kernel.emit(self.contraction, &points, &mut weights);
            if weights.len() < 2 {
                break;
            }
            if threads > 1 {
                let room = (tape, points);
                *generator = parallel::fill(self, threads, room, weights, interrupted)?;
                return Ok(());
            }
            if interrupted() {
                return Err(Interrupted);
            }
            tape.advance(self, weights.len() / 2);
        }
        *generator = tape.generator();
        Ok(())
    }

    /// The same, one pair after the other: for few weights, and without any memory.
    fn fill_singly(
        &self,
        generator: &mut Mt19937,
        mut weights: Weights<'_>,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted> {
        let mut drawn = generator.clone();
        while weights.len() > 1 {
            for _ in 0..FEW.min(weights.len() / 2) {
                weights.extend(&drawn.pair(self.contraction));
            }
            if interrupted() {
                return Err(Interrupted);
            }
        }
        *generator = drawn;
        Ok(())
    }
}

impl Default for Bulk {
    /// The fastest kernel that this CPU runs, on all CPUs that the process may use, with the sum of
    /// squares rounded as Rust does.
    fn default() -> Self {
        let kernel = Kernel::available().next().unwrap_or(Kernel::PORTABLE);
        let threads = thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
        Self { kernel, contraction: Contraction::None, threads }
    }
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};

    use super::*;
    use crate::random::polar;

    const SEED: u32 = 5;

    /// NumPy's normals on a machine where its C code contracts so and has this logarithm.
    fn reference(contraction: Contraction, ln: fn(f64) -> f64) -> Vec<f64> {
        let mut generator = Mt19937::seed_from_u64(SEED.into());
        let mut coordinate =
            || 2.0 * polar::uniform(generator.next_u32(), generator.next_u32()) - 1.0;
        let mut points = std::iter::repeat_with(|| {
            let (x1, x2) = (coordinate(), coordinate());
            (x1, x2, contraction.sum_of_squares(x1, x2))
        });
        let mut normals = Vec::new();
        while normals.len() < 4096 {
            if let Some((x1, x2, r2)) = points.find(|&(_, _, r2)| polar::accepted(r2)) {
                normals.extend(polar::normals(x1, x2, r2, ln(r2)));
            }
        }
        normals
    }

    #[test]
    fn calibration_finds_the_contraction_and_the_fastest_kernel() {
        let fastest = Kernel::available().next().map(Kernel::name);
        for contraction in Contraction::ALL {
            let found = Bulk::calibrate(SEED, &reference(contraction, f64::ln));
            assert_eq!(found.map(|bulk| bulk.contraction), Some(contraction));
            assert_eq!(found.map(|bulk| bulk.kernel.name()), fastest);
        }
    }

    #[test]
    fn calibration_refuses_another_logarithm() {
        // One ulp off for one argument in sixteen or so.
        let other = |x: f64| match x.ln() {
            y if y.to_bits() % 16 == 0 => y.next_up(),
            y => y,
        };
        assert!(Bulk::calibrate(SEED, &reference(Contraction::None, other)).is_none());
    }

    #[test]
    fn calibration_refuses_another_stream() {
        let reference = reference(Contraction::None, f64::ln);
        assert!(Bulk::calibrate(SEED + 1, &reference).is_none());
        assert!(Bulk::calibrate(SEED, &reference[1..]).is_none());
    }
}
