use std::ops::Deref;

use numpy::npyffi::npy_intp;
use pyo3::prelude::*;
use pyo3::types::{PyInt, PyList, PyTuple};

/// `layers_dims`, with the length that it had at first.
///
/// The notebook indexes it anew wherever it needs a size. So does this, unless it is a list or
/// a tuple of plain integers: nobody can tell then, and each is read once.
pub(super) struct Dims<'a, 'py> {
    container: &'a Bound<'py, PyAny>,
    len: usize,
    read: Option<Vec<Size<'py>>>,
}

/// An entry of `layers_dims`.
pub(super) struct Size<'py> {
    pub(super) object: Bound<'py, PyAny>,
    /// Its value if it is a plain integer that NumPy can count with. It may be negative.
    pub(super) plain: Option<npy_intp>,
}

impl<'py> From<Bound<'py, PyAny>> for Size<'py> {
    fn from(object: Bound<'py, PyAny>) -> Self {
        let plain = object.cast_exact::<PyInt>().ok().and_then(|int| int.extract().ok());
        Self { object, plain }
    }
}

/// A size, read before or just now.
pub(super) enum Entry<'a, 'py> {
    Read(&'a Size<'py>),
    New(Size<'py>),
}

impl<'py> Deref for Entry<'_, 'py> {
    type Target = Size<'py>;

    fn deref(&self) -> &Size<'py> {
        match self {
            Self::Read(size) => size,
            Self::New(size) => size,
        }
    }
}

impl<'a, 'py> Dims<'a, 'py> {
    pub(super) fn new(layers_dims: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        let len = layers_dims.len()?;
        let read = if let Ok(list) = layers_dims.cast_exact::<PyList>() {
            plain_sizes(list.iter())
        } else if let Ok(tuple) = layers_dims.cast_exact::<PyTuple>() {
            plain_sizes(tuple.iter())
        } else {
            None
        };
        Ok(Self { container: layers_dims, len, read })
    }

    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// `layers_dims[index]`
    pub(super) fn get(&self, index: usize) -> PyResult<Entry<'_, 'py>> {
        match &self.read {
            Some(sizes) => Ok(Entry::Read(&sizes[index])),
            None => Ok(Entry::New(self.container.get_item(index)?.into())),
        }
    }
}

/// The sizes, if all of them are plain integers.
fn plain_sizes<'py>(
    entries: impl ExactSizeIterator<Item = Bound<'py, PyAny>>,
) -> Option<Vec<Size<'py>>> {
    let mut sizes = Vec::new();
    sizes.try_reserve_exact(entries.len()).ok()?;
    for entry in entries {
        let size = Size::from(entry);
        size.plain?;
        sizes.push(size);
    }
    Some(sizes)
}
