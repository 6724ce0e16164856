//! Drawing from NumPy's streams.
//!
//! A stream is a `RandomState` or a `Generator` ([`rng`]). It is drawn from fast ([`drawing`]) if
//! it has been verified at this very call ([`held`]): its type and that of its bit generator are NumPy's
//! own, their C structures are known ([`objects`], [`states`]), its pointers point into its own bit
//! generator, and the lock that is taken is the one that both have. Of any other stream nothing is
//! drawn here: its own methods do it.

mod cached_normal;
mod calibration;
mod cpus;
mod drawing;
mod global_stream;
mod held;
mod interrupts;
mod objects;
mod rng;
mod states;
mod words;

pub(super) use drawing::draw;
pub(super) use global_stream::GlobalStream;
pub(super) use held::assert_drawable;
pub(super) use rng::{Rng, StreamType};

/// From so many numbers on a call takes long enough to be interrupted, and to let other threads have
/// the GIL.
const LONG: usize = 1 << 16;

/// Fewer numbers are drawn where the stream lies.
const FEW: usize = 32;
