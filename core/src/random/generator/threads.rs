//! Many stretches on many threads, in order.
//!
//! A thread that is free takes the next stretch. Where the bit generator can jump, it jumps; where
//! not, the words are made while no other thread may. The thread reads the stretch as if a number
//! began with its first word, and waits for its turn. If the stretch before ran over its end, it
//! reads again, from where that one ended: seldom. It takes the room for its numbers, passes the turn
//! on, and stores. Whoever takes the last of the room knows where the stream stops.

use std::sync::Mutex;

use super::method::Method;
use super::number::Number;
use super::stretch::Stretch;
use super::words::Words;
use crate::output::{Map, Output};
use crate::random::Interrupted;
use crate::random::ordered_threads::{self, MOST_THREADS, Turns, lock};

/// How many threads are worth starting for so many numbers.
pub(super) fn most(numbers: usize) -> usize {
    const NUMBERS_PER_THREAD: usize = 1 << 16;
    (numbers / NUMBERS_PER_THREAD).min(MOST_THREADS)
}

/// What the threads share.
struct Shared<'w, D, B, M: Map> {
    method: D,
    /// Where the next stretch begins, and its number.
    next: Mutex<(B, usize)>,
    turns: Turns<Progress<'w, B, M>>,
}

struct Progress<'w, B, M: Map> {
    /// The room that is not taken.
    output: Output<'w, M>,
    /// How many words of the next stretch the last number took.
    taken: usize,
    /// Where the stream stops, once it is known.
    end: Option<B>,
}

/// Does what [`Batch::fill`](super::Batch::fill) does, and returns where the stream stops. `new`
/// makes room for one more thread's stretch.
pub(super) fn fill<T: Number, B: Words, M: Map<Drawn = T>>(
    threads: usize,
    method: impl Method<T>,
    mut stretch: Stretch<T, B>,
    new: impl Fn() -> Option<Stretch<T, B>> + Sync,
    start: B,
    output: Output<'_, M>,
    interrupted: &mut dyn FnMut() -> bool,
) -> Result<B, Interrupted> {
    let shared = Shared {
        method,
        next: Mutex::new((start, 0)),
        turns: Turns::new(Progress { output, taken: 0, end: None }),
    };
    ordered_threads::run(
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

impl<T: Number, D: Method<T>, B: Words, M: Map<Drawn = T>> Shared<'_, D, B, M> {
    fn work(&self, stretch: &mut Stretch<T, B>, interrupted: &mut dyn FnMut() -> bool) {
        while !self.turns.is_over() {
            let number = self.load(stretch);
            let mut reading = stretch.read(self.method, 0, usize::MAX);

            let Some(mut turn) = self.turns.wait_for(number) else { return };
            let progress = turn.shared();
            let wanted = progress.output.len();
            if progress.taken > 0 || reading.numbers >= wanted {
                reading = stretch.read(self.method, progress.taken, wanted);
            }
            progress.taken = reading.end.saturating_sub(Stretch::<T, B>::MOST);
            let is_last = reading.numbers == wanted;
            if is_last {
                progress.end = Some(stretch.bit_generator(reading.end));
            }
            let mut room = progress.output.split_front(reading.numbers);
            if is_last {
                turn.end();
            } else {
                turn.pass();
            }

            stretch.store(reading.numbers, &mut room);
            if interrupted() {
                self.turns.stop();
            }
        }
    }

    /// Makes the words of the next stretch and returns its number.
    fn load(&self, stretch: &mut Stretch<T, B>) -> usize {
        let mut next = lock(&self.next);
        let (bits, number) = &mut *next;
        *number += 1;
        let this = *number - 1;
        if B::JUMPS {
            let mut start = bits.clone();
            T::skip(bits, Stretch::<T, B>::MOST);
            drop(next);
            stretch.load(&mut start, Stretch::<T, B>::MOST);
        } else {
            stretch.load(bits, Stretch::<T, B>::MOST);
        }
        this
    }
}
