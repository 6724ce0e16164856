//! How numbers are drawn in bulk, whatever the method: a stretch of the stream at a time.
//!
//! A thread that is free takes the next stretch. Where the bit generator can jump, it jumps; where
//! not, the words are made while no other thread may. The thread reads the stretch as if a number
//! began with its first word, and waits for its turn. If the stretch before ran over its end, it
//! reads again, from where that one ended: seldom. It takes the room for its numbers, passes the turn
//! on, and stores. Whoever takes the last of the room knows where the stream stops.

use std::sync::Mutex;

use crate::error::Interrupted;
use crate::output::{Map, Output};
use crate::threads::{self, Turns, lock};

/// Some words of a bit generator `B`, on their way to numbers.
pub trait Stretch<B> {
    /// What is drawn.
    type Number;
    /// Whether [`jump`](Self::jump) takes less time than to make the words.
    const JUMPS: bool;

    /// Moves on by a stretch, of as many words as one can have.
    fn jump(bits: &mut B);
    /// Makes the next words, for about so many numbers, as far as there is room, and leaves the bit
    /// generator behind them.
    fn load(&mut self, bits: &mut B, numbers: usize);
    /// Finds the numbers that begin with the words from `start` on, at most `limit`. They need not be
    /// ready to be [stored](Self::store) unless they are to be `stored`.
    fn read(&mut self, start: usize, limit: usize, stored: bool) -> Reading;
    /// The bit generator after so many of the words.
    fn bit_generator(&self, words: usize) -> B;
    /// Stores the first numbers that were read.
    fn store<M: Map<Drawn = Self::Number>>(&self, numbers: usize, output: &mut Output<'_, M>);
}

/// What was read of a stretch.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// How many numbers.
    pub numbers: usize,
    /// Where the next one begins.
    pub end: usize,
    /// How many words of the next stretch the last one took.
    pub beyond: usize,
}

/// Draws until there is no more room, on so many threads. `interrupted` is asked after each stretch;
/// after an interrupt the bit generator may be anywhere. `new` makes room for one more thread's
/// stretch, if there is memory.
pub(crate) fn draw<B: Clone + Send, S: Stretch<B>, M: Map<Drawn = S::Number>>(
    threads: usize,
    mut stretch: S,
    new: impl Fn() -> Option<S> + Sync,
    bits: &mut B,
    mut output: Output<'_, M>,
    interrupted: &mut dyn FnMut() -> bool,
) -> Result<(), Interrupted> {
    if threads > 1 {
        *bits = draw_together(threads, stretch, new, bits, output, interrupted)?;
        return Ok(());
    }
    let stored = output.arrays.stores();
    let mut beyond = 0;
    loop {
        let room = output.arrays.len();
        stretch.load(bits, room.saturating_add(beyond));
        let reading = stretch.read(beyond, room, stored);
        if stored {
            stretch.store(reading.numbers, &mut output);
        } else {
            output.arrays.skip(reading.numbers);
        }
        if reading.numbers == room {
            *bits = stretch.bit_generator(reading.end);
            return Ok(());
        }
        if interrupted() {
            return Err(Interrupted);
        }
        beyond = reading.beyond;
    }
}

/// What the threads share.
struct Shared<'a, B, M: Map> {
    stored: bool,
    /// Where the next stretch begins, and its number.
    next: Mutex<(B, usize)>,
    turns: Turns<Progress<'a, B, M>>,
}

struct Progress<'a, B, M: Map> {
    /// The room that is not taken.
    output: Output<'a, M>,
    /// How many words of the next stretch the last number took.
    beyond: usize,
    /// Where the stream stops, once it is known.
    end: Option<B>,
}

/// Draws on several threads, and returns where the stream stops.
fn draw_together<B: Clone + Send, S: Stretch<B>, M: Map<Drawn = S::Number>>(
    threads: usize,
    mut stretch: S,
    new: impl Fn() -> Option<S> + Sync,
    start: &B,
    output: Output<'_, M>,
    interrupted: &mut dyn FnMut() -> bool,
) -> Result<B, Interrupted> {
    let shared = Shared {
        stored: output.arrays.stores(),
        next: Mutex::new((start.clone(), 0)),
        turns: Turns::new(Progress { output, beyond: 0, end: None }),
    };
    threads::run(
        threads,
        || shared.work(&mut stretch, interrupted),
        || {
            if let Some(mut stretch) = new() {
                shared.work(&mut stretch, &mut || false);
            }
        },
    );
    shared.turns.into_inner().end.ok_or(Interrupted)
}

impl<B: Clone + Send, M: Map> Shared<'_, B, M> {
    fn work<S: Stretch<B, Number = M::Drawn>>(
        &self,
        stretch: &mut S,
        interrupted: &mut dyn FnMut() -> bool,
    ) {
        while !self.turns.is_over() {
            let number = self.load(stretch);
            let mut reading = stretch.read(0, usize::MAX, self.stored);

            let Some(mut turn) = self.turns.wait_for(number) else { return };
            let Progress { output, beyond, end } = turn.shared();
            let wanted = output.arrays.len();
            if *beyond > 0 || reading.numbers >= wanted {
                reading = stretch.read(*beyond, wanted, self.stored);
            }
            *beyond = reading.beyond;
            let is_last = reading.numbers == wanted;
            if is_last {
                *end = Some(stretch.bit_generator(reading.end));
            }
            let mut room = output.split_front(reading.numbers);
            turn.pass(is_last);

            if self.stored {
                stretch.store(reading.numbers, &mut room);
            }
            if interrupted() {
                self.turns.stop();
            }
        }
    }

    /// Makes the words of the next stretch and returns its number.
    fn load<S: Stretch<B>>(&self, stretch: &mut S) -> usize {
        let mut next = lock(&self.next);
        let (bits, number) = &mut *next;
        *number += 1;
        let this = *number - 1;
        if S::JUMPS {
            let mut start = bits.clone();
            S::jump(bits);
            drop(next);
            stretch.load(&mut start, usize::MAX);
        } else {
            stretch.load(bits, usize::MAX);
        }
        this
    }
}

/// Memory from the heap: a thread's stack may be small. `None` if there is none.
pub(crate) fn boxed<T: Clone>(value: T, len: usize) -> Option<Box<[T]>> {
    let mut memory = reserved(len)?;
    memory.resize(len, value);
    Some(memory.into_boxed_slice())
}

/// Room for so many. `None` if there is no memory.
pub(crate) fn reserved<T>(len: usize) -> Option<Vec<T>> {
    let mut memory = Vec::new();
    memory.try_reserve_exact(len).ok()?;
    Some(memory)
}
