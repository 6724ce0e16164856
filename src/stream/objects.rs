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

/// What a bit generator is drawn from with. A stream has a copy.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Access {
    pub(super) interface: Interface,
    pub(super) lock: *mut PyObject,
}

/// Where an object has that, in bytes from its beginning.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Places {
    interface: usize,
    lock: usize,
}

impl Places {
    /// Looks in the memory of a bit generator, or of a stream that draws from it.
    fn find(memory: &Memory, bit_generator: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = bit_generator.py();
        let capsule = bit_generator.getattr(intern!(py, "capsule"))?.cast_into::<PyCapsule>()?;
        let interface = capsule.pointer_checked(Some(c"BitGenerator"))?.cast::<Interface>();
        // SAFETY: the capsule points to the interface, and the bit generator keeps it alive.
        let interface = unsafe { interface.read() };
        let lock = bit_generator.getattr(intern!(py, "lock"))?;
        let place = memory.only_place_of(interface.state)?;
        let in_memory = memory.place::<Interface>(place);
        // SAFETY: the place is within an object that lives, whose memory Python initializes.
        ensure(memory.holds(in_memory) && unsafe { in_memory.read() } == interface)?;
        Ok(Self { interface: place, lock: memory.only_place_of(lock.as_ptr())? })
    }

    /// # Safety
    ///
    /// The object is of the type in which the places were found, or of a subclass.
    pub(super) unsafe fn read(self, object: &Bound<'_, PyAny>) -> Access {
        // SAFETY: the object has these fields, as the caller promises.
        unsafe {
            Access { interface: field(object, self.interface), lock: field(object, self.lock) }
        }
    }
}

/// # Safety
///
/// The object has a field of this type in this place.
unsafe fn field<T>(object: &Bound<'_, PyAny>, place: usize) -> T {
    // SAFETY: the place is within the object, as the caller promises.
    unsafe { object.as_ptr().wrapping_byte_add(place).cast::<T>().read() }
}

/// Where a `Generator` or a `RandomState` has what it draws with.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Drawer {
    places: Places,
    bit_generator: usize,
}

/// What it draws with.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Fields {
    pub(super) bit_generator: *mut PyObject,
    pub(super) access: Access,
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
            PyResult::Ok(Self {
                places: Places::find(&memory, bit_generator)?,
                bit_generator: memory.only_place_of(bit_generator.as_ptr())?,
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
                access: self.places.read(stream),
            }
        }
    }

    /// Where a stream has its copy of the interface.
    pub(super) fn interface(&self, stream: &Bound<'_, PyAny>) -> *const Interface {
        stream.as_ptr().wrapping_byte_add(self.places.interface).cast()
    }
}

/// Where a bit generator of one type has what it is drawn from with.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Source {
    size: usize,
    pub(super) places: Places,
    state: usize,
}

impl Source {
    /// Looks for the fields in a bit generator, and in the same one with another lock. Python code runs.
    pub(super) fn find(bit_generator: &Bound<'_, PyAny>) -> PyResult<Self> {
        let find = |seed: u8| {
            bit_generator.call_method1(intern!(bit_generator.py(), "__init__"), (seed,))?;
            let memory = Memory::of(bit_generator)?;
            let places = Places::find(&memory, bit_generator)?;
            // SAFETY: the places were found in this very object.
            let state = unsafe { places.read(bit_generator) }.interface.state;
            ensure(memory.holds(state.cast::<u8>()))?;
            let state = state.addr() - memory.start.addr();
            PyResult::Ok(Self { size: memory.size, places, state })
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
