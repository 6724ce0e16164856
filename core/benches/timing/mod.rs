//! What the benchmarks print of the time that a number takes.

use std::env;
use std::hint::black_box;
use std::time::{Duration, Instant};

const ROUNDS: usize = 20;

/// The least that a round takes, so that one interruption is little of it.
const ROUND: Duration = Duration::from_millis(20);

/// Prints how long each of `len` numbers takes, in the median round and in the extreme ones. `time`
/// makes so many calls and returns how long they took. Arguments of the command are parts of the
/// names to run; without one, all are.
pub(crate) fn bench(name: &str, len: usize, mut time: impl FnMut(u32) -> Duration) {
    let mut wanted = env::args().skip(1).filter(|argument| !argument.starts_with('-')).peekable();
    if wanted.peek().is_some() && !wanted.any(|part| name.contains(&part)) {
        return;
    }
    let mut calls = 1;
    while time(calls) < ROUND {
        calls *= 2;
    }
    let numbers = u128::from(calls) * len as u128;
    let mut rounds = [(); ROUNDS].map(|()| time(calls).as_nanos() * 1000 / numbers);
    rounds.sort_unstable();
    let [shortest, .., longest] = rounds;
    let median = rounds[ROUNDS / 2];
    println!("{name:44}{median:8} ps a number, {shortest} to {longest}");
}

/// Makes the calls, one after the other, for [`bench`].
pub(crate) fn calls<R>(mut call: impl FnMut() -> R) -> impl FnMut(u32) -> Duration {
    move |count| {
        let start = Instant::now();
        for _ in 0..count {
            black_box(call());
        }
        start.elapsed()
    }
}
