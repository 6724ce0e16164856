//! Many blocks on many threads, in order.
//!
//! Only the words themselves must be made one after the other, and that is quick. A thread that is
//! free takes the next stretch of the tape: it makes the stretch's words while no other thread may,
//! reads the points in it, waits until the stretches before have taken their weights, takes its
//! own, lets the next thread go on, and draws. Whoever takes the last weights knows where the stream
//! stops.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use super::kernel::Points;
use super::tape::Tape;
use super::{Bulk, Interrupted, Mt19937, Weights};

/// A worker's tape and points lie on its stack.
const STACK_SIZE: usize = 256 * 1024;

/// What the workers share.
struct Shared<'a, 'w> {
    bulk: &'a Bulk,
    /// The end of the tape so far, and the number of the next stretch.
    tape: Mutex<(Mt19937, usize)>,
    /// The weights that are not taken.
    weights: Mutex<Weights<'w>>,
    /// The stretch whose turn it is to take weights.
    turn: AtomicUsize,
    /// No more stretches: all weights are taken, or the call was interrupted.
    stop: AtomicBool,
    /// Where the stream stops, once it is known.
    end: Mutex<Option<Mt19937>>,
}

/// Does what [`Bulk::fill`] does, and returns where the stream stops. At most three words of the generator's block may be left.
pub(super) fn fill(
    bulk: &Bulk,
    threads: usize,
    generator: &Mt19937,
    weights: Weights<'_>,
    interrupted: &mut dyn FnMut() -> bool,
) -> Result<Mt19937, Interrupted> {
    let shared = Shared {
        bulk,
        tape: Mutex::new((generator.clone(), 0)),
        weights: Mutex::new(weights),
        turn: AtomicUsize::new(0),
        stop: AtomicBool::new(false),
        end: Mutex::new(None),
    };
    thread::scope(|scope| {
        for _ in 1..threads {
            let worker = thread::Builder::new().stack_size(STACK_SIZE);
            // Without a thread the others do its share.
            if worker.spawn_scoped(scope, || shared.work(&mut || false)).is_err() {
                break;
            }
        }
        shared.work(interrupted);
    });
    let end = shared.end.into_inner().unwrap_or_else(PoisonError::into_inner);
    end.ok_or(Interrupted)
}

impl Shared<'_, '_> {
    fn work(&self, interrupted: &mut dyn FnMut() -> bool) {
        let mut tape = Tape::new();
        let mut points = Points::new();
        while !self.stop.load(Ordering::Relaxed) {
            let stretch = self.next_stretch(&mut tape);
            let start = tape.next();
            tape.read(self.bulk, usize::MAX, &mut points);
            if !self.wait_for(stretch) {
                return;
            }
            let mut weights = {
                let mut rest = lock(&self.weights);
                let wanted = rest.len() / 2;
                if points.len() >= wanted {
                    // The stream stops within this stretch.
                    tape.rewind(start);
                    tape.read(self.bulk, wanted, &mut points);
                    *lock(&self.end) = Some(tape.generator());
                    self.stop.store(true, Ordering::Relaxed);
                }
                rest.split_front(2 * points.len())
            };
            self.turn.store(stretch + 1, Ordering::Release);
            self.bulk.kernel.emit(self.bulk.contraction, &points, &mut weights);
            if interrupted() {
                self.stop.store(true, Ordering::Relaxed);
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

    /// Waits until it is the stretch's turn. False if it will not be any more.
    fn wait_for(&self, stretch: usize) -> bool {
        let mut spins = 0;
        while self.turn.load(Ordering::Acquire) != stretch {
            if self.stop.load(Ordering::Relaxed) {
                return false;
            }
            // Mostly a matter of nanoseconds, unless the other thread has no CPU.
            spins += 1;
            if spins < 100 {
                std::hint::spin_loop();
            } else {
                thread::yield_now();
            }
        }
        !self.stop.load(Ordering::Relaxed)
    }
}

/// No thread panics while it holds a lock, and if one did, what the lock holds would be whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
