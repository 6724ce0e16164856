use std::borrow::Cow;
use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use crate::arguments::{
    Argument, Dtype, Layout, Scale, axes, check_interval, fans, interval, named, not_negative, real,
};
use crate::draw::{Numbers, is_within_range};
use crate::numpy::NumPy;
use paraminit_core::scheme::{Axes, Distribution, Mode, VarianceScaling};

/// An initializer of this module.
#[derive(Clone, Copy)]
pub(super) enum Function {
    /// `normal`, `truncated_normal` or `uniform`.
    Numbers(Distribution),
    VarianceScaling,
    Scheme(VarianceScaling),
}

/// The initializers, whatever a program makes of their names later. A module that is imported anew, after
/// it was taken out of `sys.modules`, has others.
static FUNCTIONS: Mutex<Vec<(Py<PyAny>, Function)>> = Mutex::new(Vec::new());

/// Nothing fails while it is locked, and no Python code runs.
fn functions() -> MutexGuard<'static, Vec<(Py<PyAny>, Function)>> {
    FUNCTIONS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Notes them when the module is imported, and returns them by their names.
pub(super) fn remember<'py>(
    module: &Bound<'py, PyModule>,
    schemes: &[(&str, VarianceScaling)],
) -> PyResult<Bound<'py, PyDict>> {
    let by_name = PyDict::new(module.py());
    let schemes = schemes.iter().map(|&(name, scheme)| (name, Function::Scheme(scheme)));
    for (name, function) in Function::BY_NAME.into_iter().chain(schemes) {
        let object = module.getattr(name)?;
        by_name.set_item(name, &object)?;
        functions().push((object.unbind(), function));
    }
    Ok(by_name)
}

impl Function {
    /// Those that are no schemes.
    const BY_NAME: [(&str, Self); 4] = [
        ("normal", Self::Numbers(Distribution::Normal)),
        ("truncated_normal", Self::Numbers(Distribution::TruncatedNormal)),
        ("uniform", Self::Numbers(Distribution::Uniform)),
        ("variance_scaling", Self::VarianceScaling),
    ];

    /// The one that an object is, if it is one.
    pub(super) fn find(object: &Bound<'_, PyAny>) -> Option<Self> {
        functions().iter().find(|(known, _)| known.is(object)).map(|&(_, function)| function)
    }

    /// The names of its options.
    const fn options(self) -> &'static [&'static str] {
        match self {
            Self::Numbers(Distribution::Uniform) => &["bound"],
            Self::Numbers(_) => &["std"],
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
        let scheme = match self {
            Self::Numbers(distribution @ Distribution::Uniform) => {
                let (low, high) = interval(options.bound)?;
                return Ok(Recipe::Numbers(Numbers { distribution, low, high }));
            }
            Self::Numbers(normal) => {
                return Ok(Recipe::Numbers(Numbers::new(normal, real("std", options.std)?)));
            }
            Self::Scheme(scheme) => scheme,
            Self::VarianceScaling => VarianceScaling::LECUN_NORMAL, // that is what its defaults say
        };
        Ok(Recipe::Weights(Weights {
            scale: Scale::new(options.scale, scheme.scale)?,
            mode: named("mode", options.mode, scheme.mode)?,
            distribution: named("distribution", options.distribution, scheme.distribution)?,
            in_axis: axes("in_axis", options.in_axis, &[1])?,
            out_axis: axes("out_axis", options.out_axis, &[0])?,
            batch_axis: axes("batch_axis", options.batch_axis, &[])?,
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
            && layout == Layout::InOut
        {
            weights.in_axis = Cow::Borrowed(&[0]);
            weights.out_axis = Cow::Borrowed(&[1]);
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
        let parameter = match (self, numbers.distribution) {
            (Self::Numbers(_), Distribution::Normal | Distribution::TruncatedNormal) => "std",
            (Self::Numbers(_), Distribution::Uniform) => "bound",
            (Self::Weights(_), Distribution::Normal) => "np.sqrt(scale / fan)",
            (Self::Weights(_), Distribution::TruncatedNormal) => "np.sqrt(scale / fan) / 0.8796",
            (Self::Weights(_), Distribution::Uniform) => "np.sqrt(3 * scale / fan)",
        };
        match numbers.distribution {
            Distribution::Normal | Distribution::TruncatedNormal => {
                not_negative(py, parameter, numbers.high, dtype)?;
            }
            Distribution::Uniform => {
                check_interval(py, parameter, (numbers.low, numbers.high), dtype)?;
            }
        }
        Ok(numbers)
    }
}

/// Weights whose variance is a scale over a fan.
pub(super) struct Weights {
    scale: Scale,
    mode: Mode,
    distribution: Distribution,
    in_axis: Cow<'static, [isize]>,
    out_axis: Cow<'static, [isize]>,
    batch_axis: Cow<'static, [isize]>,
}

impl Weights {
    fn numbers(&self, py: Python<'_>, shape: &[usize]) -> PyResult<Numbers> {
        let Self { in_axis, out_axis, batch_axis, .. } = self;
        let fans = fans(py, shape, Axes { in_axis, out_axis, batch_axis })?;
        // For uniform numbers the standard deviation of three times the variance, which is their bound.
        let (scale, distribution) = if self.distribution == Distribution::Uniform {
            (self.scale.thrice, Distribution::Normal)
        } else {
            (self.scale.once, self.distribution)
        };
        let mut parameter = 0.0; // without a fan there is nothing to draw
        if let Some(fan) = fans.by(self.mode) {
            if !is_within_range(scale, Dtype::Float64) {
                // For its warning, or its error.
                NumPy::get(py)?.float64_type.bind(py).call1((scale,))?.div(fan)?;
            }
            let scheme = VarianceScaling::new(scale, self.mode, distribution);
            parameter = scheme.parameter(fans).unwrap_or(0.0);
        }
        Ok(Numbers::new(self.distribution, parameter))
    }
}
