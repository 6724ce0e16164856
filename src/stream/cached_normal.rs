//! The cached normal where it lies: in the C structure of a `RandomState`.
//!
//! As with the states of the bit generators, the first call checks on a `RandomState` of its own that
//! its method leaves there the second normal of a pair, and draws what is written there.
#![expect(unsafe_code, reason = "the structure of an object of NumPy's")]

use std::ffi::c_int;
use std::marker::PhantomData;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

use super::held::Held;
use super::objects::{Interface, Memory, ensure, once, unknown};
use super::rng::Rng;
use crate::interpreter::call_waiting;
use crate::numpy::NumPy;

/// `aug_bitgen_t` of NumPy's legacy-distributions.h.
#[repr(C)]
struct Raw {
    /// That of the `RandomState` itself.
    interface: *const Interface,
    has_gauss: c_int,
    gauss: f64,
}

/// Where a `RandomState` has it, in bytes from its beginning; `None` if that is not known.
static PLACE: PyOnceLock<Option<usize>> = PyOnceLock::new();

/// The cached normal of a `RandomState`, as long as it may be read and written.
pub(super) struct CachedNormal<'a> {
    raw: *mut Raw,
    _held: PhantomData<&'a ()>,
}

impl<'a> CachedNormal<'a> {
    /// Whether it is known where it lies. Python code runs the first time.
    pub(super) fn is_known(py: Python<'_>, numpy: &'static NumPy) -> PyResult<bool> {
        Ok(once(&PLACE, py, || Self::find(py, numpy))?.is_some())
    }

    /// That of a stream whose lock is held.
    pub(super) fn of(held: &'a Held<'_>) -> Option<Self> {
        let place = (*PLACE.get(held.py())?)?;
        let raw = held.stream().as_ptr().wrapping_byte_add(place).cast::<Raw>();
        // SAFETY: `find` has seen that the structure lies there within such an object, which `held` keeps
        // alive.
        let interface = unsafe { (*raw).interface };
        (interface == held.interface()).then_some(Self { raw, _held: PhantomData })
    }

    pub(super) fn read(&self) -> Option<f64> {
        // SAFETY: as above, and the lock is held.
        unsafe { ((*self.raw).has_gauss != 0).then(|| (*self.raw).gauss) }
    }

    pub(super) fn write(&self, normal: Option<f64>) {
        // SAFETY: as above.
        unsafe {
            (*self.raw).has_gauss = normal.is_some().into();
            (*self.raw).gauss = normal.unwrap_or(0.0); // as in NumPy
        }
    }

    fn find(py: Python<'_>, numpy: &'static NumPy) -> PyResult<usize> {
        let object = call_waiting(numpy.random_state_type.bind(py), (20_u8,))?;
        let rng = Rng::known(&object)?.ok_or_else(unknown)?;
        // Not held any longer: before NumPy 2.4, the methods could not take the lock.
        let interface = Held::of(&rng, numpy)?.ok_or_else(unknown)?.interface();
        let memory = Memory::of(&object)?;
        let place = memory.only_place_of(interface)?;
        let raw = object.as_ptr().wrapping_byte_add(place).cast::<Raw>();
        ensure(memory.holds(raw))?;
        let cached = Self { raw, _held: PhantomData };
        let draw = || {
            let method = object.getattr(intern!(py, "standard_normal"))?;
            call_waiting(&method, ())?.extract::<f64>()
        };
        draw()?;
        let second = cached.read();
        ensure(second.is_some() && second == Some(draw()?) && cached.read().is_none())?;
        draw()?;
        let second = cached.read();
        cached.write(None);
        ensure(second != Some(draw()?))?;
        cached.write(Some(7.0));
        ensure(draw()? == 7.0 && cached.read().is_none())?;
        Ok(place)
    }
}
