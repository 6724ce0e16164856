//! How numbers are drawn in bulk.

use std::num::NonZero;
use std::thread;

use crate::bit_generator::{BitGenerator, BulkBitGenerator, Mt19937};
use crate::cpu::Cpu;
use crate::method::Method;
use crate::number::Number;
use crate::output::{Map, Output};
use crate::polar::{self, Contraction, Logarithm, PolarStretch};
use crate::stretch::{self, Interrupted};
use crate::threads::MOST_THREADS;
use crate::ziggurat::{StandardNormal, TruncatedNormal};

/// How numbers are drawn in bulk: for which CPU, rounded how, on how many threads.
///
/// The result depends on the rounding alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sampler {
    cpu: Cpu,
    rounding: Rounding,
    logarithm: Logarithm,
    threads: NonZero<usize>,
}

/// Which products and sums the C compiler that built NumPy has fused: by default none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rounding {
    /// The legacy stream's sum of squares.
    pub sum_of_squares: Contraction,
    /// See [`StandardNormal::fused`].
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

    /// The same with this logarithm for the legacy stream's normals.
    #[must_use]
    pub const fn with_logarithm(self, logarithm: Logarithm) -> Self {
        Self { logarithm, ..self }
    }

    /// The same on up to so many threads. They live no longer than the call that starts them, and
    /// only large calls start any.
    #[must_use]
    pub const fn with_threads(self, threads: NonZero<usize>) -> Self {
        Self { threads, ..self }
    }

    /// How numbers are rounded.
    #[must_use]
    pub const fn rounding(&self) -> Rounding {
        self.rounding
    }

    /// Standard normals with this rounding.
    pub(crate) const fn standard_normal(&self) -> StandardNormal {
        StandardNormal { fused: self.rounding.ziggurat }
    }

    /// The same without those of more than 2 in size.
    pub(crate) const fn truncated_normal(&self) -> TruncatedNormal {
        TruncatedNormal(self.standard_normal())
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
            return fill_with(|| method.draw(bits), output, &mut || false);
        }
        if method.takes_each_word() && !output.arrays.stores() {
            return skip_words::<T, B>(bits, output.arrays.len(), interrupted);
        }
        // A buffered half comes before all words: as a rule, one number takes it.
        while T::PER_PACK > 1 && bits.has_uint32() && !output.arrays.is_empty() {
            output.extend(&[method.draw(bits)]);
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
            None => fill_with(|| method.draw(bits), output, interrupted),
        }
    }

    /// Draws pairs of normals by the polar method, of an even number; after an interrupt the bit
    /// generator is anywhere.
    pub(crate) fn draw_pairs<M: Map<Drawn = f64>>(
        &self,
        bits: &mut Mt19937,
        mut output: Output<'_, M>,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted> {
        /// Fewer are drawn one after the other.
        const FEW: usize = 32;
        /// So many are worth a thread.
        const FOR_A_THREAD: usize = 1 << 16;
        let contraction = self.rounding.sum_of_squares;
        let new = |numbers| PolarStretch::new(self.cpu, contraction, self.logarithm, numbers);
        let room = output.arrays.len();
        if let Some(stretch) = (room >= FEW).then(|| new(room)).flatten() {
            let threads = self.threads_for(room / FOR_A_THREAD);
            let more = || new(usize::MAX);
            return stretch::draw(threads, stretch, more, bits, output, interrupted);
        }
        while output.arrays.len() > 1 {
            for _ in 0..FEW.min(output.arrays.len() / 2) {
                output.extend(&polar::pair(contraction, || bits.next_double()));
            }
            if interrupted() {
                return Err(Interrupted);
            }
        }
        Ok(())
    }

    /// How many threads are started where so many are worth it.
    fn threads_for(&self, worth: usize) -> usize {
        self.threads.get().min(worth).min(MOST_THREADS)
    }
}

impl Default for Sampler {
    /// The fastest code for this CPU, on all CPUs that the process may use, with nothing fused.
    fn default() -> Self {
        let cpu = Cpu::available().next().unwrap_or(Cpu::PORTABLE);
        let threads = thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
        Self::new(cpu, Rounding::default()).with_threads(threads)
    }
}

/// Fills the output with what is returned, and without any memory.
pub(crate) fn fill_with<M: Map>(
    mut number: impl FnMut() -> M::Drawn,
    mut output: Output<'_, M>,
    interrupted: &mut dyn FnMut() -> bool,
) -> Result<(), Interrupted> {
    const CHUNK: usize = 1024;
    while !output.arrays.is_empty() {
        output.extend_with(CHUNK.min(output.arrays.len()), &mut number);
        if interrupted() {
            return Err(Interrupted);
        }
    }
    Ok(())
}

/// Moves on by so many words of a number; after an interrupt the bit generator is anywhere.
fn skip_words<T: Number, B: BulkBitGenerator>(
    bits: &mut B,
    mut count: usize,
    interrupted: &mut dyn FnMut() -> bool,
) -> Result<(), Interrupted> {
    /// An even number, so that no half is left in between.
    const CHUNK: usize = 1 << 20;
    if count > 0 && T::PER_PACK > 1 && bits.has_uint32() {
        T::next_word(bits);
        count -= 1;
    }
    while count > 0 {
        let words = if B::JUMPS { count } else { count.min(CHUNK) };
        T::skip(bits, words as u64);
        count -= words;
        if interrupted() {
            return Err(Interrupted);
        }
    }
    Ok(())
}
