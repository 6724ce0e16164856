//! The dict "W1", "b1", ..., "WL", "bL", filled in the notebook's loop over the layers.

use std::borrow::Cow;

use numpy::PyUntypedArray;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString};

use super::arguments::{Dtype, LayersDims, NotebookScale, Size};
use super::arrays;
use super::stream::legacy::{self, RandomStateObject};
use paraminit_core::scheme::NotebookScheme as Scheme;
use paraminit_core::{Output, Scale};

/// Returns the parameters that the notebook's function for the scheme returns.
///
/// Entries are read and matrices allocated in the notebook's order, so the first fault is the
/// notebook's; but nothing is drawn before all is there.
pub(super) fn initialize<'py>(
    scheme: Scheme,
    layers_dims: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyDict>> {
    let py = layers_dims.py();
    let sizes = LayersDims::new(layers_dims)?;
    let parameters = PyDict::new(py);
    let mut drawn: Vec<(Bound<'py, PyUntypedArray>, f64)> = Vec::new();
    let one = Size::from(1_i32.into_pyobject(py)?.into_any());
    for layer in 1..sizes.len() {
        py.check_signals()?; // as Python would in a loop
        let [weights_key, bias_key] = keys(py, layer);
        let matrix = || arrays::empty(&*sizes.get(layer)?, &*sizes.get(layer - 1)?, Dtype::Float64);
        let (weights, scale) = match scheme {
            Scheme::Zeros => {
                (arrays::zeros(&*sizes.get(layer)?, &*sizes.get(layer - 1)?, Dtype::Float64)?, None)
            }
            Scheme::Random => (matrix()?, Some(NotebookScale::Number(Scheme::RANDOM_SCALE))),
            Scheme::He => (matrix()?, Some(NotebookScale::he(&*sizes.get(layer - 1)?)?)),
            Scheme::Xavier => {
                // The notebook has the scale before the matrix here, and only here.
                let scale = NotebookScale::xavier(&*sizes.get(layer - 1)?, &*sizes.get(layer)?)?;
                (matrix()?, Some(scale))
            }
        };
        if let Some(scale) = scale {
            drawn.push((weights.clone(), scale.factor()?));
        }
        parameters.set_item(&*weights_key, weights)?;
        parameters
            .set_item(&*bias_key, arrays::zeros(&*sizes.get(layer)?, &one, Dtype::Float64)?)?;
    }
    let slices = drawn
        .iter_mut()
        .map(|(matrix, scale)| Ok((arrays::new_slice_mut(matrix, 2)?, Scale(*scale))))
        .collect::<PyResult<Vec<_>>>()?;
    let stream = RandomStateObject::global(py)?;
    legacy::draw_normals(py, &stream, Output::new(slices))?;
    Ok(parameters)
}

/// The keys of a layer, those of the first layers made once.
pub(super) fn keys(py: Python<'_>, layer: usize) -> [Cow<'_, Bound<'_, PyString>>; 2] {
    const FIRST: usize = 32;
    static KEYS: PyOnceLock<Vec<[Py<PyString>; 2]>> = PyOnceLock::new();
    let make = |layer| ['W', 'b'].map(|name| PyString::new(py, &format!("{name}{layer}")));
    let first =
        KEYS.get_or_init(py, || (1..=FIRST).map(|layer| make(layer).map(Bound::unbind)).collect());
    match first.get(layer - 1) {
        Some(keys) => keys.each_ref().map(|key| Cow::Borrowed(key.bind(py))),
        None => make(layer).map(Cow::Owned),
    }
}
