//! How numbers are drawn in bulk.

use std::num::NonZero;
use std::thread;

use crate::bit_generator::BulkBitGenerator;
use crate::cpu::Cpu;
use crate::error::Interrupted;
use crate::method::Method;
use crate::number::Number;
use crate::output::{Map, Output};
use crate::polar::{Contraction, Logarithm};
use crate::stretch;
use crate::threads::MOST_THREADS;

/// How numbers are drawn in bulk: for which CPU, rounded how, on how many threads.
///
/// The result depends on the rounding alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sampler {
    /// The CPU whose code draws.
    pub cpu: Cpu,
    /// How numbers are rounded.
    pub rounding: Rounding,
    /// Where the logarithms of the legacy stream's normals come from.
    pub logarithm: Logarithm,
    /// How many threads draw at most. They live no longer than the call that starts them, and only
    /// large calls start any.
    pub threads: NonZero<usize>,
}

/// Which products and sums the C compiler that built NumPy has fused: by default none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rounding {
    /// The legacy stream's sum of squares.
    pub sum_of_squares: Contraction,
    /// See [`StandardNormal::fused`](crate::StandardNormal::fused).
    pub ziggurat: bool,
    /// Of uniform numbers: of the low end and the range times a number in \[0, 1).
    pub uniform: bool,
}

/// Fewer numbers are drawn one after the other, before anybody could interrupt it.
const FEW: usize = 192;

impl Sampler {
    /// For this CPU, on one thread.
    #[must_use]
    pub const fn new(cpu: Cpu, rounding: Rounding) -> Self {
        Self { cpu, rounding, logarithm: Logarithm::ALL[0], threads: NonZero::<usize>::MIN }
    }

    /// Draws numbers into the output; after an interrupt the bit generator is anywhere.
    pub(crate) fn fill<T: Number, B: BulkBitGenerator, M: Map<Drawn = T>>(
        &self,
        method: impl Method<T>,
        bits: &mut B,
        mut output: Output<'_, M>,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted> {
        if output.arrays.len() < FEW {
            return output.fill_with(|| method.draw(bits), &mut || false);
        }
        // A buffered half comes before all words: as a rule, one number takes it.
        while T::PER_PACK > 1 && bits.has_uint32() && !output.arrays.is_empty() {
            output.extend(&[method.draw(bits)]);
        }
        if method.takes_each_word() && !output.arrays.stores() {
            return skip_words::<T, B>(bits, output.arrays.len(), interrupted);
        }
        let start = bits.clone();
        let new = |numbers| method.stretch(self.cpu, &start, numbers);
        let room = output.arrays.len();
        match new(room) {
            Some(stretch) => {
                let threads = self.threads_for(room / method.for_a_thread::<B>());
                let more = || new(usize::MAX);
                stretch::draw(threads, stretch, more, bits, output, interrupted)
            }
            // There is no memory.
            None => output.fill_with(|| method.draw(bits), interrupted),
        }
    }

    /// How many threads are started where so many are worth it.
    pub(crate) fn threads_for(&self, worth: usize) -> usize {
        self.threads.get().min(worth).min(MOST_THREADS)
    }
}

impl Default for Sampler {
    /// The fastest code for this CPU, on all CPUs that the process may use, with nothing fused.
    fn default() -> Self {
        let cpu = Cpu::available().next().unwrap_or(Cpu::PORTABLE);
        let threads = thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
        Self { threads, ..Self::new(cpu, Rounding::default()) }
    }
}

/// Moves on by so many words of a number, of which no half is buffered; after an interrupt the bit
/// generator is anywhere.
fn skip_words<T: Number, B: BulkBitGenerator>(
    bits: &mut B,
    mut count: usize,
    interrupted: &mut dyn FnMut() -> bool,
) -> Result<(), Interrupted> {
    /// An even number, so that no half is left in between.
    const CHUNK: usize = 1 << 20;
    while count > 0 {
        let words = if B::JUMPS { count } else { count.min(CHUNK) };
        bits.skip_words(words as u64, T::PER_PACK);
        count -= words;
        if interrupted() {
            return Err(Interrupted);
        }
    }
    Ok(())
}
