//! The notebook's loop over the layers.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString};

use super::arrays::{self, Matrix};
use super::dims::{Dims, Size};
use super::global_stream;
use super::scale::Scale;
use crate::Initialization;
use crate::random::Weights;

/// The dict "W1", "b1", ..., "WL", "bL".
///
/// Entries are read and matrices allocated in the notebook's order, so the first fault is the
/// notebook's; but nothing is drawn before all is there.
pub(super) fn initialize<'py>(
    initialization: Initialization,
    layers_dims: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyDict>> {
    let py = layers_dims.py();
    let dims = Dims::new(layers_dims)?;
    let parameters = PyDict::new(py);
    let mut drawn: Vec<(Matrix<'py>, f64)> = Vec::new();
    let one = Size::from(1_i32.into_pyobject(py)?.into_any());
    for layer in 1..dims.len() {
        py.check_signals()?; // as Python would in a loop
        let [weights_key, bias_key] = keys(py, layer);
        let weights = if initialization == Initialization::Zeros {
            arrays::zeros(&*dims.get(layer)?, &*dims.get(layer - 1)?)?
        } else {
            let matrix = || arrays::empty(&*dims.get(layer)?, &*dims.get(layer - 1)?);
            let (weights, scale) = match initialization {
                Initialization::Xavier => {
                    // The notebook has the scale before the matrix here, and only here.
                    let scale = Scale::xavier(&*dims.get(layer - 1)?, &*dims.get(layer)?)?;
                    (matrix()?, scale)
                }
                Initialization::He => (matrix()?, Scale::he(&*dims.get(layer - 1)?)?),
                _ => (matrix()?, Scale::constant(initialization)),
            };
            drawn.push((weights.clone(), scale.factor()?));
            weights
        };
        parameters.set_item(weights_key, weights)?;
        parameters.set_item(bias_key, arrays::zeros(&*dims.get(layer)?, &one)?)?;
    }
    let weights = drawn.iter_mut().map(|(matrix, scale)| (arrays::as_slice_mut(matrix), *scale));
    global_stream::draw(py, Weights::new(weights))?;
    Ok(parameters)
}

/// The keys of a layer, those of the first layers made once.
fn keys(py: Python<'_>, layer: usize) -> [Bound<'_, PyString>; 2] {
    const FIRST: usize = 32;
    static KEYS: PyOnceLock<Vec<[Py<PyString>; 2]>> = PyOnceLock::new();
    let make = |layer| ['W', 'b'].map(|name| PyString::new(py, &format!("{name}{layer}")));
    let first =
        KEYS.get_or_init(py, || (1..=FIRST).map(|layer| make(layer).map(Bound::unbind)).collect());
    match first.get(layer - 1) {
        Some(keys) => keys.each_ref().map(|key| key.bind(py).clone()),
        None => make(layer),
    }
}
