//! Drawing from NumPy's streams.
//!
//! NumPy holds the bit generator's lock, not the GIL, while it draws; so do we ([`lock`]). A stream is
//! one of the legacy kind, a `RandomState` ([`legacy`]), or a `Generator` ([`generator`]).

mod bitgen;
mod cpus;
mod gc_pause;
pub(super) mod generator;
mod handle;
mod interrupts;
pub(super) mod legacy;
mod lock;
mod mt19937_state;

/// From so many numbers on a call takes long enough to be interrupted, and to let other threads have
/// the GIL.
const LONG: usize = 1 << 16;
