use pyo3::prelude::*;

use super::calibration::sampler;
use super::held::Held;
use super::interrupts::Interrupts;
use super::rng::{Rng, StreamType};
use super::states::{InNumPy, Kind};
use super::{FEW, LONG, cpus};
use crate::arguments::refused;
use crate::arrays::Element;
use crate::numpy::NumPy;
use paraminit_core::bit_generator::{Mt19937, Pcg64, Pcg64Dxsm, Philox, Sfc64};
use paraminit_core::scheme::Distribution;
use paraminit_core::{Arrays, Generator, RandomState, Sampler, Stream};

/// Draws `len` numbers as the stream's methods would, and leaves it as it would be left. Where they go
/// `arrays` says, which is asked when the lock is held and no more Python code runs.
///
/// Returns false if the stream is not one that may be drawn from here. Then nothing has been drawn, and
/// the stream is untouched; so it is on an error.
pub(crate) fn draw<'a, T: Element>(
    rng: &Rng<'_>,
    distribution: Distribution,
    len: usize,
    arrays: impl FnOnce() -> PyResult<Arrays<'a, T>>,
) -> PyResult<bool> {
    let (py, stream_type) = (rng.object().py(), rng.stream_type());
    let numpy = NumPy::get(py)?;
    let Some(sampler) = sampler::<T>(stream_type, py, numpy)? else { return Ok(false) };
    let is_long = len >= LONG;
    let sampler =
        if is_long { Sampler { threads: cpus::threads(py, numpy)?, ..sampler } } else { sampler };
    let run = Run { distribution, sampler, len };
    let Some(held) = Held::of(rng, numpy)? else { return Ok(false) };
    match (stream_type, held.kind) {
        (StreamType::RandomState, Kind::Mt19937) => run.of_random_state(&held, arrays()?),
        (StreamType::RandomState, _) => Ok(false),
        (StreamType::Generator, _) if len < FEW => run.of_few(&held, arrays()?),
        (_, Kind::Mt19937) => run.of_generator::<Mt19937, T>(&held, arrays()?),
        (_, Kind::Pcg64) => run.of_generator::<Pcg64, T>(&held, arrays()?),
        (_, Kind::Pcg64Dxsm) => run.of_generator::<Pcg64Dxsm, T>(&held, arrays()?),
        (_, Kind::Philox) => run.of_generator::<Philox, T>(&held, arrays()?),
        (_, Kind::Sfc64) => run.of_generator::<Sfc64, T>(&held, arrays()?),
    }
}

/// Numbers that are drawn as one run of a stream.
struct Run {
    distribution: Distribution,
    sampler: Sampler,
    len: usize,
}

impl Run {
    /// By the methods of a `Generator`, which keep nothing for the next call: all state is the bit
    /// generator's. A few numbers are drawn from where it lies.
    fn of_few<T: Element>(&self, held: &Held<'_>, arrays: Arrays<'_, T>) -> PyResult<bool> {
        Generator(held.words()?).fill_singly(self.distribution, self.sampler.rounding, arrays);
        Ok(true)
    }

    /// The same from a copy of the bit generator, which is then brought up to it.
    fn of_generator<B: InNumPy, T: Element>(
        &self,
        held: &Held<'_>,
        arrays: Arrays<'_, T>,
    ) -> PyResult<bool> {
        let Some(state) = held.state::<B>() else { return Ok(false) };
        let mut copy = Generator(state.read().map_err(refused)?);
        let start = self.is_long().then(|| copy.0.clone());
        self.fill(held.py(), &mut copy, arrays)?;
        held.give_back(&state, start.as_ref(), &copy.0);
        Ok(true)
    }

    /// By the methods of a `RandomState`, whose numbers are rounded to their type at the end.
    fn of_random_state<T: Element>(
        &self,
        held: &Held<'_>,
        arrays: Arrays<'_, T>,
    ) -> PyResult<bool> {
        let Some(cached) = held.cached_normal() else { return Ok(false) };
        // Uniform numbers leave it alone, and what lies there if there is none.
        let cache = |normal| {
            if self.distribution != Distribution::Uniform {
                cached.write(normal);
            }
        };
        if self.len < FEW {
            let mut stream =
                RandomState { bit_generator: held.words()?, cached_normal: cached.read() };
            stream.fill_singly(self.distribution, self.sampler.rounding, arrays);
            cache(stream.cached_normal);
            return Ok(true);
        }
        let Some(state) = held.state::<Mt19937>() else { return Ok(false) };
        let bit_generator = state.read().map_err(refused)?;
        let mut copy = RandomState { bit_generator, cached_normal: cached.read() };
        let start = self.is_long().then(|| copy.bit_generator.clone());
        self.fill(held.py(), &mut copy, arrays)?;
        // Another thread may have given the stream another bit generator meanwhile. The cached normal
        // belongs to that one then.
        if held.is_unchanged() {
            cache(copy.cached_normal);
        }
        held.give_back(&state, start.as_ref(), &copy.bit_generator);
        Ok(true)
    }

    /// Draws from a copy of the stream. In a long call other threads may run, and it may be interrupted.
    fn fill<T: Element>(
        &self,
        py: Python<'_>,
        copy: &mut (impl Stream<T> + Send),
        arrays: Arrays<'_, T>,
    ) -> PyResult<()> {
        let Self { distribution, sampler, .. } = self;
        if self.is_long() {
            return Interrupts::detached(py, |interrupts| {
                copy.fill(*distribution, sampler, arrays, &mut || interrupts.arrived())
            });
        }
        let _ = copy.fill(*distribution, sampler, arrays, &mut || false); // never interrupted
        Ok(())
    }

    const fn is_long(&self) -> bool {
        self.len >= LONG
    }
}
