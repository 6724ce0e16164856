use pyo3::prelude::*;

use super::cached_normal::CachedNormal;
use super::cpus;
use super::gc_pause::GcPause;
use super::interrupts::Interrupts;
use super::mt19937_state::Twister;
use super::{Output, Stream};
use crate::random::{Batch, RandomState};

/// Draws all numbers from a copy of the stream, then brings the stream up to it. The lock is held
/// all the while, as `twister` shows.
pub(super) fn draw(
    stream: &Stream<'_>,
    twister: &Twister<'_>,
    pause: GcPause<'_>,
    batch: Batch,
    output: Output<'_>,
) -> PyResult<()> {
    let (py, numpy) = (stream.py, stream.numpy);
    let before = CachedNormal::of_stream(stream, twister)?;
    let mut copy = RandomState::new(twister.read()?, before.normal());
    drop(pause);
    let batch = batch.with_threads(cpus::threads(py, numpy)?);
    Interrupts::detached(py, |interrupts| {
        copy.fill_with(&batch, output, &mut || interrupts.arrived())
    })?;
    let _pause = GcPause::new(py, numpy);
    before.exchange_for(CachedNormal::of(copy.cached_normal()), stream)?;
    twister.write(copy.bit_generator());
    Ok(())
}
