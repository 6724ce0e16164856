use pyo3::prelude::*;

use super::Stream;
use super::cached_normal::CachedNormal;
use super::sink::Sink;
use crate::stream::cpus;
use crate::stream::gc_pause::GcPause;
use crate::stream::interrupts::Interrupts;
use crate::stream::lock::Locked;
use crate::stream::mt19937_state::Twister;
use paraminit_core::{RandomState, Sampler};

/// Draws all numbers from a copy of the stream, which has the cached normal `before`, then brings the
/// stream up to it. The lock is held all the while, as `twister` shows.
pub(super) fn draw(
    stream: &Stream<'_, '_>,
    locked: &Locked<'_, '_>,
    twister: &Twister<'_>,
    before: CachedNormal,
    pause: GcPause<'_>,
    batch: Sampler,
    sink: impl Sink,
) -> PyResult<()> {
    let (py, numpy) = (stream.py, stream.numpy);
    let mut copy = RandomState::new(twister.read()?, before.normal());
    drop(pause);
    let batch = batch.with_threads(cpus::threads(py, numpy)?);
    Interrupts::detached(py, |interrupts| {
        sink.fill_from(&mut copy, &batch, &mut || interrupts.arrived())
    })?;
    let _pause = GcPause::new(py, numpy);
    before.exchange_for(CachedNormal::of(copy.cached_normal()), stream, locked)?;
    twister.write(copy.bit_generator());
    Ok(())
}
