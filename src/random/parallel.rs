//! Many blocks on many threads, in order.
//!
//! Only the words themselves must be made one after the other, and that is quick. A thread that is
//! free takes the next stretch of the tape: it makes the stretch's words while no other thread may,
//! reads the points in it, waits until the stretches before have taken their weights, takes its
//! own, lets the next stretch go on, and draws. Whoever takes the last weights knows where the
//! stream stops.

use std::array;
use std::hint;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::kernel::Points;
use super::tape::Tape;
use super::{Bulk, Interrupted, Mt19937, Weights};

const STACK_SIZE: usize = 128 * 1024;

/// More threads would wait for the words, which one thread at a time makes.
const MOST_THREADS: usize = 12;

/// How long a thread waits before it gives its CPU away, in rounds of a loop: a few microseconds,
/// as long as a stretch takes.
const SPINS: u32 = 200;

/// The turn of a stretch that never comes.
const NEVER: usize = usize::MAX;

/// How many threads are worth starting for so many pairs of normals.
pub(super) fn most_threads(pairs: usize) -> usize {
    const PAIRS_PER_THREAD: usize = 1 << 14;
    (pairs / PAIRS_PER_THREAD).min(MOST_THREADS)
}

/// What the workers share.
struct Shared<'a, 'w> {
    bulk: &'a Bulk,
    /// The end of the tape so far, and the number of the next stretch.
    tape: Mutex<(Mt19937, usize)>,
    output: Mutex<Output<'w>>,
    /// A copy of the output's turn, to look at without the lock.
    turn: AtomicUsize,
    turn_changed: Condvar,
}

struct Output<'w> {
    /// The weights that are not taken.
    weights: Weights<'w>,
    /// The stretch that may take weights now; [`NEVER`] after the last one, or an interrupt.
    turn: usize,
    /// How many threads sleep until the turn changes.
    sleeping: usize,
    /// Where the stream stops, once it is known.
    end: Option<Mt19937>,
}

/// Does what [`Bulk::fill`] does, from the end of a tape whose attempts are all read, and returns
/// where the stream stops.
pub(super) fn fill(
    bulk: &Bulk,
    threads: usize,
    (mut tape, mut points): (Tape, Points),
    weights: Weights<'_>,
    interrupted: &mut dyn FnMut() -> bool,
) -> Result<Mt19937, Interrupted> {
    let shared = Shared {
        bulk,
        tape: Mutex::new((tape.generator(), 0)),
        output: Mutex::new(Output { weights, turn: 0, sleeping: 0, end: None }),
        turn: AtomicUsize::new(0),
        turn_changed: Condvar::new(),
    };
    let threads = if is_room_for(threads) { threads } else { 1 };
    let work = || {
        // Where there is no memory for its room, or no thread at all, the others do the share.
        if let Some((mut tape, mut points)) = Tape::new(usize::MAX).zip(Points::new(usize::MAX)) {
            shared.work(&mut tape, &mut points, &mut || false);
        }
    };
    thread::scope(|scope| {
        let workers: [_; MOST_THREADS] = array::from_fn(|number| {
            let worker = (1..threads).contains(&number).then(thread::Builder::new)?;
            worker.stack_size(STACK_SIZE).spawn_scoped(scope, work).ok()
        });
        shared.work(&mut tape, &mut points, interrupted);
        // They end in a moment, sooner than they could wake this thread.
        for worker in workers.iter().flatten() {
            spin_until(|| worker.is_finished());
        }
    });
    let output = shared.output.into_inner().unwrap_or_else(PoisonError::into_inner);
    output.end.ok_or(Interrupted)
}

/// Whether there is memory for the threads' stacks, and some more: the system ends a process in
/// which there is none for what else a thread needs when it starts.
fn is_room_for(threads: usize) -> bool {
    const MORE: usize = 4 << 20;
    let mut room = Vec::<u8>::new();
    let is_room = room.try_reserve_exact(threads * STACK_SIZE + MORE).is_ok();
    hint::black_box(&room); // or the compiler leaves the allocation out
    is_room
}

impl<'w> Shared<'_, 'w> {
    fn work(&self, tape: &mut Tape, points: &mut Points, interrupted: &mut dyn FnMut() -> bool) {
        while self.turn.load(Ordering::Relaxed) != NEVER {
            let stretch = self.next_stretch(tape);
            let start = tape.next();
            tape.read(self.bulk, usize::MAX, points);

            let Some(mut output) = self.wait_for(stretch) else { return };
            let wanted = output.weights.len() / 2;
            let mut next = stretch + 1;
            if points.len() >= wanted {
                // The stream stops within this stretch.
                tape.rewind(start);
                tape.read(self.bulk, wanted, points);
                output.end = Some(tape.generator());
                next = NEVER;
            }
            let mut weights = output.weights.split_front(2 * points.len());
            self.set_turn(output, next);

            self.bulk.kernel.emit(self.bulk.contraction, points, &mut weights);
            if interrupted() {
                self.set_turn(lock(&self.output), NEVER);
            }
        }
    }

    /// Makes the words of the next stretch and returns its number.
    fn next_stretch(&self, tape: &mut Tape) -> usize {
        let (end, number) = &mut *lock(&self.tape);
        tape.load(end);
        tape.advance(self.bulk, usize::MAX);
        *end = tape.end();
        *number += 1;
        *number - 1
    }

    /// The output when it is the stretch's turn, if it ever is.
    fn wait_for(&self, stretch: usize) -> Option<MutexGuard<'_, Output<'w>>> {
        spin_until(|| [stretch, NEVER].contains(&self.turn.load(Ordering::Relaxed)));
        let mut output = lock(&self.output);
        while output.turn != stretch && output.turn != NEVER {
            output.sleeping += 1;
            output = self.turn_changed.wait(output).unwrap_or_else(PoisonError::into_inner);
            output.sleeping -= 1;
        }
        (output.turn == stretch).then_some(output)
    }

    fn set_turn(&self, mut output: MutexGuard<'_, Output<'w>>, turn: usize) {
        output.turn = turn;
        self.turn.store(turn, Ordering::Relaxed); // what depends on it is under the lock
        if output.sleeping > 0 {
            self.turn_changed.notify_all();
        }
    }
}

/// Waits a little, without sleep.
fn spin_until(done: impl Fn() -> bool) {
    for _ in 0..SPINS {
        if done() {
            return;
        }
        hint::spin_loop();
    }
}

/// No thread panics while it holds a lock, and if one did, what the lock holds would be whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
