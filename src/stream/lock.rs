//! A bit generator's lock, held.
#![expect(unsafe_code, reason = "what only the holder of the lock may use")]

use std::ffi::c_void;

use pyo3::prelude::*;

use super::bitgen::Words;
use super::handle::{Handle, Kind};
use super::mt19937_state::Twister;

/// The lock, until this is dropped: the only way to the bit generator's words.
pub(super) struct Locked<'a, 'py> {
    handle: &'a Handle,
    py: Python<'py>,
}

impl<'a, 'py> Locked<'a, 'py> {
    /// To be made by whoever has just taken the lock.
    pub(super) const fn new(handle: &'a Handle, py: Python<'py>) -> Self {
        Self { handle, py }
    }

    /// The C state if the bit generator is of this kind.
    pub(super) fn state_of(&self, kind: Kind) -> Option<*mut c_void> {
        (self.handle.kind == kind).then(|| self.handle.interface.state())
    }

    /// The state if this is NumPy's own Mersenne Twister.
    pub(super) fn twister(&self) -> Option<Twister<'_>> {
        // SAFETY: the type says what the state is, `handle` keeps the bit generator alive, and
        // `self`, which is borrowed, holds the lock.
        self.state_of(Kind::Mt19937).map(|state| unsafe { Twister::new(state) })
    }

    /// The bit generator, of whatever kind, one word after the other.
    pub(super) fn words(&self) -> Words<'_> {
        // SAFETY: `handle` keeps the bit generator alive, and `self`, which is borrowed, holds the
        // lock.
        unsafe { Words::new(self.handle.interface) }
    }
}

impl Drop for Locked<'_, '_> {
    fn drop(&mut self) {
        let release = self.handle.release_lock.bind(self.py);
        if let Err(error) = release.call0() {
            error.write_unraisable(self.py, Some(release));
        }
    }
}
