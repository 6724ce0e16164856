//! Drawing from a bit generator by the methods of NumPy's `Generator`, which keep nothing for the next
//! call: all state is the bit generator's.

pub(in crate::python) mod calibration;
mod state;

use pyo3::intern;
use pyo3::prelude::*;

use super::gc_pause::GcPause;
use super::handle::{Handle, Kind, Last};
use super::interrupts::Interrupts;
use super::lock::Locked;
use super::{LONG, cpus};
use crate::output::{Map, Output};
use crate::python::numpy::NumPy;
use crate::random::generator::{Batch, Method, Number, fill_singly};
use crate::random::{Pcg64, Pcg64Dxsm, Philox, Sfc64};
use state::{Stored, buffer_position};

/// So few numbers are drawn by the bit generator's own functions: quicker than to copy its state.
const SHORT: usize = 1 << 10;

/// Draws into the output as the method of NumPy would, and leaves the bit generator as it would be
/// left. On an error it is as it was.
pub(in crate::python) fn draw<T: Number, M: Map<Drawn = T>>(
    bit_generator: &Bound<'_, PyAny>,
    method: impl Method<T>,
    batch: Batch,
    output: Output<'_, M>,
) -> PyResult<()> {
    static LAST: Last = Last::new();
    if output.is_empty() {
        return Ok(());
    }
    let py = bit_generator.py();
    let numpy = NumPy::get(py)?;
    let handle = Handle::of(bit_generator, &LAST, numpy)?;
    let locked = handle.lock(py)?;
    let draw = Draw { py, numpy, handle: &handle, locked: &locked, method, batch };
    match handle.kind {
        _ if output.len() < SHORT => draw.short(output),
        Kind::Pcg64 => draw.from_copy::<Pcg64, _, _>(output),
        Kind::Pcg64Dxsm => draw.from_copy::<Pcg64Dxsm, _, _>(output),
        Kind::Philox => draw.from_copy::<Philox, _, _>(output),
        Kind::Sfc64 => draw.from_copy::<Sfc64, _, _>(output),
        Kind::Mt19937 => draw.from_twister(output),
        Kind::Other => draw.from_words(output),
    }
}

/// A call, while the lock is held.
struct Draw<'a, 'py, D> {
    py: Python<'py>,
    numpy: &'static NumPy,
    handle: &'a Handle,
    locked: &'a Locked<'a, 'py>,
    method: D,
    batch: Batch,
}

impl<'py, D> Draw<'_, 'py, D> {
    /// One number after the other.
    fn short<T: Number, M: Map<Drawn = T>>(self, output: Output<'_, M>) -> PyResult<()>
    where
        D: Method<T>,
    {
        // NumPy's functions read wherever an impossible position points to.
        match self.handle.kind {
            Kind::Mt19937 => {
                self.locked.twister().map(|twister| twister.position()).transpose()?;
            }
            Kind::Philox => {
                buffer_position(&self.state()?)?;
            }
            Kind::Pcg64 | Kind::Pcg64Dxsm | Kind::Sfc64 | Kind::Other => {}
        }
        let _ = fill_singly(self.method, &mut self.locked.words(), output, &mut || false); // never interrupted
        Ok(())
    }

    /// In bulk from a copy of the bit generator, which is then brought up to it.
    fn from_copy<B: Stored, T: Number, M: Map<Drawn = T>>(
        self,
        output: Output<'_, M>,
    ) -> PyResult<()>
    where
        D: Method<T>,
    {
        let pause = GcPause::new(self.py, self.numpy);
        let state = self.state()?;
        let mut copy = B::read(&state)?;
        drop(pause);
        self.fill(&mut copy, output)?;
        let _pause = GcPause::new(self.py, self.numpy);
        copy.write(&state)?;
        self.set_state(&state)
    }

    /// The same for a Mersenne Twister, whose state NumPy documents the place of.
    fn from_twister<T: Number, M: Map<Drawn = T>>(self, output: Output<'_, M>) -> PyResult<()>
    where
        D: Method<T>,
    {
        let Some(twister) = self.locked.twister() else { return Ok(()) };
        let mut copy = twister.read()?;
        self.fill(&mut copy, output)?;
        twister.write(&copy);
        Ok(())
    }

    /// Many numbers one after the other, from a bit generator that cannot be copied.
    fn from_words<T: Number, M: Map<Drawn = T>>(self, output: Output<'_, M>) -> PyResult<()>
    where
        D: Method<T>,
    {
        let before = self.state().ok(); // some have none; then nothing can be put back
        let (method, mut words) = (self.method, self.locked.words());
        let drawn = Interrupts::detached(self.py, |interrupts| {
            fill_singly(method, &mut words, output, &mut || interrupts.arrived())
        });
        if drawn.is_err()
            && let Some(before) = before
        {
            self.set_state(&before)?;
        }
        drawn
    }

    fn fill<B: crate::random::generator::Words, T: Number, M: Map<Drawn = T>>(
        &self,
        copy: &mut B,
        output: Output<'_, M>,
    ) -> PyResult<()>
    where
        D: Method<T>,
    {
        let (method, batch) = (self.method, self.batch);
        if output.len() < LONG {
            let _ = batch.fill(method, copy, output, &mut || false); // never interrupted
            return Ok(());
        }
        let batch = batch.with_threads(cpus::threads(self.py, self.numpy)?);
        Interrupts::detached(self.py, |interrupts| {
            batch.fill(method, copy, output, &mut || interrupts.arrived())
        })
    }

    fn state(&self) -> PyResult<Bound<'py, PyAny>> {
        self.handle.bit_generator.bind(self.py).getattr(intern!(self.py, "state"))
    }

    fn set_state(&self, state: &Bound<'py, PyAny>) -> PyResult<()> {
        self.handle.bit_generator.bind(self.py).setattr(intern!(self.py, "state"), state)
    }
}
