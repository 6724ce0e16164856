//! The words of a stretch.

use crate::bit_generator::{BulkBitGenerator, BulkCpu};
use crate::cpu::{Cpu, Work};
use crate::number::Number;
use crate::stretch::boxed;

/// How many packs of words a stretch has at most: few enough to stay close to the core.
const MOST_PACKS: usize = 1024;

/// How many packs are made beyond the end, for a number that begins before it.
const AHEAD: usize = 8;

/// Some words of a bit generator, for numbers of one type.
#[derive(Debug)]
pub(crate) struct Words<T, B> {
    /// The bit generator at the first word.
    start: B,
    packs: Box<[u64]>,
    len: usize,
    number: std::marker::PhantomData<T>,
}

impl<T: Number, B: BulkBitGenerator> Words<T, B> {
    /// How many there are at most.
    pub(crate) const MOST: usize = MOST_PACKS * T::PER_PACK;

    /// Room for up to so many. `None` if there is no memory for it.
    pub(crate) fn new(start: &B, words: usize) -> Option<Self> {
        let words = words.min(Self::MOST).next_multiple_of(64);
        Some(Self {
            start: start.clone(),
            packs: boxed(0, words / T::PER_PACK + AHEAD)?,
            len: 0,
            number: std::marker::PhantomData,
        })
    }

    /// How many there are.
    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// How many there is room for.
    pub(crate) const fn capacity(&self) -> usize {
        (self.packs.len() - AHEAD) * T::PER_PACK
    }

    /// The packs.
    pub(crate) fn packs(&self) -> &[u64] {
        &self.packs[..self.len / T::PER_PACK]
    }

    /// Makes the next words, so many or a few more, up to what there is room for.
    pub(crate) fn load(&mut self, cpu: Cpu, bits: &mut B, words: usize) {
        let len = words.min(self.capacity()).next_multiple_of(64);
        cpu.run(Fill { words: self, bits, len });
    }

    /// A word, or one after them.
    pub(crate) fn get(&self, index: usize) -> u64 {
        let packs = &self.packs[..self.len / T::PER_PACK + AHEAD];
        T::word(packs, index).unwrap_or_else(|| self.get_beyond(index))
    }

    /// A word that was not made. A call, so that the loop around it keeps its registers.
    #[cold]
    #[inline(never)]
    fn get_beyond(&self, index: usize) -> u64 {
        T::next_word(&mut self.bit_generator(index))
    }

    /// The bit generator after so many of the words.
    pub(crate) fn bit_generator(&self, words: usize) -> B {
        let mut bits = self.start.clone();
        bits.skip_for::<T>(words as u64);
        bits
    }
}

struct Fill<'a, T, B> {
    words: &'a mut Words<T, B>,
    bits: &'a mut B,
    len: usize,
}

impl<C: BulkCpu, T: Number, B: BulkBitGenerator> Work<C> for Fill<'_, T, B> {
    type Result = ();

    #[inline(always)]
    fn run(self, cpu: C) {
        let Words { start, packs, len, .. } = self.words;
        start.clone_from(self.bits);
        *len = self.len;
        let (packs, ahead) =
            packs[..self.len / T::PER_PACK + AHEAD].split_at_mut(self.len / T::PER_PACK);
        self.bits.fill_for::<T>(cpu, packs);
        self.bits.clone().fill_for::<T>(cpu, ahead);
    }
}
