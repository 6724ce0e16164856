use std::num::NonZero;
use std::thread;

use super::stretch::Stretch;
use super::{Contraction, Kernel, polar, threads};
use crate::output::{Output, Scale};
use crate::random::{Interrupted, Mt19937};

/// Fewer pairs are drawn one after the other.
const FEW: usize = 16;

/// How pairs of normals are drawn in bulk.
///
/// The result never depends on the kernel or on the number of threads.
///
/// # Example
///
/// ```
/// use paraminit_core::random::{Batch, Mt19937, Output, Scale};
/// use rand::SeedableRng;
///
/// let mut bit_generator = Mt19937::seed_from_u64(3);
/// let mut weights = vec![0.0; 1_000_000];
/// let output = Output::new([(&mut weights[..], Scale(1.0))]);
/// Batch::default().fill(&mut bit_generator, output, &mut || false)?;
/// assert_eq!(weights[0], 1.788_628_473_430_318_6); // np.random.randn()
/// # Ok::<(), paraminit_core::random::Interrupted>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Batch {
    kernel: Kernel,
    contraction: Contraction,
    threads: NonZero<usize>,
}

impl Batch {
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

    /// The code that is used.
    #[must_use]
    pub const fn kernel(&self) -> Kernel {
        self.kernel
    }

    /// How it rounds the sum of the squares.
    #[must_use]
    pub const fn contraction(&self) -> Contraction {
        self.contraction
    }

    /// Draws pairs of normals into the output, whose length must be even: one number that is left
    /// over stays as it is.
    ///
    /// `interrupted` is asked every few microseconds.
    ///
    /// # Errors
    ///
    /// [`Interrupted`] if `interrupted` says so. The bit generator is then as it was before; some
    /// numbers are drawn.
    pub fn fill(
        &self,
        bit_generator: &mut Mt19937,
        mut output: Output<'_, Scale<f64>>,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted> {
        if output.len() < 2 {
            return Ok(());
        }
        let pairs = output.len() / 2;
        let room = (pairs >= FEW).then(|| Stretch::new(self.kernel, self.contraction, pairs));
        let Some(mut stretch) = room.flatten() else {
            return self.fill_singly(bit_generator, output, interrupted);
        };
        let threads = self.threads.get().min(threads::most(pairs));
        stretch.load(bit_generator);
        loop {
            stretch.accept(output.len() / 2);
            stretch.emit(&mut output);
            if output.len() < 2 {
                break;
            }
            if threads > 1 {
                let new = || Stretch::new(self.kernel, self.contraction, usize::MAX);
                *bit_generator = threads::fill(threads, stretch, new, output, interrupted)?;
                return Ok(());
            }
            if interrupted() {
                return Err(Interrupted);
            }
            stretch.advance(output.len() / 2);
        }
        *bit_generator = stretch.bit_generator();
        Ok(())
    }

    /// The same, one pair after the other: for few numbers, and without any memory.
    fn fill_singly(
        &self,
        bit_generator: &mut Mt19937,
        mut output: Output<'_, Scale<f64>>,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted> {
        let mut copy = bit_generator.clone();
        while output.len() > 1 {
            for _ in 0..FEW.min(output.len() / 2) {
                output.extend(&polar::pair(self.contraction, &mut copy));
            }
            if interrupted() {
                return Err(Interrupted);
            }
        }
        *bit_generator = copy;
        Ok(())
    }
}

impl Default for Batch {
    /// The fastest kernel that this CPU runs, on all CPUs that the process may use, with the sum of
    /// squares rounded as Rust does.
    fn default() -> Self {
        let kernel = Kernel::available().next().unwrap_or(Kernel::PORTABLE);
        let threads = thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
        Self { kernel, contraction: Contraction::None, threads }
    }
}
