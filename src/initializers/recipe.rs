use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString};

use crate::arguments::{
    Argument, Axes, Dtype, Layout, Scale, WeightAxes, check_interval, interval, named,
    not_negative, real,
};
use crate::draw::{Numbers, is_within_range};
use crate::numpy::NumPy;
use paraminit_core::scheme::{Distribution, Mode, VarianceScaling};

/// An initializer of this module.
#[derive(Clone, Copy)]
pub(super) enum Function {
    Normal,
    TruncatedNormal,
    Uniform,
    VarianceScaling,
    Scheme(VarianceScaling),
}

/// The initializers, whatever a program makes of their names later.
static FUNCTIONS: PyOnceLock<Vec<(Py<PyAny>, Function)>> = PyOnceLock::new();

/// Notes them when the module is imported.
pub(crate) fn remember(module: &Bound<'_, PyModule>) -> PyResult<()> {
    FUNCTIONS.get_or_try_init(module.py(), || {
        let object = |(name, function)| Ok((module.getattr(name)?.unbind(), function));
        Function::BY_NAME.into_iter().map(object).collect::<PyResult<_>>()
    })?;
    Ok(())
}

impl Function {
    const BY_NAME: [(&str, Self); 10] = [
        ("normal", Self::Normal),
        ("truncated_normal", Self::TruncatedNormal),
        ("uniform", Self::Uniform),
        ("variance_scaling", Self::VarianceScaling),
        ("he_normal", Self::Scheme(VarianceScaling::HE_NORMAL)),
        ("he_uniform", Self::Scheme(VarianceScaling::HE_UNIFORM)),
        ("glorot_normal", Self::Scheme(VarianceScaling::GLOROT_NORMAL)),
        ("glorot_uniform", Self::Scheme(VarianceScaling::GLOROT_UNIFORM)),
        ("lecun_normal", Self::Scheme(VarianceScaling::LECUN_NORMAL)),
        ("lecun_uniform", Self::Scheme(VarianceScaling::LECUN_UNIFORM)),
    ];

    /// The one that an object is, if it is one.
    pub(super) fn find(object: &Bound<'_, PyAny>) -> Option<Self> {
        let functions = FUNCTIONS.get(object.py())?;
        functions.iter().find(|(known, _)| known.is(object)).map(|&(_, function)| function)
    }

    /// Whether it has arguments that name axes.
    pub(super) const fn takes_axes(self) -> bool {
        matches!(self, Self::VarianceScaling | Self::Scheme(_))
    }

    /// What it draws with these options.
    pub(super) fn recipe(self, options: &Options<'_, '_>) -> PyResult<Recipe> {
        let std = || real("std", options.std, 1.0);
        let scheme = match self {
            Self::Normal => return Ok(Recipe::Normal { std: std()? }),
            Self::TruncatedNormal => return Ok(Recipe::TruncatedNormal { std: std()? }),
            Self::Uniform => return Ok(Recipe::Uniform(interval("bound", options.bound, 1.0)?)),
            Self::Scheme(scheme) => scheme,
            Self::VarianceScaling => VarianceScaling::LECUN_NORMAL, // that is what its defaults say
        };
        Ok(Recipe::Weights(Weights {
            scale: Scale::new(options.scale, scheme.scale)?,
            mode: named("mode", options.mode, scheme.mode)?,
            distribution: named("distribution", options.distribution, scheme.distribution)?,
            axes: WeightAxes {
                in_axis: Axes::new("in_axis", options.in_axis, Axes::One(1))?,
                out_axis: Axes::new("out_axis", options.out_axis, Axes::One(0))?,
                batch_axis: Axes::new("batch_axis", options.batch_axis, Axes::NONE)?,
            },
        }))
    }

    /// The same with the keywords of a partial, if they are options of this function.
    pub(super) fn partial(self, keywords: &Bound<'_, PyDict>) -> PyResult<Option<Recipe>> {
        // As they are now, whatever the code that reads them makes of the dict.
        let keywords: Vec<(Bound<'_, PyAny>, Bound<'_, PyAny>)> = keywords.iter().collect();
        let mut options = Options::default();
        for (name, value) in &keywords {
            let Ok(name) = name.cast::<PyString>() else { return Ok(None) };
            let Some(option) = options.by_name(self, &name.to_cow()?) else { return Ok(None) };
            *option = Argument::Given(value.as_borrowed());
        }
        self.recipe(&options).map(Some)
    }
}

/// What an initializer may be told, besides the shape and what all of them take.
#[derive(Clone, Copy, Default)]
pub(super) struct Options<'a, 'py> {
    pub(super) std: Argument<'a, 'py>,
    pub(super) bound: Argument<'a, 'py>,
    pub(super) scale: Argument<'a, 'py>,
    pub(super) mode: Argument<'a, 'py>,
    pub(super) distribution: Argument<'a, 'py>,
    pub(super) in_axis: Argument<'a, 'py>,
    pub(super) out_axis: Argument<'a, 'py>,
    pub(super) batch_axis: Argument<'a, 'py>,
}

impl<'a, 'py> Options<'a, 'py> {
    /// The option of this name, if the function has it.
    fn by_name(&mut self, function: Function, name: &str) -> Option<&mut Argument<'a, 'py>> {
        match (function, name) {
            (Function::Normal | Function::TruncatedNormal, "std") => Some(&mut self.std),
            (Function::Uniform, "bound") => Some(&mut self.bound),
            (Function::VarianceScaling, "scale") => Some(&mut self.scale),
            (Function::VarianceScaling, "mode") => Some(&mut self.mode),
            (Function::VarianceScaling, "distribution") => Some(&mut self.distribution),
            (Function::VarianceScaling | Function::Scheme(_), "in_axis") => Some(&mut self.in_axis),
            (Function::VarianceScaling | Function::Scheme(_), "out_axis") => {
                Some(&mut self.out_axis)
            }
            (Function::VarianceScaling | Function::Scheme(_), "batch_axis") => {
                Some(&mut self.batch_axis)
            }
            _ => None,
        }
    }
}

/// What an initializer draws, whatever the shape.
pub(super) enum Recipe {
    Normal { std: f64 },
    TruncatedNormal { std: f64 },
    Uniform((f64, f64)),
    Weights(Weights),
}

impl Recipe {
    /// The same for weights that lie in this way, as far as the initializer knows of axes.
    pub(super) fn in_layout(mut self, layout: Layout) -> Self {
        if let Self::Weights(weights) = &mut self
            && let Some([in_axis, out_axis]) = layout.axes()
        {
            weights.axes.in_axis = in_axis;
            weights.axes.out_axis = out_axis;
        }
        self
    }

    /// The numbers for an array of this shape and type.
    pub(super) fn numbers(
        &self,
        py: Python<'_>,
        shape: &[usize],
        dtype: Dtype,
    ) -> PyResult<Numbers> {
        match self {
            &Self::Normal { std } => {
                Ok(Numbers::Normal { std: not_negative(py, "std", std, dtype)? })
            }
            &Self::TruncatedNormal { std } => {
                Ok(Numbers::TruncatedNormal { std: not_negative(py, "std", std, dtype)? })
            }
            &Self::Uniform((low, high)) => {
                check_interval(py, "bound", (low, high), dtype)?;
                Ok(Numbers::Uniform { low, high })
            }
            Self::Weights(weights) => weights.numbers(py, shape, dtype),
        }
    }
}

/// Weights whose variance is a scale over a fan.
pub(super) struct Weights {
    scale: Scale,
    mode: Mode,
    distribution: Distribution,
    axes: WeightAxes,
}

impl Weights {
    fn numbers(&self, py: Python<'_>, shape: &[usize], dtype: Dtype) -> PyResult<Numbers> {
        let fans = self.axes.fans(py, shape)?;
        let parameter = |scale: f64, distribution| {
            let Some(fan) = fans.by(self.mode) else { return Ok(0.0) }; // there is nothing to draw
            if !is_within_range(scale, Dtype::Float64) {
                // For its warning, or its error.
                NumPy::get(py)?.float64_type.bind(py).call1((scale,))?.div(fan)?;
            }
            let scheme = VarianceScaling::new(scale, self.mode, distribution);
            Ok::<_, PyErr>(scheme.parameter(fans).unwrap_or(0.0))
        };
        let Scale { once, thrice } = self.scale;
        match self.distribution {
            Distribution::Normal => {
                let std = parameter(once, Distribution::Normal)?;
                let std = not_negative(py, "np.sqrt(scale / fan)", std, dtype)?;
                Ok(Numbers::Normal { std })
            }
            Distribution::TruncatedNormal => {
                let std = parameter(once, Distribution::TruncatedNormal)?;
                let std = not_negative(py, "np.sqrt(scale / fan) / 0.8796", std, dtype)?;
                Ok(Numbers::TruncatedNormal { std })
            }
            Distribution::Uniform => {
                // The standard deviation of three times the variance.
                let high = parameter(thrice, Distribution::Normal)?;
                check_interval(py, "np.sqrt(3 * scale / fan)", (-high, high), dtype)?;
                Ok(Numbers::Uniform { low: -high, high })
            }
        }
    }
}
