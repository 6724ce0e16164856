//! Drawing from a bit generator by the methods of NumPy's `Generator`, which keep nothing for the next
//! call: all state is the bit generator's.

mod c_state;
pub(crate) mod calibration;
mod state;

use pyo3::intern;
use pyo3::prelude::*;

use super::gc_pause::GcPause;
use super::handle::{Handle, Kind, Last};
use super::interrupts::Interrupts;
use super::mt19937_state::refused;
use super::{LONG, cpus, if_told};
use crate::numpy::NumPy;
use c_state::{CState, InPlace, Known};
use paraminit_core::bit_generator::BulkBitGenerator;
use paraminit_core::bit_generator::{Pcg64, Pcg64Dxsm, Philox, Sfc64};
use paraminit_core::{Map, Output};
use paraminit_core::{Method, Number, Sampler, fill_singly};
use state::Stored;

/// Fewer numbers are drawn with the GIL held even by the functions of an unknown bit generator.
const SHORT: usize = 1 << 11;

/// Fewer numbers are drawn by NumPy's functions rather than from a copy of a Mersenne Twister.
const SHORT_FOR_TWISTER: usize = 1 << 8;

/// Draws into the output as the method of NumPy would, and leaves the bit generator as it would be
/// left. On an error it is as it was.
pub(crate) fn draw<T: Number, M: Map<Drawn = T>>(
    bit_generator: &Bound<'_, PyAny>,
    method: impl Method<T>,
    batch: Sampler,
    output: Output<'_, M>,
) -> PyResult<()> {
    static LAST: Last = Last::new();
    if output.is_empty() {
        return Ok(());
    }
    let py = bit_generator.py();
    let numpy = NumPy::get(py)?;
    let handle = Handle::of(bit_generator, &LAST, numpy)?;
    let draw = Draw { py, numpy, handle: &handle, method, batch, output };
    match handle.kind {
        Kind::Pcg64 => draw.by_copy::<Pcg64>(),
        Kind::Pcg64Dxsm => draw.by_copy::<Pcg64Dxsm>(),
        Kind::Philox => draw.by_copy::<Philox>(),
        Kind::Sfc64 => draw.by_copy::<Sfc64>(),
        Kind::Mt19937 => draw.by_twister(),
        Kind::Other => draw.by_functions(),
    }
}

/// A call.
struct Draw<'a, 'py, D, M: Map> {
    py: Python<'py>,
    numpy: &'static NumPy,
    handle: &'a Handle,
    method: D,
    batch: Sampler,
    output: Output<'a, M>,
}

impl<'py, M: Map<Drawn: Number>, D: Method<M::Drawn>> Draw<'_, 'py, D, M> {
    /// From a copy of the bit generator, which is then brought up to it.
    fn by_copy<B: InPlace>(self) -> PyResult<()> {
        let known = Known::<B>::check(self.py, self.numpy)?; // Python code runs, so not under the lock
        let locked = self.handle.lock(self.py)?;
        let Some(state) = known.and_then(|known| CState::of(&locked, &known)) else {
            return self.by_public_state::<B>();
        };
        let mut copy = state.read().map_err(refused)?;
        self.fill_from(&mut copy)?;
        state.write(&copy);
        Ok(())
    }

    /// The same by the state that NumPy documents, while the lock is held.
    fn by_public_state<B: Stored>(self) -> PyResult<()> {
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

    /// From a copy of a Mersenne Twister: NumPy documents where its state lies.
    fn by_twister(self) -> PyResult<()> {
        let locked = self.handle.lock(self.py)?;
        let Some(twister) = locked.twister() else { return Ok(()) };
        if self.output.len() < SHORT_FOR_TWISTER {
            twister.position()?; // NumPy's functions read wherever an impossible one points to
            let _ = fill_singly(self.method, &mut locked.words(), self.output, &mut || false);
            return Ok(());
        }
        let mut copy = twister.read()?;
        self.fill_from(&mut copy)?;
        twister.write(&copy);
        Ok(())
    }

    /// By the C functions of a bit generator that cannot be copied.
    fn by_functions(self) -> PyResult<()> {
        let locked = self.handle.lock(self.py)?;
        let mut words = locked.words();
        if self.output.len() < SHORT {
            // Never interrupted.
            let _ = fill_singly(self.method, &mut words, self.output, &mut || false);
            return Ok(());
        }
        let before = if_told(self.py, self.state())?; // else nothing can be put back
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

    fn fill_from<B: BulkBitGenerator>(self, copy: &mut B) -> PyResult<()> {
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
