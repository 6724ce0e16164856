use std::fmt;

use super::Contraction;
use super::kernel::{Attempts, Kernel, Points, blocks, boxed};
use crate::output::{Output, Scale};
use crate::random::Mt19937;
use crate::random::bit_generator::BLOCK;

/// A stretch of the stream on its way through the passes: a bit generator's block of untempered
/// words with blocks that follow it, and the points that were accepted last.
///
/// An attempt of the polar method takes four words, wherever the bit generator stood, so up to three
/// words of a block may be left for the attempt that continues in the next one.
///
/// Public for the benchmarks alone, which time the passes apart.
pub struct Stretch {
    kernel: Kernel,
    contraction: Contraction,
    words: Box<[u32]>,
    /// Where the words end.
    end: usize,
    /// The first word that is not read.
    next: usize,
    points: Points,
}

impl Stretch {
    /// Room for the words of up to so many pairs. `None` if there is no memory for it.
    #[must_use]
    pub fn new(kernel: Kernel, contraction: Contraction, pairs: usize) -> Option<Self> {
        let words = boxed(0, (1 + blocks(pairs)) * BLOCK)?;
        Some(Self { kernel, contraction, words, end: 0, next: 0, points: Points::new(pairs)? })
    }

    /// Continues where the bit generator stands, with the rest of its block.
    pub fn load(&mut self, bit_generator: &Mt19937) {
        self.words[..BLOCK].copy_from_slice(bit_generator.key());
        self.end = BLOCK;
        self.next = bit_generator.position();
    }

    /// The bit generator after the last word that is read.
    pub(super) fn bit_generator(&self) -> Mt19937 {
        self.bit_generator_at(self.next)
    }

    /// The bit generator after the last attempt, read or not.
    pub(super) fn end(&self) -> Mt19937 {
        self.bit_generator_at(self.end - (self.end - self.next) % 4)
    }

    fn bit_generator_at(&self, next: usize) -> Mt19937 {
        // After a block's last word the bit generator is at the end of that block, not in the next.
        let start = next.saturating_sub(1) / BLOCK * BLOCK;
        Mt19937::new(&self.words[start..start + BLOCK], next - start)
    }

    /// Goes on with new blocks for `pairs`, which are not more than there is room for.
    ///
    /// All attempts that the present words hold must have been read.
    pub fn advance(&mut self, pairs: usize) {
        let last = self.end - BLOCK;
        self.words.copy_within(last..self.end, 0);
        self.next -= last;
        self.end = (1 + blocks(pairs)) * BLOCK;
        self.kernel.passes.twist(&mut self.words[..self.end]);
    }

    /// Reads attempts until there are `limit` points or no more attempts; returns how many points.
    pub fn accept(&mut self, limit: usize) -> usize {
        let attempts = (self.end - self.next) / 4;
        let words = &self.words[self.next..self.next + 4 * attempts];
        let attempts = Attempts { contraction: self.contraction, words, limit };
        let taken = self.kernel.passes.accept(attempts, &mut self.points);
        self.next += 4 * taken;
        self.points.len()
    }

    /// Takes the last reading back, which began at `start`, and reads only `limit` points.
    pub(super) fn accept_again(&mut self, start: usize, limit: usize) -> usize {
        self.next = start;
        self.accept(limit)
    }

    /// Where the next attempt begins.
    pub(super) const fn next(&self) -> usize {
        self.next
    }

    /// Draws the normals of the points that were read last.
    pub fn emit(&self, output: &mut Output<'_, Scale<f64>>) {
        self.kernel.passes.emit(self.contraction, &self.points, output);
    }
}

impl fmt::Debug for Stretch {
    /// Without the words and the points.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stretch").field("kernel", &self.kernel).finish_non_exhaustive()
    }
}
