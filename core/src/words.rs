//! The words of a stretch, which are uniform numbers by themselves.

use crate::bit_generator::{BulkBitGenerator, BulkCpu};
use crate::cpu::{Cpu, Work};
use crate::number::Number;
use crate::output::{Map, Output};
use crate::stretch::{Reading, Stretch, boxed};

/// How many packs of words a stretch has at most: few enough to stay close to the core.
const MOST_PACKS: usize = 1024;

/// How many packs are made beyond the end, for a number that begins before it.
const AHEAD: usize = 8;

/// Some words of a bit generator, for numbers of one type.
#[derive(Debug)]
pub struct Words<T, B> {
    cpu: Cpu,
    /// The bit generator at the first word.
    start: B,
    packs: Box<[u64]>,
    len: usize,
    number: std::marker::PhantomData<T>,
}

impl<T: Number, B: BulkBitGenerator> Words<T, B> {
    /// How many there are at most.
    const MOST: usize = MOST_PACKS * T::PER_PACK;

    /// Room for up to so many. `None` if there is no memory for it.
    pub(crate) fn new(cpu: Cpu, start: &B, words: usize) -> Option<Self> {
        let words = words.min(Self::MOST).next_multiple_of(64);
        Some(Self {
            cpu,
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
}

/// Each word is a number.
impl<T: Number, B: BulkBitGenerator> Stretch<B> for Words<T, B> {
    type Number = T;
    const JUMPS: bool = B::JUMPS;

    fn jump(bits: &mut B) {
        bits.skip_words(Self::MOST as u64, T::PER_PACK);
    }

    /// So many words or a few more.
    fn load(&mut self, bits: &mut B, words: usize) {
        let (cpu, len) = (self.cpu, words.min(self.capacity()).next_multiple_of(64));
        cpu.run(Fill { words: self, bits, len });
    }

    fn read(&mut self, _: usize, limit: usize, _: bool) -> Reading {
        let numbers = limit.min(self.len);
        Reading { numbers, end: numbers, beyond: 0 }
    }

    fn bit_generator(&self, words: usize) -> B {
        let mut bits = self.start.clone();
        bits.skip_words(words as u64, T::PER_PACK);
        bits
    }

    fn store<M: Map<Drawn = T>>(&self, numbers: usize, output: &mut Output<'_, M>) {
        self.cpu.run(Store { words: self, numbers, output });
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
        self.bits.fill_packs(cpu, packs, T::PER_PACK);
        self.bits.clone().fill_packs(cpu, ahead, T::PER_PACK);
    }
}

struct Store<'a, 'o, T, B, M: Map> {
    words: &'a Words<T, B>,
    numbers: usize,
    output: &'a mut Output<'o, M>,
}

impl<C, T: Number, B: BulkBitGenerator, M: Map<Drawn = T>> Work<C> for Store<'_, '_, T, B, M> {
    type Result = ();

    #[inline(always)]
    fn run(self, _: C) {
        const PACKS: usize = 64;
        let mut drawn = [T::default(); 2 * PACKS];
        let mut left = self.numbers;
        for packs in self.words.packs().chunks(PACKS) {
            let len = (packs.len() * T::PER_PACK).min(left);
            T::uniforms::<B>(packs, &mut drawn);
            self.output.extend(&drawn[..len]);
            left -= len;
        }
    }
}
