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
pub(super) fn remember(
    module: &Bound<'_, PyModule>,
    schemes: &[(&str, VarianceScaling)],
) -> PyResult<()> {
    FUNCTIONS.get_or_try_init(module.py(), || {
        let schemes = schemes.iter().map(|&(name, scheme)| (name, Function::Scheme(scheme)));
        let object = |(name, function)| Ok((module.getattr(name)?.unbind(), function));
        Function::BY_NAME.into_iter().chain(schemes).map(object).collect::<PyResult<_>>()
    })?;
    Ok(())
}

impl Function {
    /// Those that are no schemes.
    const BY_NAME: [(&str, Self); 4] = [
        ("normal", Self::Normal),
        ("truncated_normal", Self::TruncatedNormal),
        ("uniform", Self::Uniform),
        ("variance_scaling", Self::VarianceScaling),
    ];

    /// The one that an object is, if it is one.
    pub(super) fn find(object: &Bound<'_, PyAny>) -> Option<Self> {
        let functions = FUNCTIONS.get(object.py())?;
        functions.iter().find(|(known, _)| known.is(object)).map(|&(_, function)| function)
    }

    /// The names of its options.
    const fn options(self) -> &'static [&'static str] {
        match self {
            Self::Normal | Self::TruncatedNormal => &["std"],
            Self::Uniform => &["bound"],
            Self::VarianceScaling => {
                &["scale", "mode", "distribution", "in_axis", "out_axis", "batch_axis"]
            }
            Self::Scheme(_) => &["in_axis", "out_axis", "batch_axis"],
        }
    }

    /// Whether it has arguments that name axes.
    pub(super) fn takes_axes(self) -> bool {
        self.options().contains(&"in_axis")
    }

    /// What it draws with these options.
    pub(super) fn recipe(self, options: &Options<'_, '_>) -> PyResult<Recipe> {
        let std = || real("std", options.std, 1.0);
        let scheme = match self {
            Self::Normal => return Ok(Recipe::Numbers(Numbers::Normal { std: std()? })),
            Self::TruncatedNormal => {
                return Ok(Recipe::Numbers(Numbers::TruncatedNormal { std: std()? }));
            }
            Self::Uniform => {
                let (low, high) = interval("bound", options.bound, 1.0)?;
                return Ok(Recipe::Numbers(Numbers::Uniform { low, high }));
            }
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
            let name = name.to_cow()?;
            if !self.options().contains(&&*name) {
                return Ok(None);
            }
            options.set(&name, Argument::Given(value.as_borrowed()));
        }
        self.recipe(&options).map(Some)
    }
}

/// What an initializer may be told, besides the shape and what all of them take.
macro_rules! options {
    ($($name:ident),*) => {
        #[derive(Clone, Copy, Default)]
        pub(super) struct Options<'a, 'py> {
            $(pub(super) $name: Argument<'a, 'py>,)*
        }

        impl<'a, 'py> Options<'a, 'py> {
            fn set(&mut self, name: &str, value: Argument<'a, 'py>) {
                match name {
                    $(stringify!($name) => self.$name = value,)*
                    _ => {}
                }
            }
        }
    };
}
options!(std, bound, scale, mode, distribution, in_axis, out_axis, batch_axis);

/// What an initializer draws, whatever the shape.
pub(super) enum Recipe {
    Numbers(Numbers),
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
        let numbers = match self {
            Self::Numbers(numbers) => *numbers,
            Self::Weights(weights) => weights.numbers(py, shape)?,
        };
        let parameter = match (self, numbers.distribution()) {
            (Self::Numbers(_), Distribution::Normal | Distribution::TruncatedNormal) => "std",
            (Self::Numbers(_), Distribution::Uniform) => "bound",
            (Self::Weights(_), Distribution::Normal) => "np.sqrt(scale / fan)",
            (Self::Weights(_), Distribution::TruncatedNormal) => "np.sqrt(scale / fan) / 0.8796",
            (Self::Weights(_), Distribution::Uniform) => "np.sqrt(3 * scale / fan)",
        };
        match numbers {
            Numbers::Normal { std } | Numbers::TruncatedNormal { std } => {
                not_negative(py, parameter, std, dtype)?;
            }
            Numbers::Uniform { low, high } => check_interval(py, parameter, (low, high), dtype)?,
        }
        Ok(numbers)
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
    fn numbers(&self, py: Python<'_>, shape: &[usize]) -> PyResult<Numbers> {
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
        Ok(match self.distribution {
            Distribution::Normal => Numbers::Normal { std: parameter(once, Distribution::Normal)? },
            Distribution::TruncatedNormal => {
                Numbers::TruncatedNormal { std: parameter(once, Distribution::TruncatedNormal)? }
            }
            Distribution::Uniform => {
                // The standard deviation of three times the variance.
                let high = parameter(thrice, Distribution::Normal)?;
                Numbers::Uniform { low: -high, high }
            }
        })
    }
}
