//! The C state of NumPy's own MT19937.
#![expect(unsafe_code, reason = "the state that NumPy gives a pointer to")]

use std::ffi::{c_int, c_void};
use std::marker::PhantomData;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use paraminit_core::bit_generator::{Mt19937, StateError};

/// `mt19937_state` of NumPy's mt19937.h; `bit_generator.ctypes.state_address` documents it.
#[repr(C)]
struct RawState {
    key: [u32; 624],
    pos: c_int,
}

/// The state, while the bit generator's lock is held.
pub(super) struct Twister<'a> {
    state: *mut RawState,
    _locked: PhantomData<&'a ()>,
}

impl Twister<'_> {
    /// # Safety
    ///
    /// `state` is that of an MT19937 of NumPy's that lives, and its lock is held, for as long as 'a.
    pub(super) const unsafe fn new(state: *mut c_void) -> Self {
        Self { state: state.cast(), _locked: PhantomData }
    }

    /// The position, if it is a possible one: before NumPy 2.5, `bit_generator.state` accepted any.
    pub(super) fn position(&self) -> PyResult<usize> {
        // SAFETY: nobody else uses the state, as `new` asks.
        let position = unsafe { (*self.state).pos };
        match usize::try_from(position) {
            Ok(valid @ 0..=624) => Ok(valid),
            _ => Err(refused(StateError::Position { position: position.into() })),
        }
    }

    pub(super) fn read(&self) -> PyResult<Mt19937> {
        // SAFETY: as above.
        let (key, position) = unsafe { ((*self.state).key, (*self.state).pos) };
        Mt19937::from_state(key, position.into()).map_err(refused)
    }

    pub(super) fn write(&self, bit_generator: &Mt19937) {
        let pos = c_int::try_from(bit_generator.position()).unwrap_or(624); // it is 624 at most
        // SAFETY: as above.
        unsafe {
            (*self.state).key = *bit_generator.key();
            (*self.state).pos = pos;
        }
    }
}

/// Why a state was refused, as NumPy users know it.
pub(crate) fn refused(error: StateError) -> PyErr {
    PyValueError::new_err(error.to_string())
}
