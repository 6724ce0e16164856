use super::kernel::{Points, blocks, boxed};
use super::mt19937::N;
use super::{Bulk, Mt19937};

/// A stretch of untempered words: the block that a generator is in, and blocks that follow it.
///
/// An attempt of the polar method takes four words, wherever the generator stood, so up to three
/// words of a block may be left for the attempt that continues in the next one.
pub(super) struct Tape {
    words: Box<[u32]>,
    /// Where the words end.
    end: usize,
    /// The first word that is not read.
    next: usize,
}

impl Tape {
    /// Room for the words of up to so many pairs. `None` if there is no memory for it.
    pub(super) fn new(pairs: usize) -> Option<Self> {
        Some(Self { words: boxed(0, (1 + blocks(pairs)) * N)?, end: 0, next: 0 })
    }

    /// Continues where the generator stands, with the rest of its block.
    pub(super) fn load(&mut self, generator: &Mt19937) {
        self.words[..N].copy_from_slice(generator.key());
        self.end = N;
        self.next = generator.position();
    }

    /// The generator after the last word that is read.
    pub(super) fn generator(&self) -> Mt19937 {
        self.generator_at(self.next)
    }

    /// The generator after the last attempt, read or not.
    pub(super) fn end(&self) -> Mt19937 {
        self.generator_at(self.end - (self.end - self.next) % 4)
    }

    fn generator_at(&self, next: usize) -> Mt19937 {
        // After a block's last word the generator is at the end of that block, not in the next.
        let start = next.saturating_sub(1) / N * N;
        let mut key = [0; N];
        key.copy_from_slice(&self.words[start..start + N]);
        Mt19937 { key, position: next - start }
    }

    /// Goes on with new blocks for `pairs`, which are not more than there is room for.
    ///
    /// All attempts that the present words hold must have been read.
    pub(super) fn advance(&mut self, bulk: &Bulk, pairs: usize) {
        let last = self.end - N;
        self.words.copy_within(last..self.end, 0);
        self.next -= last;
        self.end = (1 + blocks(pairs)) * N;
        bulk.kernel.twist(&mut self.words[..self.end]);
    }

    /// Reads attempts until there are `limit` points or no more attempts.
    pub(super) fn read(&mut self, bulk: &Bulk, limit: usize, points: &mut Points) {
        let attempts = (self.end - self.next) / 4;
        let words = &self.words[self.next..self.next + 4 * attempts];
        self.next += 4 * bulk.kernel.accept(bulk.contraction, words, limit, points);
    }

    /// Takes the last reading back.
    pub(super) fn rewind(&mut self, next: usize) {
        self.next = next;
    }

    pub(super) const fn next(&self) -> usize {
        self.next
    }
}
