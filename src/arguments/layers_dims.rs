use std::borrow::Cow;

use numpy::npyffi::npy_intp;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};

use super::shape::plain;

/// `layers_dims`, with the length that it had at first.
///
/// The notebook indexes it anew wherever it needs a size. So does this, unless it is a list or a tuple
/// of plain integers: there the difference is unobservable, and each is read once.
pub(crate) struct LayersDims<'a, 'py> {
    container: &'a Bound<'py, PyAny>,
    len: usize,
    read: Option<Vec<Size<'py>>>,
}

/// An entry of `layers_dims`.
#[derive(Clone)]
pub(crate) struct Size<'py> {
    pub(crate) object: Bound<'py, PyAny>,
    /// Its value if it is a plain integer that NumPy can count with. It may be negative.
    pub(crate) plain: Option<npy_intp>,
}

impl<'py> From<Bound<'py, PyAny>> for Size<'py> {
    fn from(object: Bound<'py, PyAny>) -> Self {
        let plain = plain(&object);
        Self { object, plain }
    }
}

impl<'a, 'py> LayersDims<'a, 'py> {
    pub(crate) fn new(container: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        let len = container.len()?;
        let read = if let Ok(list) = container.cast_exact::<PyList>() {
            plain_sizes(list.iter())
        } else if let Ok(tuple) = container.cast_exact::<PyTuple>() {
            plain_sizes(tuple.iter())
        } else {
            None
        };
        Ok(Self { container, len, read })
    }

    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// `layers_dims[index]`
    #[inline]
    pub(crate) fn get(&self, index: usize) -> PyResult<Cow<'_, Size<'py>>> {
        match self.read.as_ref().and_then(|sizes| sizes.get(index)) {
            Some(size) => Ok(Cow::Borrowed(size)),
            None => self.get_item(index).map(Cow::Owned),
        }
    }

    #[cold]
    fn get_item(&self, index: usize) -> PyResult<Size<'py>> {
        Ok(self.container.get_item(index)?.into())
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
