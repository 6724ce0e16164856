use pyo3::prelude::*;

use super::Stream;
use super::cached_normal::CachedNormal;
use super::in_place::CachedInPlace;
use crate::stream::gc_pause::GcPause;
use crate::stream::handle::Kind;
use crate::stream::lock::Locked;
use paraminit_core::{Output, Scale};
use paraminit_core::{RandomState, Sampler};

/// Fewer numbers are drawn by the bit generator's own functions: quicker than copying its state.
const FEW: usize = 32;

/// Draws all numbers from a Mersenne Twister, if nothing is in the way. Returns whether it has.
pub(super) fn draw(
    stream: &Stream<'_, '_>,
    batch: Sampler,
    output: &mut Output<'_, Scale<f64>>,
) -> PyResult<bool> {
    let (py, handle) = (stream.py, &stream.handle);
    if handle.kind != Kind::Mt19937 {
        return Ok(false);
    }
    let locked = if handle.reentrant { Some(handle.lock(py)?) } else { handle.try_lock(py)? };
    let _pause = GcPause::new(py, stream.numpy);
    let Some(locked) = locked else { return Ok(false) };
    if !stream.is_current()? {
        return Ok(false);
    }
    let Some(cached) = CachedInPlace::of(stream, &locked) else {
        return draw_between_scalars(stream, locked, batch, output);
    };
    let left = fill(&locked, cached.read().normal(), batch, output)?;
    cached.write(CachedNormal::of(left));
    Ok(true)
}

/// Fills the output, beginning with a cached normal. Returns the one that is cached then.
fn fill(
    locked: &Locked<'_, '_>,
    cached: Option<f64>,
    batch: Sampler,
    output: &mut Output<'_, Scale<f64>>,
) -> PyResult<Option<f64>> {
    let Some(twister) = locked.twister() else { return Ok(cached) };
    if output.len() < FEW {
        twister.position()?; // NumPy's functions read wherever an impossible one points to
        let mut own = RandomState::new(locked.words(), cached);
        own.fill_singly(batch.rounding().sum_of_squares, output);
        return Ok(own.cached_normal());
    }
    let mut copy = RandomState::new(twister.read()?, cached);
    let all = output.split_front(output.len());
    let _ = copy.fill(&batch, all, &mut || false); // never interrupted
    twister.write(copy.bit_generator());
    Ok(copy.cached_normal())
}

/// Draws all numbers without reading the cached normal: NumPy itself takes and leaves it, by its scalar
/// draws. A lock that is not re-entrant cannot be held meanwhile, so it is given back for the moment,
/// while the GIL stays held. If another thread has the lock after that, the rest of the numbers is left
/// to be drawn as in a long call.
fn draw_between_scalars<'a, 'py>(
    stream: &'a Stream<'_, 'py>,
    locked: Locked<'a, 'py>,
    batch: Sampler,
    output: &mut Output<'_, Scale<f64>>,
) -> PyResult<bool> {
    let Some(locked) = take_cached(stream, locked, output)? else { return Ok(false) };
    fill(&locked, None, batch, &mut output.split_front(output.len() / 2 * 2))?;
    // The last one of an odd number; the pair's other normal is the cached one then, as it should be.
    if !output.is_empty() {
        scalar(stream, locked, output)?;
    }
    Ok(true)
}

/// Draws one or two numbers, after which no normal is cached.
fn take_cached<'a, 'py>(
    stream: &'a Stream<'_, 'py>,
    locked: Locked<'a, 'py>,
    output: &mut Output<'_, Scale<f64>>,
) -> PyResult<Option<Locked<'a, 'py>>> {
    let position = |locked: &Locked<'_, '_>| locked.twister().map(|it| it.position()).transpose();
    let before = position(&locked)?;
    let Some(locked) = scalar(stream, locked, output)? else { return Ok(None) };
    // If words were used, a pair was drawn, and its second normal is cached now.
    if position(&locked)? != before && !output.is_empty() {
        return scalar(stream, locked, output);
    }
    Ok(Some(locked))
}

/// Draws one number by NumPy. Returns the lock, unless another thread has it now or the bit generator
/// has been exchanged.
fn scalar<'a, 'py>(
    stream: &'a Stream<'_, 'py>,
    locked: Locked<'a, 'py>,
    output: &mut Output<'_, Scale<f64>>,
) -> PyResult<Option<Locked<'a, 'py>>> {
    if stream.handle.reentrant {
        output.push(stream.scalar()?);
        return Ok(Some(locked));
    }
    drop(locked);
    output.push(stream.scalar()?);
    let again = stream.handle.try_lock(stream.py)?;
    Ok(if stream.is_current()? { again } else { None })
}
