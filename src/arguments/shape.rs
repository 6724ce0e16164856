use std::ffi::c_int;

use numpy::npyffi::npy_intp;
use numpy::{PyUntypedArray, PyUntypedArrayMethods};
use pyo3::prelude::*;
use pyo3::types::{PyInt, PyTuple};

use super::Size;
use crate::interpreter::call_waiting;
use crate::numpy::NumPy;

/// The shape of an array.
pub(crate) enum Shape<'py> {
    /// A few plain integers. They may be negative.
    Plain(Dims),
    /// Anything else: NumPy reads it, or says what is wrong with it.
    Object(Bound<'py, PyAny>),
}

impl<'py> Shape<'py> {
    pub(crate) fn new(shape: &Bound<'py, PyAny>) -> Self {
        let dims = match shape.cast_exact::<PyTuple>() {
            Ok(sizes) => Dims::of(sizes.iter_borrowed().map(|size| plain(&size))),
            Err(_) => Dims::of([plain(shape)]),
        };
        dims.map_or_else(|| Self::Object(shape.clone()), Self::Plain)
    }

    /// `(rows, columns)`
    #[inline]
    pub(crate) fn matrix(rows: &Size<'py>, columns: &Size<'py>) -> PyResult<Self> {
        if let Some(dims) = Dims::of([rows.plain, columns.plain]) {
            return Ok(Self::Plain(dims));
        }
        let shape = (&rows.object, &columns.object).into_pyobject(rows.object.py())?;
        Ok(Self::Object(shape.into_any()))
    }

    /// `(rows, 1)`
    #[inline]
    pub(crate) fn column(rows: &Size<'py>) -> PyResult<Self> {
        if let Some(dims) = Dims::of([rows.plain, Some(1)]) {
            return Ok(Self::Plain(dims));
        }
        let shape = (&rows.object, 1).into_pyobject(rows.object.py())?;
        Ok(Self::Object(shape.into_any()))
    }

    /// `len`
    #[inline]
    pub(crate) fn vector(len: &Size<'py>) -> Self {
        Dims::of([len.plain]).map_or_else(|| Self::Object(len.object.clone()), Self::Plain)
    }

    /// The sizes, as an array of this shape has them.
    pub(crate) fn sizes(self, py: Python<'py>) -> PyResult<Vec<usize>> {
        let shape = match self {
            Self::Plain(dims) => match dims.iter().map(usize::try_from).collect() {
                Ok(sizes) => return Ok(sizes),
                Err(_) => PyTuple::new(py, dims.iter())?.into_any(),
            },
            Self::Object(shape) => shape,
        };
        // NumPy reads it, or refuses it: by an array that takes no memory.
        let empty = NumPy::get(py)?.empty.bind(py);
        let array = call_waiting(empty, (shape, "V0"))?;
        Ok(array.cast_into::<PyUntypedArray>()?.shape().to_vec())
    }
}

/// The value of a plain integer that NumPy can count with. It may be negative.
pub(super) fn plain(size: &Bound<'_, PyAny>) -> Option<npy_intp> {
    size.cast_exact::<PyInt>().ok()?.extract().ok()
}

/// The sizes of a shape, as NumPy's C interface takes them.
#[derive(Clone, Copy)]
pub(crate) struct Dims {
    sizes: [npy_intp; Self::MOST],
    ndim: u8,
}

impl Dims {
    /// Shapes with more axes go through Python.
    const MOST: usize = 8;

    #[inline]
    fn of(sizes: impl IntoIterator<Item = Option<npy_intp>>) -> Option<Self> {
        let mut dims = Self { sizes: [0; Self::MOST], ndim: 0 };
        for size in sizes {
            *dims.sizes.get_mut(usize::from(dims.ndim))? = size?;
            dims.ndim += 1;
        }
        Some(dims)
    }

    fn iter(&self) -> impl ExactSizeIterator<Item = npy_intp> {
        self.sizes.into_iter().take(usize::from(self.ndim))
    }

    pub(crate) fn ndim(&self) -> c_int {
        c_int::from(self.ndim)
    }

    /// So many sizes. NumPy only reads them, whatever the type says.
    pub(crate) const fn as_ptr(&self) -> *mut npy_intp {
        self.sizes.as_ptr().cast_mut()
    }
}
