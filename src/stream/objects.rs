//! Where NumPy's objects have what they draw with.
//!
//! NumPy documents no C structure of a `Generator`, a `RandomState` or a bit generator. So the fields are
//! looked for in the memory of objects that were just made: each pointer must stand in exactly one
//! place, and the one that replaces it must then stand there as well.
#![expect(unsafe_code, reason = "the memory of NumPy's objects")]

use std::ffi::c_void;

use pyo3::exceptions::{PyException, PyLookupError, PyMemoryError};
use pyo3::ffi::PyObject;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyCapsule;

use crate::interpreter::call_waiting;
use crate::numpy::NumPy;

/// `bitgen_t` of NumPy's bitgen.h: a state and the functions that draw from it.
/// <https://numpy.org/doc/stable/reference/random/extending.html>
#[repr(C)]
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Interface {
    pub(super) state: *mut c_void,
    pub(super) functions: [*const c_void; 4],
}

/// The memory of an object, without what it may have allocated.
#[derive(Clone, Copy)]
pub(super) struct Memory {
    start: *const c_void,
    size: usize,
}

impl Memory {
    pub(super) fn of(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        let size = object.get_type().getattr(intern!(object.py(), "__basicsize__"))?.extract()?;
        Ok(Self { start: object.as_ptr().cast_const().cast(), size })
    }

    /// Whether a pointer points to a place in here, with room for all that it points to.
    pub(super) fn holds<T>(&self, pointer: *const T) -> bool {
        let (start, place) = (self.start.addr(), pointer.addr());
        pointer.is_aligned()
            && start <= place
            && place.saturating_add(size_of::<T>()) <= start.saturating_add(self.size)
    }

    fn place<T>(&self, offset: usize) -> *const T {
        self.start.wrapping_byte_add(offset).cast()
    }

    /// The one place at which a pointer stands, in bytes from the beginning.
    pub(super) fn only_place_of<T>(&self, pointer: *const T) -> PyResult<usize> {
        let step = size_of::<usize>();
        let mut places = (0..self.size / step).map(|word| word * step).filter(|&offset| {
            let place = self.place::<usize>(offset);
            // SAFETY: the place is within an object that lives, whose memory Python initializes.
            self.holds(place) && unsafe { place.read() } == pointer.addr()
        });
        let place = places.next().ok_or_else(unknown)?;
        ensure(places.next().is_none()).map(|()| place)
    }
}

/// That of a bit generator.
pub(super) fn interface_of(bit_generator: &Bound<'_, PyAny>) -> PyResult<Interface> {
    let capsule = bit_generator.getattr(intern!(bit_generator.py(), "capsule"))?;
    let capsule = capsule.cast_into::<PyCapsule>()?;
    let interface = capsule.pointer_checked(Some(c"BitGenerator"))?.cast();
    // SAFETY: the capsule points to the interface, and the bit generator keeps it alive.
    Ok(unsafe { interface.read() })
}

/// # Safety
///
/// The object has a field of this type in this place.
unsafe fn field<T>(object: &Bound<'_, PyAny>, place: usize) -> T {
    // SAFETY: the place is within the object, as the caller promises.
    unsafe { object.as_ptr().wrapping_byte_add(place).cast::<T>().read() }
}

/// Where a `Generator` or a `RandomState` has what it draws with, in bytes from its beginning.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Drawer {
    bit_generator: usize,
    /// A copy of the bit generator's own.
    pub(super) interface: usize,
    lock: usize,
    /// Of a `RandomState`, once it was looked for.
    pub(super) cached_normal: Option<usize>,
}

/// What it draws with.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Fields {
    pub(super) bit_generator: *mut PyObject,
    pub(super) interface: Interface,
    pub(super) lock: *mut PyObject,
}

impl Drawer {
    /// Looks for the fields in an object of the type that draws from one bit generator, and then from
    /// another one. Python code runs.
    pub(super) fn find(object_type: &Bound<'_, PyAny>, numpy: &NumPy) -> PyResult<Self> {
        let py = object_type.py();
        let first = call_waiting(numpy.pcg64.bind(py), (20_u8,))?;
        let second = call_waiting(numpy.sfc64.bind(py), (20_u8,))?;
        let object = call_waiting(object_type, (&first,))?;
        let find = |bit_generator: &Bound<'_, PyAny>| {
            object.call_method1(intern!(py, "__init__"), (bit_generator,))?;
            let memory = Memory::of(&object)?;
            let interface = interface_of(bit_generator)?;
            let place = memory.only_place_of(interface.state)?;
            let copy = memory.place::<Interface>(place);
            // SAFETY: the place is within an object that lives, whose memory Python initializes.
            ensure(memory.holds(copy) && unsafe { copy.read() } == interface)?;
            let lock = bit_generator.getattr(intern!(py, "lock"))?;
            PyResult::Ok(Self {
                bit_generator: memory.only_place_of(bit_generator.as_ptr())?,
                interface: place,
                lock: memory.only_place_of(lock.as_ptr())?,
                cached_normal: None,
            })
        };
        let found = find(&first)?;
        ensure(find(&second)? == found)?;
        Ok(found)
    }

    /// What a stream draws with now.
    ///
    /// # Safety
    ///
    /// It is of the type in which the fields were found, or of a subclass.
    pub(super) unsafe fn read(&self, stream: &Bound<'_, PyAny>) -> Fields {
        // SAFETY: the stream has these fields, as the caller promises.
        unsafe {
            Fields {
                bit_generator: field(stream, self.bit_generator),
                interface: field(stream, self.interface),
                lock: field(stream, self.lock),
            }
        }
    }
}

/// Where a bit generator of one type has its lock and its state, and what draws from that.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Source {
    size: usize,
    lock: usize,
    state: usize,
    functions: [usize; 4],
}

impl Source {
    /// Looks for the fields in a bit generator, and in the same one with another lock. Python code runs.
    pub(super) fn find(bit_generator: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = bit_generator.py();
        let find = |seed: u8| {
            bit_generator.call_method1(intern!(py, "__init__"), (seed,))?;
            let memory = Memory::of(bit_generator)?;
            let Interface { state, functions } = interface_of(bit_generator)?;
            ensure(memory.holds(state.cast::<u8>()))?;
            let lock = bit_generator.getattr(intern!(py, "lock"))?;
            PyResult::Ok(Self {
                size: memory.size,
                lock: memory.only_place_of(lock.as_ptr())?,
                state: state.addr() - memory.start.addr(),
                functions: functions.map(<*const c_void>::addr),
            })
        };
        let found = find(20)?;
        ensure(find(21)? == found)?;
        Ok(found)
    }

    /// A bit generator's memory.
    pub(super) fn memory(&self, bit_generator: &Bound<'_, PyAny>) -> Memory {
        Memory { start: bit_generator.as_ptr().cast_const().cast(), size: self.size }
    }

    /// Where a bit generator of the type, or of a subclass, has its state.
    pub(super) fn state(&self, bit_generator: &Bound<'_, PyAny>) -> *mut c_void {
        bit_generator.as_ptr().wrapping_byte_add(self.state).cast()
    }

    /// Whether this is the interface that NumPy gave a bit generator of the type: to its own state.
    #[inline(always)] // a small call feels it
    pub(super) fn gave(&self, interface: &Interface, bit_generator: &Bound<'_, PyAny>) -> bool {
        interface.state == self.state(bit_generator)
            && interface.functions.map(<*const c_void>::addr) == self.functions
    }

    /// # Safety
    ///
    /// The bit generator is of the type in which the fields were found.
    pub(super) unsafe fn lock(&self, bit_generator: &Bound<'_, PyAny>) -> *mut PyObject {
        // SAFETY: the bit generator has this field, as the caller promises.
        unsafe { field(bit_generator, self.lock) }
    }
}

/// What a search finds, which is done once. It raises an exception where there is nothing to be found, or
/// where what it looks at is not NumPy's.
#[inline]
pub(super) fn once<'a, T>(
    found: &'a PyOnceLock<Option<T>>,
    py: Python<'_>,
    search: impl FnOnce() -> PyResult<T>,
) -> PyResult<Option<&'a T>> {
    let search = || match search() {
        Ok(found) => Ok(Some(found)),
        Err(error)
            if error.is_instance_of::<PyException>(py)
                && !error.is_instance_of::<PyMemoryError>(py) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    };
    Ok(found.get_or_try_init(py, search)?.as_ref())
}

/// Ends a search if something is not as it must be.
pub(super) fn ensure(is_so: bool) -> PyResult<()> {
    is_so.then_some(()).ok_or_else(unknown)
}

/// That a search finds nothing: see [`once`].
pub(super) fn unknown() -> PyErr {
    PyLookupError::new_err("unknown to paraminit")
}
