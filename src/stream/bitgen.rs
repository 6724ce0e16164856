//! The C interface of a bit generator:
//! <https://numpy.org/doc/stable/reference/random/extending.html>.
#![expect(unsafe_code, reason = "the functions and the state that NumPy gives pointers to")]

use std::convert::Infallible;
use std::ffi::c_void;
use std::marker::PhantomData;

use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use rand::TryRng;

use paraminit_core::bit_generator::BitGenerator;

type Next<T> = unsafe extern "C" fn(*mut c_void) -> T;

/// `bitgen_t` of NumPy's bitgen.h. Where the author of a bit generator has not filled it in, the
/// functions are null; the state is also null where the functions need none.
#[repr(C)]
#[derive(Clone, Copy)]
struct RawInterface {
    state: *mut c_void,
    next_uint64: Option<Next<u64>>,
    next_uint32: Option<Next<u32>>,
    next_double: Option<Next<f64>>,
    next_raw: Option<Next<u64>>,
}

/// The interface, for as long as its bit generator lives.
#[derive(Clone, Copy)]
pub(super) struct Interface {
    state: *mut c_void,
    next_uint64: Next<u64>,
    next_uint32: Next<u32>,
    next_double: Next<f64>,
}

// SAFETY: the pointers may be used from any thread that holds the bit generator's lock; only `Locked`
// hands out what uses them.
unsafe impl Send for Interface {}
// SAFETY: as above.
unsafe impl Sync for Interface {}

impl Interface {
    pub(super) fn of(bit_generator: &Bound<'_, PyAny>) -> PyResult<Self> {
        let capsule = bit_generator.getattr(intern!(bit_generator.py(), "capsule"))?;
        let capsule = capsule.cast_into::<PyCapsule>()?;
        let raw = capsule.pointer_checked(Some(c"BitGenerator"))?.cast::<RawInterface>();
        // SAFETY: the capsule's name says what it points to, and the bit generator keeps it alive.
        let raw = unsafe { raw.read() };
        let interface = || {
            Some(Self {
                state: raw.state,
                next_uint64: raw.next_uint64?,
                next_uint32: raw.next_uint32?,
                next_double: raw.next_double?,
            })
        };
        interface().ok_or_else(|| {
            let name = bit_generator.get_type();
            PyTypeError::new_err(format!(
                "{name} has no functions to draw with: its C interface is empty"
            ))
        })
    }

    /// The bit generator's own state, in a layout that depends on its type.
    pub(super) const fn state(&self) -> *mut c_void {
        self.state
    }
}

/// A bit generator by its C interface, while its lock is held.
pub(super) struct Words<'a> {
    interface: Interface,
    _locked: PhantomData<&'a ()>,
}

impl Words<'_> {
    /// # Safety
    ///
    /// The bit generator lives, and this thread holds its lock, or the one that waits for this
    /// thread does, for as long as the result lives.
    pub(super) const unsafe fn new(interface: Interface) -> Self {
        Self { interface, _locked: PhantomData }
    }
}

impl TryRng for Words<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        // SAFETY: the function belongs to the state, and the lock is held, as `new` asks.
        Ok(unsafe { (self.interface.next_uint32)(self.interface.state) })
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        // SAFETY: as above.
        Ok(unsafe { (self.interface.next_uint64)(self.interface.state) })
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        rand::rand_core::utils::fill_bytes_via_next_word(bytes, || self.try_next_u64())
    }
}

impl BitGenerator for Words<'_> {
    fn next_double(&mut self) -> f64 {
        // SAFETY: as above.
        unsafe { (self.interface.next_double)(self.interface.state) }
    }
}
