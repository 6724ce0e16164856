use std::sync::{Arc, Mutex};

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use super::bitgen::Interface;
use super::lock::Locked;
use crate::interpreter::call_waiting;
use crate::numpy::NumPy;

/// A bit generator, with what is needed of it.
pub(super) struct Handle {
    pub(super) bit_generator: Py<PyAny>,
    acquire_lock: Py<PyAny>,
    pub(super) release_lock: Py<PyAny>,
    /// The lock's holder may take it again.
    pub(super) reentrant: bool,
    pub(super) interface: Interface,
    pub(super) kind: Kind,
}

/// Which of NumPy's own bit generators it is: no subclass, and none of the same name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Mt19937,
    Pcg64,
    Pcg64Dxsm,
    Philox,
    Sfc64,
    Other,
}

impl Kind {
    fn of(bit_generator: &Bound<'_, PyAny>, numpy: &NumPy) -> Self {
        let known = [
            (&numpy.pcg64, Self::Pcg64),
            (&numpy.mt19937, Self::Mt19937),
            (&numpy.sfc64, Self::Sfc64),
            (&numpy.philox, Self::Philox),
            (&numpy.pcg64dxsm, Self::Pcg64Dxsm),
        ];
        let its_type = bit_generator.get_type();
        known.iter().find(|(known, _)| its_type.is(*known)).map_or(Self::Other, |&(_, kind)| kind)
    }
}

/// The handle that was used last. It keeps its bit generator alive, so another one cannot be mistaken
/// for it.
pub(super) struct Last(Mutex<Option<Arc<Handle>>>);

impl Last {
    pub(super) const fn new() -> Self {
        Self(Mutex::new(None))
    }
}

impl Handle {
    /// Looks up what is needed of the bit generator, which takes a good part of a small call, unless
    /// it is the one that was used last.
    pub(super) fn of(
        bit_generator: &Bound<'_, PyAny>,
        last: &Last,
        numpy: &NumPy,
    ) -> PyResult<Arc<Self>> {
        let used = last.0.try_lock().ok().and_then(|last| last.clone());
        if let Some(handle) = used
            && handle.bit_generator.is(bit_generator)
        {
            return Ok(handle);
        }
        let handle = Arc::new(Self::new(bit_generator, numpy)?);
        let before = last.0.try_lock().ok().and_then(|mut last| last.replace(handle.clone()));
        drop(before); // which may run any code, so not under the lock
        Ok(handle)
    }

    fn new(bit_generator: &Bound<'_, PyAny>, numpy: &NumPy) -> PyResult<Self> {
        let py = bit_generator.py();
        let lock = bit_generator.getattr(intern!(py, "lock"))?;
        Ok(Self {
            acquire_lock: lock.getattr(intern!(py, "acquire"))?.unbind(),
            release_lock: lock.getattr(intern!(py, "release"))?.unbind(),
            reentrant: lock.get_type().is(&numpy.reentrant_lock),
            interface: Interface::of(bit_generator)?,
            kind: Kind::of(bit_generator, numpy),
            bit_generator: bit_generator.clone().unbind(),
        })
    }

    /// Takes the lock; while it waits, the GIL is released.
    pub(super) fn lock<'py>(&self, py: Python<'py>) -> PyResult<Locked<'_, 'py>> {
        call_waiting(self.acquire_lock.bind(py), &PyTuple::empty(py))?;
        Ok(Locked::new(self, py))
    }

    /// Takes the lock if it is free.
    pub(super) fn try_lock<'py>(&self, py: Python<'py>) -> PyResult<Option<Locked<'_, 'py>>> {
        let taken = self.acquire_lock.bind(py).call1((false,))?;
        Ok(taken.is_truthy()?.then(|| Locked::new(self, py)))
    }
}
