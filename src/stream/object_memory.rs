use pyo3::intern;
use pyo3::prelude::*;

/// The memory of an object, without what it may have allocated: where the C structures lie that NumPy
/// does not document.
pub(super) struct ObjectMemory {
    start: usize,
    end: usize,
}

impl ObjectMemory {
    pub(super) fn of(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        let size: usize =
            object.get_type().getattr(intern!(object.py(), "__basicsize__"))?.extract()?;
        let start = object.as_ptr().addr();
        Ok(Self { start, end: start.saturating_add(size) })
    }

    /// Whether a pointer points to a place in here, with room for all that it points to.
    pub(super) fn holds<T>(&self, pointer: *const T) -> bool {
        let place = pointer.addr();
        pointer.is_aligned()
            && self.start <= place
            && place.saturating_add(size_of::<T>()) <= self.end
    }
}
