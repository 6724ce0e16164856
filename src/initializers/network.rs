use numpy::{PyUntypedArray, PyUntypedArrayMethods};
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;

use crate::arguments::{Dtype, LayersDims, Rng, Size, fans};
use crate::arrays;
use crate::draw::{Before, Fill, Target};
use crate::interpreter::call_waiting_with;
use crate::numpy::NumPy;
use crate::parameters::keys;
use paraminit_core::scheme::{Distribution, VarianceScaling};

/// Stands for the generator while the arrays of a network are made, to be filled in one run.
#[pyclass]
#[derive(Default)]
pub(crate) struct Run {
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

    /// Makes the weights of a layer, and notes them.
    fn add_weights<'py>(
        &mut self,
        defaults: Defaults,
        rows: &Size<'py>,
        columns: &Size<'py>,
        dtype: Dtype,
    ) -> PyResult<Bound<'py, PyAny>> {
        let weights = arrays::empty(rows, columns, dtype)?;
        let (distribution, parameter) = match defaults {
            Defaults::Unit(distribution) => (distribution, Some(1.0)),
            Defaults::Scheme(scheme) => {
                let fans = fans::of(weights.py(), weights.shape(), 1, 0)?;
                (scheme.distribution, scheme.parameter(fans))
            }
        };
        // Without a fan there is nothing to draw.
        self.add(distribution, &weights, parameter.unwrap_or(0.0));
        Ok(weights.into_any())
    }

    /// Fills the arrays, each of which is in the network's dict, and known to nobody else.
    fn fill(self, rng: &Rng<'_>, dtype: Dtype) -> PyResult<()> {
        let Some(distribution) = self.distribution else { return Ok(()) };
        let py = rng.object().py();
        let target = |(array, parameter): (Py<PyUntypedArray>, f64)| Target {
            array: array.into_bound(py),
            parameter,
            made_here: false,
        };
        let mut targets: Vec<_> = self.arrays.into_iter().map(target).collect();
        distribution.fill(rng, dtype, &mut targets)
    }
}

/// Initialize the parameters of a fully connected network with any initializer.
///
/// What ``paraminit.initialize_parameters`` calls with all of its arguments.
#[pyfunction]
pub(crate) fn initialize_parameters<'py>(
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
    let Some(ours) = Ours::of(initializer)? else {
        let before = Before::of(&rng)?;
        let made = make(layers_dims, kind, calls(initializer, rng.object(), dtype)?);
        if made.is_err() {
            before.set()?;
        }
        return made;
    };
    let (parameters, run) = match ours {
        Ours::Defaults(defaults) => {
            let mut run = Run::default();
            let weights = |rows: &_, columns: &_| run.add_weights(*defaults, rows, columns, kind);
            (make(layers_dims, kind, weights)?, run)
        }
        Ours::Partial => {
            let run = Bound::new(py, Run::default())?;
            let parameters = make(layers_dims, kind, calls(initializer, run.as_any(), dtype)?)?;
            let run = std::mem::take(&mut *run.try_borrow_mut()?);
            (parameters, run)
        }
    };
    run.fill(&rng, kind)?;
    Ok(parameters)
}

/// The dict, with the weights that a function of their rows and columns returns.
fn make<'py>(
    layers_dims: &Bound<'py, PyAny>,
    dtype: Dtype,
    mut weights: impl FnMut(&Size<'py>, &Size<'py>) -> PyResult<Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyDict>> {
    let py = layers_dims.py();
    let sizes = LayersDims::new(layers_dims)?;
    let one = Size::from(1_i32.into_pyobject(py)?.into_any());
    let parameters = PyDict::new(py);
    for layer in 1..sizes.len() {
        py.check_signals()?; // as Python would in a loop
        let [weights_key, bias_key] = keys(py, layer);
        let rows = sizes.get(layer)?;
        parameters.set_item(&*weights_key, weights(&rows, &*sizes.get(layer - 1)?)?)?;
        parameters.set_item(&*bias_key, arrays::zeros(&rows, &one, dtype)?)?;
    }
    Ok(parameters)
}

/// `lambda rows, columns: initializer((rows, columns), rng=rng, dtype=dtype)`
fn calls<'py>(
    initializer: &Bound<'py, PyAny>,
    rng: &Bound<'py, PyAny>,
    dtype: &Bound<'py, PyAny>,
) -> PyResult<impl FnMut(&Size<'py>, &Size<'py>) -> PyResult<Bound<'py, PyAny>>> {
    let py = initializer.py();
    let keywords = PyDict::new(py);
    keywords.set_item(intern!(py, "rng"), rng)?;
    keywords.set_item(intern!(py, "dtype"), dtype)?;
    Ok(move |rows: &Size<'py>, columns: &Size<'py>| {
        let arguments = ((&rows.object, &columns.object),).into_pyobject(py)?;
        call_waiting_with(initializer, &arguments, Some(&keywords))
    })
}

/// What an initializer of this module draws if it is told nothing but a shape.
#[derive(Clone, Copy)]
enum Defaults {
    /// Numbers whose parameter is 1.
    Unit(Distribution),
    Scheme(VarianceScaling),
}

impl Defaults {
    const BY_NAME: [(&str, Self); 10] = [
        ("normal", Self::Unit(Distribution::Normal)),
        ("truncated_normal", Self::Unit(Distribution::TruncatedNormal)),
        ("uniform", Self::Unit(Distribution::Uniform)),
        ("variance_scaling", Self::Scheme(VarianceScaling::LECUN_NORMAL)),
        ("he_normal", Self::Scheme(VarianceScaling::HE_NORMAL)),
        ("he_uniform", Self::Scheme(VarianceScaling::HE_UNIFORM)),
        ("glorot_normal", Self::Scheme(VarianceScaling::GLOROT_NORMAL)),
        ("glorot_uniform", Self::Scheme(VarianceScaling::GLOROT_UNIFORM)),
        ("lecun_normal", Self::Scheme(VarianceScaling::LECUN_NORMAL)),
        ("lecun_uniform", Self::Scheme(VarianceScaling::LECUN_UNIFORM)),
    ];
}

/// The initializers of this module, whatever a program makes of their names later.
static FUNCTIONS: PyOnceLock<Vec<(Py<PyAny>, Defaults)>> = PyOnceLock::new();

/// Notes them when the module is imported.
pub(crate) fn remember(module: &Bound<'_, PyModule>) -> PyResult<()> {
    FUNCTIONS.get_or_try_init(module.py(), || {
        let function = |(name, defaults)| Ok((module.getattr(name)?.unbind(), defaults));
        Defaults::BY_NAME.into_iter().map(function).collect::<PyResult<_>>()
    })?;
    Ok(())
}

/// An initializer of this module.
enum Ours {
    /// As it is.
    Defaults(&'static Defaults),
    /// With some keywords of its own.
    Partial,
}

impl Ours {
    fn of(initializer: &Bound<'_, PyAny>) -> PyResult<Option<Self>> {
        let py = initializer.py();
        let functions = FUNCTIONS.get(py).map(Vec::as_slice).unwrap_or_default();
        let find = |callable: &Bound<'_, PyAny>| {
            functions.iter().find(|(function, _)| function.is(callable))
        };
        if let Some((_, defaults)) = find(initializer) {
            return Ok(Some(Self::Defaults(defaults)));
        }
        if !initializer.get_type().is(&NumPy::get(py)?.partial_type)
            || find(&initializer.getattr(intern!(py, "func"))?).is_none()
        {
            return Ok(None);
        }
        // An `out` is one array for all layers: no network, but what was asked for.
        let keywords = initializer.getattr(intern!(py, "keywords"))?;
        Ok((!keywords.contains(intern!(py, "out"))?).then_some(Self::Partial))
    }
}
