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
use super::philox_position::buffer_position;
use super::{LONG, cpus, if_told};
use crate::output::{Map, Output};
use crate::python::numpy::NumPy;
use crate::random::generator::{Batch, Method, Number, Words, fill_singly};
use crate::random::{Pcg64, Pcg64Dxsm, Philox, Sfc64};
use state::Stored;

/// Fewer numbers are drawn by the bit generator's own functions: quicker than copying its state.
const SHORT: usize = 1 << 11;

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
    let draw = Draw { py, numpy, handle: &handle, locked: &locked, method, batch, output };
    match handle.kind {
        _ if draw.output.len() < SHORT => draw.singly(),
        Kind::Pcg64 => draw.through_copy::<Pcg64>(),
        Kind::Pcg64Dxsm => draw.through_copy::<Pcg64Dxsm>(),
        Kind::Philox => draw.through_copy::<Philox>(),
        Kind::Sfc64 => draw.through_copy::<Sfc64>(),
        Kind::Mt19937 => draw.through_twister(),
        Kind::Other => draw.through_words(),
    }
}

/// A call, while the lock is held.
struct Draw<'a, 'py, D, M: Map> {
    py: Python<'py>,
    numpy: &'static NumPy,
    handle: &'a Handle,
    locked: &'a Locked<'a, 'py>,
    method: D,
    batch: Batch,
    output: Output<'a, M>,
}

impl<'py, M: Map<Drawn: Number>, D: Method<M::Drawn>> Draw<'_, 'py, D, M> {
    /// One number after the other.
    fn singly(self) -> PyResult<()> {
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
        let mut words = self.locked.words();
        let _ = fill_singly(self.method, &mut words, self.output, &mut || false); // never interrupted
        Ok(())
    }

    /// In bulk from a copy of the bit generator, which is then brought up to it.
    fn through_copy<B: Stored>(self) -> PyResult<()> {
        let (py, numpy) = (self.py, self.numpy);
        let bit_generator = self.handle.bit_generator.bind(py);
        let pause = GcPause::new(py, numpy);
        let state = self.state()?;
        let mut copy = B::read(&state)?;
        drop(pause);
        self.fill_from(&mut copy)?;
        let _pause = GcPause::new(py, numpy);
        copy.write(&state)?;
        bit_generator.setattr(intern!(py, "state"), state)
    }

    /// The same for a Mersenne Twister: NumPy documents where its state lies.
    fn through_twister(self) -> PyResult<()> {
        let Some(twister) = self.locked.twister() else { return Ok(()) };
        let mut copy = twister.read()?;
        self.fill_from(&mut copy)?;
        twister.write(&copy);
        Ok(())
    }

    /// Many numbers one after the other, from a bit generator that cannot be copied.
    fn through_words(self) -> PyResult<()> {
        let before = if_told(self.py, self.state())?; // else nothing can be put back
        let mut words = self.locked.words();
        let drawn = Interrupts::detached(self.py, |interrupts| {
            fill_singly(self.method, &mut words, self.output, &mut || interrupts.arrived())
        });
        if drawn.is_err()
            && let Some(before) = before
        {
            let bit_generator = self.handle.bit_generator.bind(self.py);
            bit_generator.setattr(intern!(self.py, "state"), before)?;
        }
        drawn
    }

    fn fill_from<B: Words>(self, copy: &mut B) -> PyResult<()> {
        let Self { py, method, batch, output, .. } = self;
        if output.len() < LONG {
            let _ = batch.fill(method, copy, output, &mut || false); // never interrupted
            return Ok(());
        }
        let batch = batch.with_threads(cpus::threads(py, self.numpy)?);
        Interrupts::detached(py, |interrupts| {
            batch.fill(method, copy, output, &mut || interrupts.arrived())
        })
    }

    fn state(&self) -> PyResult<Bound<'py, PyAny>> {
        self.handle.bit_generator.bind(self.py).getattr(intern!(self.py, "state"))
    }
}
