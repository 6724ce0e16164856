use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyInt, PySequence, PyString};

use super::recipe::{Function, Options, Recipe};
use crate::arguments::{
    Argument, Dtype, LayersDims, Layout, Shape, Size, not_negative, real, wrong_type, wrong_value,
};
use crate::arrays::{self, NewArray};
use crate::draw::{self, Target};
use crate::interpreter::call_waiting_with;
use crate::numpy::NumPy;
use crate::parameters;
use crate::stream::Rng;

/// Initialize the parameters of a fully connected network with any initializer.
///
/// What ``paraminit.initialize_parameters`` calls with all of its arguments, and with
/// ``paraminit.orthogonal``.
#[pyfunction]
pub(crate) fn initialize_parameters<'py>(
    layers_dims: &Bound<'py, PyAny>,
    initializer: &Bound<'py, PyAny>,
    layout: &Bound<'py, PyAny>,
    rng: Option<&Bound<'py, PyAny>>,
    dtype: &Bound<'py, PyAny>,
    orthogonal: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyDict>> {
    let py = layers_dims.py();
    let network = Network {
        sizes: &sizes(layers_dims)?,
        layout: Layout::new(layout)?,
        dtype: Dtype::new(Some(dtype))?,
    };
    let initializers = Initializer::all(initializer, orthogonal, &network)?;
    let rng = Rng::new(rng, py)?;
    let recipes = initializers.iter().map(|one| one.recipe.as_ref()).collect::<Option<Vec<_>>>();
    match recipes {
        Some(recipes) => network.draw(&recipes, &rng),
        None => network.call(&initializers, rng.object(), dtype),
    }
}

/// Check the gain of orthogonal weights of this type.
///
/// What ``paraminit.orthogonal`` calls with its arguments.
#[pyfunction]
pub(crate) fn checked_gain(gain: Argument<'_, '_>, dtype: &Bound<'_, PyAny>) -> PyResult<f64> {
    let gain = real("gain", gain)?;
    not_negative(dtype.py(), "gain", gain, Dtype::new(Some(dtype))?)
}

/// Say what an initializer with these keywords draws: the distribution, and from where to where.
///
/// What ``paraminit.dask`` calls for an array, once the initializer has accepted the arguments.
#[pyfunction]
pub(crate) fn plan(
    initializer: &Bound<'_, PyAny>,
    keywords: &Bound<'_, PyDict>,
    shape: &Bound<'_, PyAny>,
    dtype: &Bound<'_, PyAny>,
) -> PyResult<(&'static str, f64, f64)> {
    let py = initializer.py();
    let recipe = Function::find(initializer).map(|function| function.partial(keywords));
    let unknown = || wrong_type("initializer", "a function of paraminit", initializer);
    let recipe = recipe.transpose()?.flatten().ok_or_else(unknown)?;
    let shape = Shape::new(shape).sizes(py)?;
    let numbers = recipe.numbers(py, &shape, Dtype::new(Some(dtype))?)?;
    Ok((numbers.distribution.name(), numbers.low, numbers.high))
}

/// The sizes of at least two layers.
fn sizes<'a, 'py>(layers_dims: &'a Bound<'py, PyAny>) -> PyResult<LayersDims<'a, 'py>> {
    let other_dict = match layers_dims.cast::<PyDict>() {
        Ok(dict) => !dict.contains(0)?,
        Err(_) => false,
    };
    if other_dict || layers_dims.is_instance_of::<PyInt>() {
        let its_type = layers_dims.get_type().name()?;
        return Err(PyTypeError::new_err(format!(
            "layers_dims must be the sizes of the layers, input first, as in [784, 256, 10], not \
             {its_type}"
        )));
    }
    let sizes = LayersDims::new(layers_dims)?;
    if sizes.len() < 2 {
        return Err(PyValueError::new_err(format!(
            "layers_dims must have at least two sizes, of the input and of a layer, not {}",
            sizes.len()
        )));
    }
    Ok(sizes)
}

/// A network that is to be made.
struct Network<'a, 'py> {
    sizes: &'a LayersDims<'a, 'py>,
    layout: Layout,
    dtype: Dtype,
}

impl<'py> Network<'_, 'py> {
    /// Layers that this module draws. Their arrays are known to nobody before all are filled.
    fn draw(&self, recipes: &[&Recipe], rng: &Rng<'py>) -> PyResult<Bound<'py, PyDict>> {
        let py = rng.object().py();
        let (mut targets, biases) = self.layers(py, |layer, [first, second]| {
            let array = arrays::empty(py, &Shape::matrix(first, second)?, self.dtype)?;
            let numbers = of_layer(recipes, layer).numbers(py, array.shape(), self.dtype)?;
            Ok(Target::new(array, numbers))
        })?;
        draw::fill(rng, self.dtype, &mut targets)?;
        let weights = targets.into_iter().map(|target| target.into_array().into_any());
        parameters::dict(py, weights.zip(biases))
    }

    /// Layers that are drawn by calls, one after the other.
    fn call(
        &self,
        initializers: &[Initializer<'py>],
        rng: &Bound<'py, PyAny>,
        dtype: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let py = rng.py();
        let (weights, biases) = self.layers(py, |layer, [first, second]| {
            let initializer = of_layer(initializers, layer);
            let keywords = PyDict::new(py);
            if initializer.takes_axes && self.layout == Layout::InOut {
                keywords.set_item(intern!(py, "in_axis"), 0)?;
                keywords.set_item(intern!(py, "out_axis"), 1)?;
            }
            keywords.set_item(intern!(py, "rng"), rng)?;
            keywords.set_item(intern!(py, "dtype"), dtype)?;
            let arguments = ((&first.object, &second.object),).into_pyobject(py)?;
            call_waiting_with(&initializer.object, &arguments, Some(&keywords))
        })?;
        parameters::dict(py, weights.into_iter().zip(biases))
    }

    /// The weights of all layers, made for the two sizes of their shapes, and the biases.
    fn layers<T>(
        &self,
        py: Python<'py>,
        weights: impl Fn(usize, [&Size<'py>; 2]) -> PyResult<T>,
    ) -> PyResult<(Vec<T>, Vec<NewArray<'py>>)> {
        let capacity = self.sizes.len().min(64); // a container can say any length
        let mut layers = (Vec::with_capacity(capacity), Vec::with_capacity(capacity));
        for layer in 1..self.sizes.len() {
            py.check_signals()?; // as Python would in a loop
            let (inputs, outputs) = (&*self.sizes.get(layer - 1)?, &*self.sizes.get(layer)?);
            let (shape, biases) = match self.layout {
                Layout::OutIn => ([outputs, inputs], Shape::column(outputs)?),
                Layout::InOut => ([inputs, outputs], Shape::vector(outputs)),
            };
            layers.0.push(weights(layer, shape)?);
            layers.1.push(arrays::zeros(py, &biases, self.dtype)?);
        }
        Ok(layers)
    }
}

/// That of a layer, counted from 1.
fn of_layer<T>(all: &[T], layer: usize) -> &T {
    match all {
        [for_all_layers] => for_all_layers,
        _ => &all[layer - 1],
    }
}

/// Something that is called for a layer.
struct Initializer<'py> {
    object: Bound<'py, PyAny>,
    /// It is called with `in_axis` and `out_axis` where these are not the defaults.
    takes_axes: bool,
    /// What it draws, if it is one of this module, or a partial that this module can read.
    recipe: Option<Recipe>,
}

impl<'py> Initializer<'py> {
    /// What draws the layers: one for all of them, or one for each.
    fn all(
        initializer: &Bound<'py, PyAny>,
        orthogonal: &Bound<'py, PyAny>,
        network: &Network<'_, 'py>,
    ) -> PyResult<Vec<Self>> {
        let known = |object| Self::new(object, orthogonal, network.layout);
        if initializer.is_callable() {
            return Ok(vec![known(initializer.clone())?]);
        }
        if initializer.is_instance_of::<PyString>() || initializer.cast::<PySequence>().is_err() {
            let kind = "callable, such as paraminit.he_normal, or a sequence of callables";
            return Err(wrong_type("initializer", kind, initializer));
        }
        let objects = initializer.try_iter()?.collect::<PyResult<Vec<_>>>()?;
        let layers = network.sizes.len() - 1;
        if objects.len() != layers {
            let must_be = format!("one for each of the {layers} layers");
            return Err(wrong_value("initializer", &must_be, objects.len()));
        }
        for (index, object) in objects.iter().enumerate() {
            if !object.is_callable() {
                return Err(wrong_type(&format!("initializer[{index}]"), "callable", object));
            }
        }
        objects.into_iter().map(known).collect()
    }

    fn new(
        object: Bound<'py, PyAny>,
        orthogonal: &Bound<'py, PyAny>,
        layout: Layout,
    ) -> PyResult<Self> {
        let py = object.py();
        let is_partial = object.get_type().is(&NumPy::get(py)?.partial_type);
        let called = if is_partial { &object.getattr(intern!(py, "func"))? } else { &object };
        let function = Function::find(called);
        let is_ours = function.is_some() || called.is(orthogonal);
        let takes_axes = function.map_or(!is_ours, Function::takes_axes);
        let recipe = if is_partial {
            let keywords = object.getattr(intern!(py, "keywords"))?.cast_into::<PyDict>()?;
            refuse_keywords(&keywords, is_ours)?;
            match function {
                Some(function) if object.getattr(intern!(py, "args"))?.is_empty()? => {
                    function.partial(&keywords)?
                }
                _ => None,
            }
        } else {
            function.map(|function| function.recipe(&Options::default())).transpose()?
        };
        let recipe = recipe.map(|recipe| recipe.in_layout(layout));
        Ok(Self { object, takes_axes, recipe })
    }
}

/// Refuses what a partial has for all layers, but each layer is given anew.
fn refuse_keywords(keywords: &Bound<'_, PyDict>, is_ours: bool) -> PyResult<()> {
    for name in ["rng", "dtype"] {
        if keywords.contains(name)? {
            return Err(PyTypeError::new_err(format!(
                "initializer is a partial with {name}=, which would have no effect: give {name}= to \
                 initialize_parameters"
            )));
        }
    }
    if is_ours && keywords.contains("out")? {
        return Err(PyTypeError::new_err(
            "initializer is a partial with out=, which would be one array for all layers",
        ));
    }
    Ok(())
}
