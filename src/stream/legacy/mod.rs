//! Drawing from a `RandomState`: normals by the polar method, and its cached normal.

mod calibration;

use pyo3::prelude::*;

use super::cached_normal::CachedNormal;
use super::held::Held;
use super::interrupts::Interrupts;
use super::states::{Kind, refused};
use super::{FEW, LONG, cpus};
use crate::numpy::NumPy;
use paraminit_core::bit_generator::Mt19937;
use paraminit_core::scheme::Distribution;
use paraminit_core::{Arrays, Number, RandomState, Stream};

/// Draws `len` numbers as the `RandomState`'s methods would, rounded to their type at the end, and leaves
/// the stream as it would be left. Where they go `arrays` says, which is asked when the lock is held and no
/// more Python code runs.
///
/// Returns false if the stream is not one that may be drawn from here: a `RandomState` of NumPy's on an
/// `MT19937`. Then nothing has been drawn, and the stream is untouched; so it is on an error.
pub(crate) fn draw<'a, T: Number>(
    random_state: &RandomStateObject<'_>,
    distribution: Distribution,
    len: usize,
    arrays: impl FnOnce() -> PyResult<Arrays<'a, T>>,
) -> PyResult<bool> {
    let py = random_state.object.py();
    let numpy = NumPy::get(py)?;
    let Some(sampler) = calibration::sampler(py, numpy)? else { return Ok(false) };
    let is_long = len >= LONG;
    let sampler = if is_long { sampler.with_threads(cpus::threads(py, numpy)?) } else { sampler };
    if !CachedNormal::is_known(py, numpy)? {
        return Ok(false);
    }
    let Some(held) = Held::of(&random_state.object, numpy)? else { return Ok(false) };
    let Some(cached) = CachedNormal::of(&held) else { return Ok(false) };
    if held.kind != Kind::Mt19937 {
        return Ok(false);
    }
    let arrays = arrays()?;
    // Uniform numbers leave it alone, and what lies there if there is none.
    let write = |normal| {
        if distribution != Distribution::Uniform {
            cached.write(normal);
        }
    };
    if len < FEW {
        let mut stream = RandomState::new(held.words().map_err(refused)?, cached.read());
        stream.fill_singly(distribution, &sampler, arrays);
        write(stream.cached_normal());
        return Ok(true);
    }
    let Some(state) = held.state::<Mt19937>() else { return Ok(false) };
    let start = state.read().map_err(refused)?;
    let mut copy = RandomState::new(start.clone(), cached.read());
    if is_long {
        Interrupts::detached(py, |interrupts| {
            Stream::fill(&mut copy, distribution, &sampler, arrays, &mut || interrupts.arrived())
        })?;
        // Another thread may have given the stream another bit generator meanwhile. The cached normal
        // belongs to that one then.
        if held.is_unchanged() {
            write(copy.cached_normal());
        }
        held.give_back(&state, &start, copy.bit_generator());
    } else {
        let _ = Stream::fill(&mut copy, distribution, &sampler, arrays, &mut || false); // never interrupted
        write(copy.cached_normal());
        state.write(copy.bit_generator());
    }
    Ok(true)
}

/// A legacy stream: a `RandomState`, or what stands for the global one.
pub(crate) struct RandomStateObject<'py> {
    pub(crate) object: Bound<'py, PyAny>,
}

impl<'py> RandomStateObject<'py> {
    /// One of a program's own.
    pub(crate) const fn new(object: Bound<'py, PyAny>) -> Self {
        Self { object }
    }
}
