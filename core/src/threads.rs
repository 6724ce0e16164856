//! Threads that work at once on stretches of one stream and take turns in its order.
//!
//! A thread does what it can on a stretch alone, waits until the stretches before have had their turn,
//! does in its own turn what needs their results, and passes the turn on. What is done in turn is
//! short. The threads are started for one call and end with it.

use std::array;
use std::hint;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use memmap2::MmapMut;

const STACK_SIZE: usize = 128 * 1024;

/// More threads would wait for each other's turns.
pub(crate) const MOST_THREADS: usize = 12;

/// How long a thread waits before it gives its CPU away, in rounds of a loop: a few microseconds,
/// as long as a stretch takes.
const SPINS: u32 = 200;

/// The turn of a stretch that never comes.
const NEVER: usize = usize::MAX;

/// What stretches change in turn.
pub(crate) struct Turns<T> {
    state: Mutex<State<T>>,
    /// A copy of the state's turn, to look at without the lock.
    turn: AtomicUsize,
    turn_changed: Condvar,
}

struct State<T> {
    shared: T,
    /// The stretch whose turn it is; [`NEVER`] after the last one.
    turn: usize,
    /// How many threads sleep until the turn changes.
    sleeping: usize,
}

/// A stretch's turn: no other has one until it is passed on.
pub(crate) struct Turn<'a, T> {
    turns: &'a Turns<T>,
    state: MutexGuard<'a, State<T>>,
}

impl<T> Turns<T> {
    /// The turn of stretch 0.
    pub(crate) const fn new(shared: T) -> Self {
        let state = State { shared, turn: 0, sleeping: 0 };
        Self { state: Mutex::new(state), turn: AtomicUsize::new(0), turn_changed: Condvar::new() }
    }

    /// Whether no stretch will have a turn any more.
    pub(crate) fn is_over(&self) -> bool {
        self.turn.load(Ordering::Relaxed) == NEVER
    }

    /// The stretch's turn when it comes, if it ever does.
    pub(crate) fn wait_for(&self, stretch: usize) -> Option<Turn<'_, T>> {
        spin_until(|| [stretch, NEVER].contains(&self.turn.load(Ordering::Relaxed)));
        let mut state = lock(&self.state);
        while state.turn != stretch && state.turn != NEVER {
            state.sleeping += 1;
            state = self.turn_changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.sleeping -= 1;
        }
        (state.turn == stretch).then_some(Turn { turns: self, state })
    }

    /// Ends all turns: something has gone wrong.
    pub(crate) fn stop(&self) {
        Turn { turns: self, state: lock(&self.state) }.pass_to(NEVER);
    }

    /// What the stretches have made of it.
    pub(crate) fn into_inner(self) -> T {
        self.state.into_inner().unwrap_or_else(PoisonError::into_inner).shared
    }
}

impl<T> Turn<'_, T> {
    /// What the turn is about.
    pub(crate) fn shared(&mut self) -> &mut T {
        &mut self.state.shared
    }

    /// Lets the next stretch have its turn, if there is one.
    pub(crate) fn pass(self, is_last: bool) {
        let next = if is_last { NEVER } else { self.state.turn + 1 };
        self.pass_to(next);
    }

    fn pass_to(mut self, turn: usize) {
        self.state.turn = turn;
        self.turns.turn.store(turn, Ordering::Relaxed); // what depends on it is under the lock
        if self.state.sleeping > 0 {
            self.turns.turn_changed.notify_all();
        }
    }
}

/// Runs `own` on this thread and `other` on each of up to `threads - 1` more. Where there is no
/// memory for a thread, the others do its share.
pub(crate) fn run(threads: usize, own: impl FnOnce(), other: impl Fn() + Sync) {
    let threads = if is_room_for(threads) { threads } else { 1 };
    thread::scope(|scope| {
        let others: [_; MOST_THREADS] = array::from_fn(|number| {
            let thread = (1..threads).contains(&number).then(thread::Builder::new)?;
            thread.stack_size(STACK_SIZE).spawn_scoped(scope, &other).ok()
        });
        own();
        // They end in a moment, sooner than they could wake this thread.
        for thread in others.iter().flatten() {
            spin_until(|| thread.is_finished());
        }
    });
}

/// Whether there is memory for the threads' stacks, and some more: a process in which there is none
/// for what else a thread needs at its start is ended by the system.
fn is_room_for(threads: usize) -> bool {
    /// As much as glibc takes for a thread's own heap.
    const MORE: usize = 64 << 20;
    // Not from the allocator, which would write to it: a new page takes as long as ten thousand numbers.
    MmapMut::map_anon(threads * STACK_SIZE + MORE).is_ok()
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
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
