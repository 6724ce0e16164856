//! The cached normal where it lies: in the C structure of a `RandomState`.
//!
//! As with the states of the bit generators, the first call checks on a `RandomState` of its own that
//! its method leaves there the second normal of a pair, and draws what is written there.
#![expect(unsafe_code, reason = "the structure of an object of NumPy's")]

use std::ffi::c_int;
use std::marker::PhantomData;

use pyo3::intern;
use pyo3::prelude::*;

use super::objects::{Interface, Memory, ensure, unknown};
use crate::interpreter::call_waiting;

/// `aug_bitgen_t` of NumPy's legacy-distributions.h.
#[repr(C)]
struct Raw {
    /// That of the `RandomState` itself.
    interface: *const Interface,
    has_gauss: c_int,
    gauss: f64,
}

/// The cached normal of a `RandomState`, as long as it may be read and written.
pub(super) struct CachedNormal<'a> {
    raw: *mut Raw,
    _held: PhantomData<&'a ()>,
}

impl CachedNormal<'_> {
    /// `None` if the structure there is not of this stream, which has its interface in the other place.
    ///
    /// # Safety
    ///
    /// As long as 'a, the stream lives, has the structure in this place, and nobody else reads or writes it.
    pub(super) unsafe fn of(
        stream: &Bound<'_, PyAny>,
        place: usize,
        interface: usize,
    ) -> Option<Self> {
        let raw = stream.as_ptr().wrapping_byte_add(place).cast::<Raw>();
        // SAFETY: the structure lies there, as the caller promises.
        let its_interface = unsafe { (*raw).interface };
        let is_own = its_interface.addr() == stream.as_ptr().addr() + interface;
        is_own.then_some(Self { raw, _held: PhantomData })
    }

    pub(super) fn read(&self) -> Option<f64> {
        // SAFETY: as above, and nobody else writes.
        unsafe { ((*self.raw).has_gauss != 0).then(|| (*self.raw).gauss) }
    }

    pub(super) fn write(&self, normal: Option<f64>) {
        // SAFETY: as above, and nobody else reads.
        unsafe {
            (*self.raw).has_gauss = normal.is_some().into();
            (*self.raw).gauss = normal.unwrap_or(0.0); // as in NumPy
        }
    }

    /// Looks for its place in a `RandomState` of its own: what the method draws must go by what is read and
    /// written there. Python code runs.
    pub(super) fn find(random_state_type: &Bound<'_, PyAny>, interface: usize) -> PyResult<usize> {
        let stream = &call_waiting(random_state_type, (20_u8,))?;
        let memory = Memory::of(stream)?;
        let own = stream.as_ptr().wrapping_byte_add(interface);
        let place = memory.only_place_of(own)?;
        ensure(memory.holds(stream.as_ptr().wrapping_byte_add(place).cast::<Raw>()))?;
        // SAFETY: the structure lies within the stream, whose memory Python initializes, and which nobody
        // else has.
        let cached = unsafe { Self::of(stream, place, interface) }.ok_or_else(unknown)?;
        let draw = || {
            let method = stream.getattr(intern!(stream.py(), "standard_normal"))?;
            call_waiting(&method, ())?.extract::<f64>()
        };
        draw()?;
        let second = cached.read();
        ensure(second.is_some() && second == Some(draw()?) && cached.read().is_none())?;
        cached.write(Some(7.0));
        ensure(draw()? == 7.0 && cached.read().is_none())?;
        draw()?;
        let second = cached.read();
        cached.write(None);
        ensure(second != Some(draw()?))?;
        Ok(place)
    }
}
