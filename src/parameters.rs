//! The dict "W1", "b1", ..., "WL", "bL", filled in the notebook's loop over the layers.

use std::borrow::Cow;

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString};

use super::arguments::{Dtype, LayersDims, Shape, notebook_scale};
use super::arrays::{self, NewArray};
use super::draw::{self, Numbers, Target};
use super::stream::Rng;
use paraminit_core::scheme::{Distribution, NotebookScheme};

/// Returns the parameters that the notebook's function for the scheme returns.
///
/// Entries are read and matrices allocated in the notebook's order, so the first fault is the
/// notebook's; but nothing is drawn before all is there, and the dict is made last: no other code can
/// come upon an array before it is filled.
pub(super) fn initialize<'py>(
    scheme: NotebookScheme,
    layers_dims: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyDict>> {
    let py = layers_dims.py();
    let sizes = LayersDims::new(layers_dims)?;
    let capacity = sizes.len().min(64); // a container can say any length
    let (mut weights, mut biases) = (Vec::with_capacity(capacity), Vec::with_capacity(capacity));
    for layer in 1..sizes.len() {
        py.check_signals()?; // as Python would in a loop
        let shape = || Shape::matrix(&*sizes.get(layer)?, &*sizes.get(layer - 1)?);
        let matrix = || arrays::empty(py, &shape()?, Dtype::Float64);
        let (array, std) = match scheme {
            NotebookScheme::Zeros => (arrays::zeros(py, &shape()?, Dtype::Float64)?, 0.0),
            NotebookScheme::Random => (matrix()?, NotebookScheme::RANDOM_SCALE),
            NotebookScheme::He => (matrix()?, notebook_scale::he(&*sizes.get(layer - 1)?)??),
            NotebookScheme::Xavier => {
                // The notebook has the scale before the matrix here, and only here.
                let std = notebook_scale::xavier(&*sizes.get(layer - 1)?, &*sizes.get(layer)?)?;
                (matrix()?, std?)
            }
        };
        weights.push(Target::new(array, Numbers::new(Distribution::Normal, std)));
        let shape = Shape::column(&*sizes.get(layer)?)?;
        biases.push(arrays::zeros(py, &shape, Dtype::Float64)?);
    }
    if scheme != NotebookScheme::Zeros {
        let stream = Rng::global(py)?;
        draw::fill(&stream, Dtype::Float64, &mut weights)?;
    }
    dict(py, weights.into_iter().map(|weights| weights.into_array().into_any()).zip(biases))
}

/// The dict of the layers' weights and biases, from the first to the last.
pub(super) fn dict<'py>(
    py: Python<'py>,
    layers: impl IntoIterator<Item = (Bound<'py, PyAny>, NewArray<'py>)>,
) -> PyResult<Bound<'py, PyDict>> {
    let parameters = PyDict::new(py);
    for (index, (weights, biases)) in layers.into_iter().enumerate() {
        let [weights_key, biases_key] = keys(py, index + 1);
        parameters.set_item(&*weights_key, weights)?;
        parameters.set_item(&*biases_key, biases.into_array())?;
    }
    Ok(parameters)
}

/// The keys of a layer, those of the first layers made once.
fn keys(py: Python<'_>, layer: usize) -> [Cow<'_, Bound<'_, PyString>>; 2] {
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
