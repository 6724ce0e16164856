//! The cached normal where it lies: in the C structure of a `RandomState`.
//!
//! As with the states of the bit generators, the first call checks on a `RandomState` of its own that
//! the structure shows what `get_state` shows, and that what is written into it shows there.
#![expect(unsafe_code, reason = "the structure of an object of NumPy's")]

use std::ffi::c_int;
use std::marker::PhantomData;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

use super::held::Held;
use super::objects::{Interface, Memory, found};
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
        let place = PLACE.get_or_try_init(py, || found(py, Self::find(py, numpy)))?;
        Ok(place.is_some())
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

    fn find(py: Python<'_>, numpy: &'static NumPy) -> PyResult<Option<usize>> {
        let seed = (20_u8,).into_pyobject(py)?;
        let object = call_waiting(numpy.random_state_type.bind(py), &seed)?;
        let Some(rng) = Rng::known(&object)? else { return Ok(None) };
        let Some(held) = Held::of(&rng, numpy)? else { return Ok(None) };
        let memory = Memory::of(&object)?;
        let Some(place) = memory.only_place_of(held.interface()) else { return Ok(None) };
        let raw = object.as_ptr().wrapping_byte_add(place).cast::<Raw>();
        if !memory.holds(raw) {
            return Ok(None);
        }
        drop(held); // before NumPy 2.4, the methods could not take the lock
        let cached = Self { raw, _held: PhantomData };
        for (set, written) in [(Some(0.5), None), (None, Some(-1.5))] {
            set_state(&object, set)?;
            if cached.read() != set {
                return Ok(None);
            }
            cached.write(written);
            if shown(&object)? != written {
                return Ok(None);
            }
        }
        Ok(Some(place))
    }
}

/// The cached normal that `get_state` shows.
fn shown(random_state: &Bound<'_, PyAny>) -> PyResult<Option<f64>> {
    let py = random_state.py();
    let state = get_state(random_state)?;
    let has_gauss: c_int = state.get_item(intern!(py, "has_gauss"))?.extract()?;
    let gauss = state.get_item(intern!(py, "gauss"))?.extract()?;
    Ok((has_gauss != 0).then_some(gauss))
}

/// Sets the cached normal by `set_state`.
fn set_state(random_state: &Bound<'_, PyAny>, cached: Option<f64>) -> PyResult<()> {
    let py = random_state.py();
    let state = get_state(random_state)?;
    state.set_item(intern!(py, "has_gauss"), c_int::from(cached.is_some()))?;
    state.set_item(intern!(py, "gauss"), cached.unwrap_or(0.0))?;
    let set_state = random_state.getattr(intern!(py, "set_state"))?;
    call_waiting(&set_state, &(state,).into_pyobject(py)?).map(drop)
}

fn get_state<'py>(random_state: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = random_state.py();
    let get_state = random_state.getattr(intern!(py, "get_state"))?;
    call_waiting(&get_state, &(false,).into_pyobject(py)?)
}
