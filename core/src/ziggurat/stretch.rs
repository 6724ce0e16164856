use super::{Layers, Ziggurat};
use crate::bit_generator::BulkBitGenerator;
use crate::cpu::{Cpu, Work};
use crate::doubts::{Doubts, GROUP};
use crate::output::{Map, Output};
use crate::stretch::{Reading, Stretch, boxed, reserved};
use crate::words::Words;
use crate::ziggurat::within;

/// A stretch of a bit generator's words on its way to normals.
///
/// First each word gives the number that it would be if a number began with it, which needs no order
/// and has no branch. Most are right. The few that are in doubt are settled, still each as if a
/// number began with it, so that the CPU can do several at a time. Then a walk over these finds out
/// with which words numbers do begin: their numbers move to the front.
#[derive(Debug)]
pub struct ZigguratStretch<T, B> {
    cpu: Cpu,
    fused: bool,
    /// Whether only numbers from -2 to 2 are drawn.
    cut: bool,
    words: Words<T, B>,
    /// A number for each word; the right ones first once they are read.
    drawn: Box<[T]>,
    /// The bits of the words in doubt; then, if numbers are compressed, of those that give none.
    doubtful: Box<[u64]>,
    doubts: Doubts<Box<[u16]>>,
    settled: Vec<Settled<T>>,
}

/// What a word in doubt gives if a number begins with it.
#[derive(Clone, Copy, Debug)]
struct Settled<T> {
    word: usize,
    /// The word after those that it takes.
    end: usize,
    number: T,
    accepted: bool,
}

/// About how many words so many numbers take.
const fn words_for(numbers: usize, cut: bool) -> usize {
    // 1.5 % of the first words take another one or two, and 4.6 % of the numbers are beyond 2.
    numbers.saturating_add(numbers / if cut { 12 } else { 32 }).saturating_add(8)
}

impl<T: Ziggurat, B: BulkBitGenerator> ZigguratStretch<T, B> {
    /// Room for the words of up to so many numbers. `None` if there is no memory for it.
    pub(super) fn new(cpu: Cpu, fused: bool, cut: bool, start: &B, numbers: usize) -> Option<Self> {
        let words = Words::new(cpu, start, words_for(numbers, cut))?;
        let len = words.capacity();
        Some(Self {
            cpu,
            fused,
            cut,
            words,
            drawn: boxed(T::default(), len)?,
            doubtful: boxed(0, len / 64)?,
            doubts: Doubts::new(boxed(0, len + GROUP)?),
            settled: reserved(len)?,
        })
    }

    fn settle(&mut self) {
        self.settled.clear();
        for word in self.doubts.places().iter().map(|word| usize::from(*word)) {
            let mut end = word;
            let mut next_word = || {
                end += 1;
                self.words.get(end - 1)
            };
            let first = next_word();
            let (number, accepted) = T::settle(self.fused, first, || T::uniform::<B>(next_word()));
            let accepted = accepted & (!self.cut | within(number));
            self.settled.push(Settled { word, end, number, accepted });
        }
    }

    fn walk(&mut self, start: usize, limit: usize, moved: Moved) -> Reading {
        let compressed = matches!(moved, Moved::Compressed);
        if compressed {
            self.doubtful.fill(0);
            (0..start).for_each(|word| self.leave_out(word, true));
        }
        let mut reading = Reading { numbers: 0, end: start, beyond: 0 };
        for index in 0..self.settled.len() {
            let Settled { word, end, number, accepted } = self.settled[index];
            if word < reading.end {
                continue; // taken by the number before
            }
            self.keep(&mut reading, word, limit, moved);
            if reading.numbers == limit {
                return reading;
            }
            // No branch: whether a number is accepted cannot be foreseen.
            if compressed {
                self.drawn[word] = number;
                self.leave_out(word, !accepted);
                (word + 1..end).for_each(|word| self.leave_out(word, true));
            } else {
                self.drawn[reading.numbers] = number;
            }
            reading.numbers += usize::from(accepted);
            reading.end = end;
            if reading.numbers == limit {
                return reading;
            }
        }
        self.keep(&mut reading, self.words.len(), limit, moved);
        reading.beyond = reading.end.saturating_sub(self.words.len());
        reading
    }

    /// Keeps the numbers of the words up to `end`, as far as they are wanted.
    fn keep(&mut self, reading: &mut Reading, end: usize, limit: usize, moved: Moved) {
        let len = end.saturating_sub(reading.end).min(limit - reading.numbers);
        if matches!(moved, Moved::InRuns) && len > 0 && reading.end > reading.numbers {
            self.drawn.copy_within(reading.end..reading.end + len, reading.numbers);
        }
        reading.end += len;
        reading.numbers += len;
    }

    /// Marks a word, if it is one of these and `out`, as one that gives no number.
    #[inline(always)]
    fn leave_out(&mut self, word: usize, out: bool) {
        if let Some(bits) = self.doubtful.get_mut(word / 64) {
            *bits |= u64::from(out) << (word % 64);
        }
    }
}

/// How numbers come to the front.
#[derive(Clone, Copy)]
enum Moved {
    /// Nobody wants them.
    Never,
    /// Those between two words in doubt at a time.
    InRuns,
    /// All at the end, by the bits of the words that give none.
    Compressed,
}

impl<T: Ziggurat, B: BulkBitGenerator> Stretch<B> for ZigguratStretch<T, B> {
    type Number = T;
    const JUMPS: bool = B::JUMPS;

    fn jump(bits: &mut B) {
        Words::<T, B>::jump(bits);
    }

    fn load(&mut self, bits: &mut B, numbers: usize) {
        self.words.load(bits, words_for(numbers, self.cut));
    }

    fn read(&mut self, start: usize, limit: usize, kept: bool) -> Reading {
        let moved = self.cpu.run(Candidates { stretch: self, kept });
        self.settle();
        let reading = self.walk(start, limit, moved);
        if let Moved::Compressed = moved {
            self.cpu.run(Compress(self));
        }
        reading
    }

    fn bit_generator(&self, words: usize) -> B {
        self.words.bit_generator(words)
    }

    fn store<M: Map<Drawn = T>>(&self, numbers: usize, output: &mut Output<'_, M>) {
        self.cpu.run(Store { drawn: &self.drawn[..numbers], output });
    }
}

struct Candidates<'a, T, B> {
    stretch: &'a mut ZigguratStretch<T, B>,
    kept: bool,
}

impl<C: Layers, T: Ziggurat, B: BulkBitGenerator> Work<C> for Candidates<'_, T, B> {
    type Result = Moved;

    #[inline(always)]
    fn run(self, cpu: C) -> Moved {
        let ZigguratStretch { words, cut, drawn, doubtful, doubts, .. } = self.stretch;
        let drawn = self.kept.then_some(&mut drawn[..words.len()]);
        T::candidates(cpu, T::rows(*cut), words.packs(), drawn, doubtful);
        doubts.clear();
        for (group, doubtful) in doubtful[..words.len() / GROUP].iter().enumerate() {
            doubts.add(*doubtful, group);
        }
        match self.kept {
            false => Moved::Never,
            true if C::COMPRESSES => Moved::Compressed,
            true => Moved::InRuns,
        }
    }
}

struct Compress<'a, T, B>(&'a mut ZigguratStretch<T, B>);

impl<C: Layers, T: Ziggurat, B: BulkBitGenerator> Work<C> for Compress<'_, T, B> {
    type Result = ();

    #[inline(always)]
    fn run(self, cpu: C) {
        let ZigguratStretch { words, drawn, doubtful, .. } = self.0;
        T::compress(cpu, &mut drawn[..words.len()], doubtful);
    }
}

struct Store<'a, 'o, T, M: Map> {
    drawn: &'a [T],
    output: &'a mut Output<'o, M>,
}

impl<C, T, M: Map<Drawn = T>> Work<C> for Store<'_, '_, T, M> {
    type Result = ();

    #[inline(always)]
    fn run(self, _: C) {
        self.output.extend(self.drawn);
    }
}
