//! The cached normal where it lies: in the C structure of a `RandomState`.
//!
//! NumPy does not document that structure, so the first call checks, on a `RandomState` of its own,
//! that it shows what `get_state` shows, and that what is written into it shows there. Where anything
//! differs, NumPy itself moves the cached normal.
#![expect(unsafe_code, reason = "the structure of an object of NumPy's")]

use std::ffi::{c_int, c_void};
use std::marker::PhantomData;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

use super::Stream;
use super::cached_normal::CachedNormal;
use crate::interpreter::call_waiting;
use crate::numpy::NumPy;
use crate::stream::lock::Locked;
use crate::stream::object_memory::ObjectMemory;

/// `RandomState` of NumPy's mtrand.pyx, behind the header that every object has.
#[repr(C)]
struct RawRandomState {
    methods: *const c_void,
    bit_generator: *const c_void,
    /// A copy of the bit generator's `bitgen_t`: five pointers.
    interface: [*const c_void; 5],
    /// `aug_bitgen_t` of NumPy's legacy-distributions.h.
    gauss: RawGauss,
}

#[repr(C)]
struct RawGauss {
    interface: *const [*const c_void; 5],
    has_gauss: c_int,
    gauss: f64,
}

/// Proof that the installed NumPy's structure is this one.
#[derive(Clone, Copy)]
pub(super) struct Known {
    /// How long the header is.
    header: usize,
}

impl Known {
    /// The proof, if it is so. Python code may run.
    pub(super) fn check(py: Python<'_>, numpy: &NumPy) -> PyResult<Option<Self>> {
        static KNOWN: PyOnceLock<Option<Known>> = PyOnceLock::new();
        KNOWN.get_or_try_init(py, || Self::find(py, numpy)).copied()
    }

    fn find(py: Python<'_>, numpy: &NumPy) -> PyResult<Option<Self>> {
        const SEED: u32 = 20;
        let seed = (SEED,).into_pyobject(py)?;
        let object = call_waiting(numpy.random_state_type.bind(py), &seed)?;
        let bit_generator = object.getattr(intern!(py, "_bit_generator"))?;
        let header = py.get_type::<PyAny>().getattr(intern!(py, "__basicsize__"))?.extract()?;
        let known = Self { header };
        let raw = known.place(&object);
        if !ObjectMemory::of(&object)?.holds(raw) {
            return Ok(None);
        }
        // SAFETY: the structure lies within an object that lives, and any bits are numbers.
        let (its_bit_generator, its_interface, place) =
            unsafe { ((*raw).bit_generator, (*raw).gauss.interface, &raw const (*raw).interface) };
        if its_bit_generator != bit_generator.as_ptr().cast() || its_interface != place {
            return Ok(None);
        }
        let cached = known.cached(&object);
        for (set, written) in [(Some(0.5), None), (None, Some(-1.5))]
            .map(|(set, written)| (CachedNormal::of(set), CachedNormal::of(written)))
        {
            let state = state(&object)?;
            set.write(&state)?;
            call_waiting(&object.getattr(intern!(py, "set_state"))?, &(state,).into_pyobject(py)?)?;
            if cached.read() != set {
                return Ok(None);
            }
            cached.write(written);
            if CachedNormal::read(&self::state(&object)?)? != written {
                return Ok(None);
            }
        }
        Ok(Some(known))
    }

    /// The structure of a `RandomState`, if this is a proof.
    fn place(self, object: &Bound<'_, PyAny>) -> *mut RawRandomState {
        object.as_ptr().wrapping_byte_add(self.header).cast()
    }

    fn cached<'a>(self, object: &'a Bound<'_, PyAny>) -> CachedInPlace<'a> {
        // SAFETY: `find` has seen that the structure lies within such an object.
        let gauss = unsafe { &raw mut (*self.place(object)).gauss };
        CachedInPlace { gauss, _object: PhantomData }
    }
}

/// The cached normal of a `RandomState`, while the GIL and the bit generator's lock are held.
pub(super) struct CachedInPlace<'a> {
    gauss: *mut RawGauss,
    _object: PhantomData<&'a ()>,
}

impl<'a> CachedInPlace<'a> {
    /// `None` if it is not known where it lies.
    pub(super) fn of(stream: &'a Stream<'_, '_>, _: &'a Locked<'_, '_>) -> Option<Self> {
        let object = &stream.random_state.object;
        let is_exact = object.get_type().is(&stream.numpy.random_state_type);
        stream.known.filter(|_| is_exact).map(|known| known.cached(object))
    }

    pub(super) fn read(&self) -> CachedNormal {
        // SAFETY: the object lives for 'a, and its type has the structure.
        unsafe {
            CachedNormal {
                has_gauss: (*self.gauss).has_gauss,
                gauss: (*self.gauss).gauss.to_bits(),
            }
        }
    }

    /// Only while the stream draws from the bit generator whose lock is held.
    pub(super) fn write(&self, cached: CachedNormal) {
        // SAFETY: as above.
        unsafe {
            (*self.gauss).has_gauss = cached.has_gauss;
            (*self.gauss).gauss = f64::from_bits(cached.gauss);
        }
    }
}

fn state<'py>(random_state: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = random_state.py();
    let get_state = random_state.getattr(intern!(py, "get_state"))?;
    call_waiting(&get_state, &(false,).into_pyobject(py)?)
}
