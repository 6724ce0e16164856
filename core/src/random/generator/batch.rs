use std::num::NonZero;
use std::thread;

use super::kernel::Kernel;
use super::method::Method;
use super::number::Number;
use super::stretch::Stretch;
use super::threads;
use super::words::Words;
use crate::output::{Map, Output};
use crate::random::{BitGenerator, Interrupted};

/// Fewer numbers are drawn one after the other.
const FEW: usize = 192;

/// How numbers are drawn in bulk.
///
/// The result never depends on the kernel or on the number of threads.
///
/// # Example
///
/// ```
/// use paraminit_core::random::generator::{Batch, StandardNormal};
/// use paraminit_core::random::{Output, Pcg64, Scale};
/// use rand::SeedableRng;
///
/// let mut bit_generator = Pcg64::seed_from_u64(3);
/// let mut weights = vec![0.0_f32; 1_000_000];
/// let output = Output::new([(&mut weights[..], Scale(0.5_f32))]);
/// Batch::default().fill(StandardNormal, &mut bit_generator, output, &mut || false)?;
/// // np.random.default_rng(3).standard_normal(1_000_000, dtype=np.float32) * np.float32(0.5)
/// assert_eq!(weights[0], 1.208_575);
/// # Ok::<(), paraminit_core::random::Interrupted>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batch {
    kernel: Kernel,
    threads: NonZero<usize>,
}

impl Batch {
    /// This kernel, on one thread.
    #[must_use]
    pub const fn new(kernel: Kernel) -> Self {
        Self { kernel, threads: NonZero::<usize>::MIN }
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

    /// Draws numbers into the output.
    ///
    /// `interrupted` is asked every few microseconds.
    ///
    /// # Errors
    ///
    /// [`Interrupted`] if `interrupted` says so. The bit generator is then as it was before; some
    /// numbers are drawn.
    pub fn fill<T: Number, B: Words, M: Map<Drawn = T>>(
        &self,
        method: impl Method<T>,
        bit_generator: &mut B,
        output: Output<'_, M>,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted> {
        let mut bits = bit_generator.clone();
        if output.len() < FEW {
            fill_singly(method, &mut bits, output, interrupted)?;
        } else {
            self.fill_many(method, &mut bits, output, interrupted)?;
        }
        *bit_generator = bits;
        Ok(())
    }

    /// The same, but that the bit generator is anywhere after an interrupt.
    fn fill_many<T: Number, B: Words, M: Map<Drawn = T>>(
        &self,
        method: impl Method<T>,
        bits: &mut B,
        mut output: Output<'_, M>,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted> {
        // A buffered half comes before all words: as a rule, one number takes it.
        while T::PER_PACK > 1 && bits.has_uint32() && !output.is_empty() {
            output.push(method.draw(bits));
        }
        let start = bits.clone();
        let new = |words| Stretch::new(self.kernel, &start, words);
        let Some(mut stretch) = new(method.words_for(output.len())) else {
            return fill_singly(method, bits, output, interrupted); // there is no memory
        };
        let threads = self.threads.get().min(threads::most(output.len()));
        if threads > 1 {
            let new = || new(usize::MAX);
            *bits =
                threads::fill(threads, method, stretch, new, bits.clone(), output, interrupted)?;
            return Ok(());
        }
        let mut taken = 0;
        loop {
            let len = stretch.load(bits, taken + method.words_for(output.len()));
            let reading = stretch.read(method, taken, output.len());
            stretch.store(reading.numbers, &mut output);
            if output.is_empty() {
                *bits = stretch.bit_generator(reading.end);
                return Ok(());
            }
            if interrupted() {
                return Err(Interrupted);
            }
            taken = reading.end - len;
        }
    }
}

impl Default for Batch {
    /// The fastest kernel that this CPU runs, on all CPUs that the process may use.
    fn default() -> Self {
        let kernel = Kernel::available().next().unwrap_or(Kernel::PORTABLE);
        let threads = thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
        Self { kernel, threads }
    }
}

/// Draws numbers into the output one after the other: from any bit generator, and without any memory.
///
/// `interrupted` is asked every few microseconds.
///
/// # Errors
///
/// [`Interrupted`] if `interrupted` says so. The bit generator is then where the numbers that are
/// drawn have brought it.
pub fn fill_singly<T: Number, B: BitGenerator + ?Sized, M: Map<Drawn = T>>(
    method: impl Method<T>,
    bit_generator: &mut B,
    mut output: Output<'_, M>,
    interrupted: &mut dyn FnMut() -> bool,
) -> Result<(), Interrupted> {
    const CHUNK: usize = 1024;
    while !output.is_empty() {
        for _ in 0..CHUNK.min(output.len()) {
            output.push(method.draw(bit_generator));
        }
        if interrupted() {
            return Err(Interrupted);
        }
    }
    Ok(())
}
