//! Many blocks on many threads, in order.
//!
//! Only the words themselves must be made one after the other, and that is quick. A thread that is
//! free takes the next stretch of the stream: it makes the stretch's words while no other thread may,
//! reads the points in it, waits for its turn to take the room for their normals, and draws. Whoever
//! takes the last of the room knows where the stream stops.

use std::sync::Mutex;

use super::stretch::Stretch;
use crate::output::{Output, Scale};
use crate::random::ordered_threads::{self, MOST_THREADS, Turns, lock};
use crate::random::{Interrupted, Mt19937};

/// How many threads are worth starting for so many pairs of normals.
pub(super) fn most(pairs: usize) -> usize {
    const PAIRS_PER_THREAD: usize = 1 << 14;
    (pairs / PAIRS_PER_THREAD).min(MOST_THREADS)
}

/// What the threads share.
struct Shared<'w> {
    /// Where the words that are made so far end, and the number of the next stretch.
    words: Mutex<(Mt19937, usize)>,
    turns: Turns<Progress<'w>>,
}

struct Progress<'w> {
    /// The room that is not taken.
    output: Output<'w, Scale<f64>>,
    /// Where the stream stops, once it is known.
    end: Option<Mt19937>,
}

/// Does what [`Batch::fill`](super::Batch::fill) does, from the end of a stretch whose attempts are
/// all read, and returns where the stream stops. `new` makes room for one more thread's stretch.
pub(super) fn fill(
    threads: usize,
    mut stretch: Stretch,
    new: impl Fn() -> Option<Stretch> + Sync,
    output: Output<'_, Scale<f64>>,
    interrupted: &mut dyn FnMut() -> bool,
) -> Result<Mt19937, Interrupted> {
    let shared = Shared {
        words: Mutex::new((stretch.bit_generator(), 0)),
        turns: Turns::new(Progress { output, end: None }),
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

impl Shared<'_> {
    fn work(&self, stretch: &mut Stretch, interrupted: &mut dyn FnMut() -> bool) {
        while !self.turns.is_over() {
            let number = self.make_words(stretch);
            let start = stretch.next();
            let mut points = stretch.accept(usize::MAX);

            let Some(mut turn) = self.turns.wait_for(number) else { return };
            let progress = turn.shared();
            let wanted = progress.output.len() / 2;
            let is_last = points >= wanted;
            if is_last {
                points = stretch.accept_again(start, wanted);
                progress.end = Some(stretch.bit_generator());
            }
            let mut room = progress.output.split_front(2 * points);
            if is_last {
                turn.end();
            } else {
                turn.pass();
            }

            stretch.emit(&mut room);
            if interrupted() {
                self.turns.stop();
            }
        }
    }

    /// Makes the words of the next stretch and returns its number.
    fn make_words(&self, stretch: &mut Stretch) -> usize {
        let (end, number) = &mut *lock(&self.words);
        stretch.load(end);
        stretch.advance(usize::MAX);
        *end = stretch.end();
        *number += 1;
        *number - 1
    }
}
