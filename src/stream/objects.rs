//! Where NumPy's objects have what they draw with.
//!
//! NumPy documents no C structure of a `Generator`, a `RandomState` or a bit generator. So the fields are
//! looked for in the memory of objects that were just made: each pointer must stand in exactly one
//! place, and the one that replaces it must then stand there as well.
#![expect(unsafe_code, reason = "the memory of NumPy's objects")]

use std::ffi::c_void;

use pyo3::exceptions::PyMemoryError;
use pyo3::ffi::PyObject;
use pyo3::intern;
use pyo3::prelude::*;
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

    /// Where a pointer points to, in bytes from the beginning, if that is in here.
    fn offset<T>(&self, pointer: *const T) -> Option<usize> {
        self.holds(pointer).then(|| pointer.addr() - self.start.addr())
    }

    /// The one place at which a pointer stands, in bytes from the beginning.
    pub(super) fn only_place_of<T>(&self, pointer: *const T) -> Option<usize> {
        let step = size_of::<usize>();
        let mut places = (0..self.size / step).map(|word| word * step).filter(|&offset| {
            let place = self.place::<usize>(offset);
            // SAFETY: the place is within an object that lives, whose memory Python initializes.
            self.holds(place) && unsafe { place.read() } == pointer.addr()
        });
        let place = places.next()?;
        places.next().is_none().then_some(place)
    }

    /// The place of an interface with this one's contents.
    fn place_of_interface(&self, interface: &Interface) -> Option<usize> {
        let offset = self.only_place_of(interface.state)?;
        let place = self.place::<Interface>(offset);
        // SAFETY: as above.
        (self.holds(place) && unsafe { place.read() } == *interface).then_some(offset)
    }
}

/// Where a `Generator` or a `RandomState` has what it draws with, in bytes from its beginning.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Drawer {
    bit_generator: usize,
    /// A copy of the bit generator's own.
    pub(super) interface: usize,
    lock: usize,
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
    pub(super) fn find(object_type: &Bound<'_, PyAny>, numpy: &NumPy) -> PyResult<Option<Self>> {
        let py = object_type.py();
        let mut found = None;
        let first = call_waiting(numpy.pcg64.bind(py), &(20_u8,).into_pyobject(py)?)?;
        let object = call_waiting(object_type, &(&first,).into_pyobject(py)?)?;
        let second = call_waiting(numpy.sfc64.bind(py), &(20_u8,).into_pyobject(py)?)?;
        for bit_generator in [first, second] {
            object.call_method1(intern!(py, "__init__"), (&bit_generator,))?;
            let Some(drawer) = Self::find_in(&object, &bit_generator)? else { return Ok(None) };
            if *found.get_or_insert(drawer) != drawer {
                return Ok(None);
            }
        }
        Ok(found)
    }

    fn find_in(
        object: &Bound<'_, PyAny>,
        bit_generator: &Bound<'_, PyAny>,
    ) -> PyResult<Option<Self>> {
        let memory = Memory::of(object)?;
        // SAFETY: the capsule points to the interface, and the bit generator keeps it alive.
        let interface = unsafe { interface_of(bit_generator)?.read() };
        let lock = bit_generator.getattr(intern!(object.py(), "lock"))?;
        let drawer = || {
            Some(Self {
                bit_generator: memory.only_place_of(bit_generator.as_ptr())?,
                interface: memory.place_of_interface(&interface)?,
                lock: memory.only_place_of(lock.as_ptr())?,
            })
        };
        Ok(drawer())
    }

    /// What an object draws with now.
    ///
    /// # Safety
    ///
    /// The object is of the type in which the fields were found, or of a subclass.
    pub(super) unsafe fn read(&self, object: &Bound<'_, PyAny>) -> Fields {
        let place = |offset| object.as_ptr().wrapping_byte_add(offset);
        // SAFETY: the places are within the object, which has these fields, as the caller promises.
        unsafe {
            Fields {
                bit_generator: place(self.bit_generator).cast::<*mut PyObject>().read(),
                interface: place(self.interface).cast::<Interface>().read(),
                lock: place(self.lock).cast::<*mut PyObject>().read(),
            }
        }
    }
}

/// Where a bit generator of one type has its interface, its lock and its state.
#[derive(Clone, Copy)]
pub(super) struct Source {
    size: usize,
    interface: usize,
    lock: usize,
    state: usize,
}

impl Source {
    /// Looks for the fields in a bit generator, and in the same one with another lock. Python code runs.
    pub(super) fn find(bit_generator: &Bound<'_, PyAny>) -> PyResult<Option<Self>> {
        let py = bit_generator.py();
        let find = || {
            let memory = Memory::of(bit_generator)?;
            let interface = interface_of(bit_generator)?;
            let lock = bit_generator.getattr(intern!(py, "lock"))?;
            // SAFETY: the capsule points to the interface, and the bit generator keeps it alive.
            let state = unsafe { (*interface).state.cast::<u8>() };
            let source = || {
                Some(Self {
                    size: memory.size,
                    interface: memory.offset(interface)?,
                    lock: memory.only_place_of(lock.as_ptr())?,
                    state: memory.offset(state)?,
                })
            };
            PyResult::Ok(source())
        };
        let found = find()?;
        bit_generator.call_method1(intern!(py, "__init__"), (21_u8,))?;
        let again = find()?;
        let places = |source: Self| (source.interface, source.lock, source.state);
        Ok(found.filter(|_| found.map(places) == again.map(places)))
    }

    /// A bit generator's memory.
    pub(super) fn memory(&self, bit_generator: &Bound<'_, PyAny>) -> Memory {
        Memory { start: bit_generator.as_ptr().cast_const().cast(), size: self.size }
    }

    /// Where a bit generator of the type, or of a subclass, has its state.
    pub(super) fn state(&self, bit_generator: &Bound<'_, PyAny>) -> *mut c_void {
        bit_generator.as_ptr().wrapping_byte_add(self.state).cast()
    }

    /// # Safety
    ///
    /// The bit generator is of the type in which the fields were found.
    pub(super) unsafe fn interface(&self, bit_generator: &Bound<'_, PyAny>) -> Interface {
        // SAFETY: the place is within the bit generator, as the caller promises.
        unsafe {
            bit_generator.as_ptr().wrapping_byte_add(self.interface).cast::<Interface>().read()
        }
    }

    /// # Safety
    ///
    /// The bit generator is of the type in which the fields were found.
    pub(super) unsafe fn lock(&self, bit_generator: &Bound<'_, PyAny>) -> *mut PyObject {
        // SAFETY: as above.
        unsafe {
            bit_generator.as_ptr().wrapping_byte_add(self.lock).cast::<*mut PyObject>().read()
        }
    }
}

fn interface_of(bit_generator: &Bound<'_, PyAny>) -> PyResult<*const Interface> {
    let capsule = bit_generator.getattr(intern!(bit_generator.py(), "capsule"))?;
    let capsule = capsule.cast_into::<PyCapsule>()?;
    Ok(capsule.pointer_checked(Some(c"BitGenerator"))?.as_ptr().cast())
}

/// What was found. Where the search raised an exception, as it does in what is not NumPy's, nothing was.
pub(super) fn found<T>(py: Python<'_>, search: PyResult<Option<T>>) -> PyResult<Option<T>> {
    match search {
        Err(error)
            if error.is_instance_of::<pyo3::exceptions::PyException>(py)
                && !error.is_instance_of::<PyMemoryError>(py) =>
        {
            Ok(None)
        }
        search => search,
    }
}
