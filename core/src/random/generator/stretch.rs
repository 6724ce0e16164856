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
/// and has no branch. Most are right. The few that are in doubt are settled, still each as if a
/// number began with it, so that the CPU can do several at a time. Then a walk over these finds out
/// with which words numbers do begin: it moves their numbers to the front.
pub(super) struct Stretch<T, B> {
    kernel: Kernel,
    /// The bit generator at the first word.
    start: B,
    packs: Box<[u64]>,
    /// A number for each word; the right ones first once they are read.
    drawn: Box<[T]>,
    doubtful: Box<[u64]>,
    settled: Vec<Settled<T>>,
    /// How many words are loaded.
    len: usize,
}

/// What a word in doubt gives if a number begins with it.
#[derive(Clone, Copy)]
struct Settled<T> {
    word: usize,
    /// The word after those that it takes.
    end: usize,
    number: T,
    accepted: bool,
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
            settled: reserved(groups * 64)?,
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
        self.settle(method);
        self.walk(start, limit)
    }

    fn settle(&mut self, method: impl Method<T>) {
        self.settled.clear();
        for group in 0..self.len / 64 {
            let mut doubtful = self.doubtful[group];
            while doubtful != 0 {
                let word = 64 * group + doubtful.trailing_zeros() as usize;
                doubtful &= doubtful - 1;
                let mut end = word;
                let mut next_word = || {
                    end += 1;
                    self.word(end - 1)
                };
                let (number, accepted) =
                    method.settle(next_word(), || T::uniform::<B>(next_word()));
                self.settled.push(Settled { word, end, number, accepted });
            }
        }
    }

    fn walk(&mut self, start: usize, limit: usize) -> Reading {
        let mut reading = Reading { numbers: 0, end: start };
        for index in 0..self.settled.len() {
            let Settled { word, end, number, accepted } = self.settled[index];
            if word < reading.end {
                continue; // taken by the number before
            }
            self.keep(&mut reading, word, limit);
            if reading.numbers == limit {
                return reading;
            }
            // No branch: whether a number is accepted cannot be foreseen.
            self.drawn[reading.numbers] = number;
            reading.numbers += usize::from(accepted);
            reading.end = end;
            if reading.numbers == limit {
                return reading;
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
        T::word(packs, index).unwrap_or_else(|| self.word_beyond(index))
    }

    /// A word that was not made. A call, so that the loop around it keeps its registers.
    #[cold]
    #[inline(never)]
    fn word_beyond(&self, index: usize) -> u64 {
        T::next_word(&mut self.bit_generator(index))
    }

    /// The bit generator after so many of the words.
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
    let mut memory = reserved(len)?;
    memory.resize(len, T::default());
    Some(memory.into_boxed_slice())
}

/// Room for so many. `None` if there is no memory.
fn reserved<T>(len: usize) -> Option<Vec<T>> {
    let mut memory = Vec::new();
    memory.try_reserve_exact(len).ok()?;
    Some(memory)
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
