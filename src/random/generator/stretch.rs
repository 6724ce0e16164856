use super::kernel::{Kernel, Lanes, Work};
use super::method::Method;
use super::number::Number;
use super::words::Words;
use crate::output::{Map, Output};

/// How many packs of words a stretch has at most: few enough to stay close to the core.
const MOST_PACKS: usize = 1024;

/// How many words are made beyond the end, for a number that begins before it.
const AHEAD: usize = 8;

/// A stretch of a bit generator's words on its way to numbers.
///
/// First each word gives the number that it would be if a number began with it, which needs no order
/// and has no branch. Most are right. Then a walk over the few that are in doubt finds out which
/// they are, and which words they take: it moves the right numbers to the front.
pub(super) struct Stretch<T, B> {
    kernel: Kernel,
    /// The bit generator at the first word.
    start: B,
    packs: Box<[u64]>,
    /// A number for each word; the right ones first once they are read.
    drawn: Box<[T]>,
    doubtful: Box<[u64]>,
    /// How many words are loaded.
    len: usize,
}

/// What was read of a stretch.
#[derive(Clone, Copy)]
pub(super) struct Reading {
    /// How many numbers.
    pub(super) numbers: usize,
    /// Where the next one begins.
    pub(super) end: usize,
}

impl<T: Number, B: Words> Stretch<T, B> {
    /// How many words a stretch has at most.
    pub(super) const MOST: usize = MOST_PACKS * T::PER_PACK;

    /// Room for up to so many words. `None` if there is no memory for it.
    pub(super) fn new(kernel: Kernel, start: &B, words: usize) -> Option<Self> {
        let groups = words.min(Self::MOST).div_ceil(64);
        Some(Self {
            kernel,
            start: start.clone(),
            packs: boxed(groups * 64 / T::PER_PACK + AHEAD)?,
            drawn: boxed(groups * 64)?,
            doubtful: boxed(groups)?,
            len: 0,
        })
    }

    /// Makes the next words, so many or a few more, up to what there is room for. Returns how many.
    pub(super) fn load(&mut self, bits: &mut B, words: usize) -> usize {
        self.start.clone_from(bits);
        self.len = words.next_multiple_of(64).min(self.drawn.len());
        self.kernel.run(Fill { stretch: self, bits });
        self.len
    }

    /// Reads the words from `start` on until there are `limit` numbers or no more words.
    pub(super) fn read<M: Method<T>>(&mut self, method: M, start: usize, limit: usize) -> Reading {
        self.kernel.run(Candidates { method, stretch: self });
        self.walk(method, start, limit)
    }

    fn walk<M: Method<T>>(&mut self, method: M, start: usize, limit: usize) -> Reading {
        let mut reading = Reading { numbers: 0, end: start };
        for group in 0..self.len / 64 {
            let mut doubtful = self.doubtful[group];
            while doubtful != 0 {
                let first = 64 * group + doubtful.trailing_zeros() as usize;
                doubtful &= doubtful - 1;
                if first < reading.end {
                    continue; // taken by the number before
                }
                self.keep(&mut reading, first, limit);
                if reading.numbers == limit {
                    return reading;
                }
                let mut next = first;
                let mut word = || {
                    next += 1;
                    self.word(next - 1)
                };
                let number = method.settle(word(), || T::uniform::<B>(word()));
                if let Some(number) = number {
                    self.drawn[reading.numbers] = number;
                    reading.numbers += 1;
                }
                reading.end = next;
                if reading.numbers == limit {
                    return reading;
                }
            }
        }
        self.keep(&mut reading, self.len, limit);
        reading
    }

    /// Keeps the numbers of the words up to `end`, as far as they are wanted.
    fn keep(&mut self, reading: &mut Reading, end: usize, limit: usize) {
        let len = end.saturating_sub(reading.end).min(limit - reading.numbers);
        if len > 0 && reading.end > reading.numbers {
            self.drawn.copy_within(reading.end..reading.end + len, reading.numbers);
        }
        reading.end += len;
        reading.numbers += len;
    }

    fn word(&self, index: usize) -> u64 {
        let packs = &self.packs[..self.len / T::PER_PACK + AHEAD];
        T::word(packs, index).unwrap_or_else(|| T::next_word(&mut self.bit_generator(index)))
    }

    /// The bit generator after so many of the words.
    #[cold]
    pub(super) fn bit_generator(&self, words: usize) -> B {
        let mut bits = self.start.clone();
        T::skip(&mut bits, words);
        bits
    }

    /// Stores numbers that were read.
    pub(super) fn store<M: Map<Drawn = T>>(&self, numbers: usize, output: &mut Output<'_, M>) {
        self.kernel.run(Store { drawn: &self.drawn[..numbers], output });
    }
}

/// Memory from the heap: a thread's stack may be small. `None` if there is none.
fn boxed<T: Clone + Default>(len: usize) -> Option<Box<[T]>> {
    let mut memory = Vec::new();
    memory.try_reserve_exact(len).ok()?;
    memory.resize(len, T::default());
    Some(memory.into_boxed_slice())
}

struct Fill<'a, T, B> {
    stretch: &'a mut Stretch<T, B>,
    bits: &'a mut B,
}

impl<T: Number, B: Words> Work for Fill<'_, T, B> {
    type Result = ();

    #[inline(always)]
    fn run(self, lanes: impl Lanes) {
        let len = self.stretch.len / T::PER_PACK;
        let (packs, ahead) = self.stretch.packs[..len + AHEAD].split_at_mut(len);
        T::fill(self.bits, lanes, packs);
        T::fill(&mut self.bits.clone(), lanes, ahead);
    }
}

struct Candidates<'a, M, T, B> {
    method: M,
    stretch: &'a mut Stretch<T, B>,
}

impl<M: Method<T>, T: Number, B: Words> Work for Candidates<'_, M, T, B> {
    type Result = ();

    #[inline(always)]
    fn run(self, lanes: impl Lanes) {
        let Stretch { packs, drawn, doubtful, len, .. } = self.stretch;
        let (packs, drawn) = (&packs[..*len / T::PER_PACK], &mut drawn[..*len]);
        self.method.candidates::<B>(lanes, packs, drawn, doubtful);
    }
}

struct Store<'a, 'w, M: Map> {
    drawn: &'a [M::Drawn],
    output: &'a mut Output<'w, M>,
}

impl<M: Map> Work for Store<'_, '_, M> {
    type Result = ();

    #[inline(always)]
    fn run(self, _: impl Lanes) {
        self.output.extend(self.drawn);
    }
}
