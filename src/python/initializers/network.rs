use numpy::PyUntypedArray;
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple};

use crate::python::arguments::{Dtype, LayersDims, Rng, Size};
use crate::python::arrays;
use crate::python::draw::Target;
use crate::python::interpreter::call_waiting_with;
use crate::python::numpy::NumPy;
use crate::python::parameters::keys;
use crate::scheme::Distribution;

/// Stands for the generator while the arrays of a network are made, to be filled in one run.
#[pyclass]
#[derive(Default)]
pub(in crate::python) struct Run {
    distribution: Option<Distribution>,
    arrays: Vec<(Py<PyUntypedArray>, f64)>,
}

impl Run {
    /// Notes an array of the network. They all have the one distribution of the initializer.
    pub(super) fn add(
        &mut self,
        distribution: Distribution,
        array: &Bound<'_, PyUntypedArray>,
        parameter: f64,
    ) {
        self.distribution = Some(distribution);
        self.arrays.push((array.clone().unbind(), parameter));
    }

    /// Fills the arrays, each of which is in the network's dict, and known to nobody else.
    fn fill(self, rng: &Rng<'_>, dtype: Dtype) -> PyResult<()> {
        let Some(distribution) = self.distribution else { return Ok(()) };
        let py = rng.object().py();
        let target = |(array, parameter): (Py<PyUntypedArray>, f64)| Target {
            array: array.into_bound(py),
            parameter,
            references: Some(2),
        };
        let mut targets: Vec<_> = self.arrays.into_iter().map(target).collect();
        distribution.fill(rng, dtype, &mut targets)
    }
}

/// Initialize the parameters of a fully connected network by any initializer.
///
/// What ``paraminit.initialize_parameters`` calls with all of its arguments.
#[pyfunction]
pub(in crate::python) fn initialize_parameters<'py>(
    layers_dims: &Bound<'py, PyAny>,
    initializer: &Bound<'py, PyAny>,
    rng: Option<&Bound<'py, PyAny>>,
    dtype: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyDict>> {
    let py = layers_dims.py();
    let kind = Dtype::new(Some(dtype))?;
    if !initializer.is_callable() {
        let name = initializer.get_type().name()?;
        return Err(PyTypeError::new_err(format!("initializer must be callable, not {name}")));
    }
    let rng = Rng::new(rng, py)?;
    if !is_ours(initializer)? {
        let before = Before::of(&rng)?;
        let made = make(layers_dims, initializer, rng.object(), dtype, kind);
        if made.is_err() {
            before.set()?;
        }
        return made;
    }
    let run = Bound::new(py, Run::default())?;
    let parameters = make(layers_dims, initializer, run.as_any(), dtype, kind)?;
    let run = std::mem::take(&mut *run.try_borrow_mut()?);
    run.fill(&rng, kind)?;
    Ok(parameters)
}

/// The dict, whose weights the initializer returns layer after layer.
fn make<'py>(
    layers_dims: &Bound<'py, PyAny>,
    initializer: &Bound<'py, PyAny>,
    rng: &Bound<'py, PyAny>,
    dtype: &Bound<'py, PyAny>,
    kind: Dtype,
) -> PyResult<Bound<'py, PyDict>> {
    let py = layers_dims.py();
    let sizes = LayersDims::new(layers_dims)?;
    let keywords = PyDict::new(py);
    keywords.set_item(intern!(py, "rng"), rng)?;
    keywords.set_item(intern!(py, "dtype"), dtype)?;
    let one = Size::from(1_i32.into_pyobject(py)?.into_any());
    let parameters = PyDict::new(py);
    for layer in 1..sizes.len() {
        py.check_signals()?; // as Python would in a loop
        let [weights_key, bias_key] = keys(py, layer);
        let rows = sizes.get(layer)?;
        let shape = PyTuple::new(py, [&rows.object, &sizes.get(layer - 1)?.object])?;
        let arguments = PyTuple::new(py, [shape])?;
        parameters
            .set_item(weights_key, call_waiting_with(initializer, &arguments, Some(&keywords))?)?;
        parameters.set_item(bias_key, arrays::zeros(&rows, &one, kind)?)?;
    }
    Ok(parameters)
}

static OURS: PyOnceLock<Vec<Py<PyAny>>> = PyOnceLock::new();

/// Remembers the initializers of this module, whatever a program makes of their names.
pub(in crate::python) fn remember(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let names = [
        "normal",
        "uniform",
        "truncated_normal",
        "variance_scaling",
        "he_normal",
        "he_uniform",
        "glorot_normal",
        "glorot_uniform",
        "lecun_normal",
        "lecun_uniform",
    ];
    OURS.get_or_try_init(module.py(), || {
        names.into_iter().map(|name| Ok(module.getattr(name)?.unbind())).collect::<PyResult<_>>()
    })?;
    Ok(())
}

/// Whether it is an initializer of this module, or one with some keywords of its own.
fn is_ours(initializer: &Bound<'_, PyAny>) -> PyResult<bool> {
    let py = initializer.py();
    let is_ours = |function: &Bound<'_, PyAny>| {
        OURS.get(py).is_some_and(|ours| ours.iter().any(|ours| ours.is(function)))
    };
    if !initializer.get_type().is(&NumPy::get(py)?.partial_type) {
        return Ok(is_ours(initializer));
    }
    // An `out` is one array for all layers: no network, but what was asked for.
    let keywords = initializer.getattr(intern!(py, "keywords"))?;
    Ok(is_ours(&initializer.getattr(intern!(py, "func"))?)
        && !keywords.contains(intern!(py, "out"))?)
}

/// The state of a stream before a callable draws from it, to be set again if it fails.
struct Before<'py> {
    object: Bound<'py, PyAny>,
    /// `None` for a bit generator that tells none.
    state: Option<Bound<'py, PyAny>>,
    is_legacy: bool,
}

impl<'py> Before<'py> {
    fn of(rng: &Rng<'py>) -> PyResult<Self> {
        let py = rng.object().py();
        let is_legacy = match rng {
            Rng::Generator(_) => false,
            Rng::RandomState(_) => true,
            Rng::Subclass { is_legacy, .. } => *is_legacy,
        };
        if is_legacy {
            // With the cached normal, which the bit generator does not know.
            let object = rng.object().clone();
            let state = object.call_method1(intern!(py, "get_state"), (false,)).ok();
            return Ok(Self { object, state, is_legacy });
        }
        let object = rng.object().getattr(intern!(py, "bit_generator"))?;
        let state = object.getattr(intern!(py, "state")).ok();
        Ok(Self { object, state, is_legacy })
    }

    fn set(self) -> PyResult<()> {
        let py = self.object.py();
        let Some(state) = self.state else { return Ok(()) };
        if self.is_legacy {
            self.object.call_method1(intern!(py, "set_state"), (state,))?;
            return Ok(());
        }
        self.object.setattr(intern!(py, "state"), state)
    }
}
