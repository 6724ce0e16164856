use numpy::PyUntypedArrayMethods;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyInt, PyTuple};

use super::recipe::{Function, Options};
use crate::arguments::{Argument, Dtype, Shape, out};
use crate::arrays;
use crate::draw::{self, Target};
use crate::stream::Rng;

/// What every initializer takes.
pub(super) struct Call<'a, 'py> {
    pub(super) shape: &'a Bound<'py, PyAny>,
    pub(super) rng: Option<&'a Bound<'py, PyAny>>,
    pub(super) dtype: Option<&'a Bound<'py, PyAny>>,
    pub(super) out: Option<&'a Bound<'py, PyAny>>,
}

impl<'py> Call<'_, 'py> {
    /// A new array, or `out`, filled with what the function draws.
    pub(super) fn draw(
        &self,
        function: Function,
        options: &Options<'_, 'py>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = self.shape.py();
        let dtype = Dtype::new(self.dtype)?;
        let recipe = function.recipe(options)?;
        let numbers_and_rng = |shape: &[usize]| {
            PyResult::Ok((recipe.numbers(py, shape, dtype)?, Rng::new(self.rng, py)?))
        };
        let (target, rng) = if let Some(out) = self.out {
            let array = out::check(out, self.shape, dtype)?;
            let (numbers, rng) = numbers_and_rng(array.shape())?;
            (Target::out(array, numbers, dtype)?, rng)
        } else {
            let array = arrays::empty(py, &Shape::new(self.shape), dtype)?;
            let (numbers, rng) = numbers_and_rng(array.shape())?;
            (Target::new(array, numbers), rng)
        };
        let mut targets = [target];
        draw::fill(&rng, dtype, &mut targets)?;
        let [target] = targets;
        Ok(target.into_array().into_any())
    }
}

/// Refuses, in Python's words and with a hint, what is no argument of any initializer but is given to one
/// by those who know another library: arguments by position beyond the last one that the function has,
/// and other names for `rng`.
#[cold]
pub(super) fn misplaced<const NAMES: usize>(
    name: &str,
    by_position: &[&str],
    shape: &Bound<'_, PyAny>,
    extra: &Bound<'_, PyTuple>,
    rng_elsewhere: [(&str, Argument<'_, '_>); NAMES],
) -> PyErr {
    if let Some((argument, _)) = rng_elsewhere.iter().find(|(_, value)| value.is_given()) {
        return PyTypeError::new_err(format!(
            "{name}() got an unexpected keyword argument '{argument}': use rng="
        ));
    }
    let takes = match by_position.len() {
        0 => "1 positional argument".to_owned(),
        more => format!("from 1 to {} positional arguments", 1 + more),
    };
    let given = 1 + by_position.len() + extra.len();
    let are = if given == 1 { "was" } else { "were" };
    let hint = if shape.is_instance_of::<PyInt>()
        && extra.iter().all(|size| size.is_instance_of::<PyInt>())
    {
        // Without what was taken for an option, which may have been a size or not.
        let first = if by_position.is_empty() { shape.to_string() } else { "2".to_owned() };
        let sizes: Vec<_> = extra.iter().map(|size| size.to_string()).collect();
        format!(": a shape is one tuple, as in {name}(({first}, {}))", sizes.join(", "))
    } else if !by_position.is_empty() && extra.iter().any(|size| size.is_instance_of::<PyTuple>()) {
        format!(": the shape comes first, as in {name}((2, 3), {})", by_position.join(", "))
    } else {
        String::new()
    };
    PyTypeError::new_err(format!("{name}() takes {takes} but {given} {are} given{hint}"))
}

/// A Python function: its name, what it draws, its options by position and by name, and the signature
/// that it shows.
macro_rules! initializer {
    (
        $(#[$($attribute:tt)*])* $name:ident, $function:expr, ($($by_position:ident),*),
        ($($by_name:ident),*), $text_signature:literal
    ) => {
        $(#[$($attribute)*])*
        #[pyfunction]
        #[pyo3(
            signature = (
                shape, $($by_position=$crate::arguments::Argument::Default,)* *extra,
                $($by_name=$crate::arguments::Argument::Default,)* rng=None, dtype=None, out=None,
                seed=$crate::arguments::Argument::Default, random_state=$crate::arguments::Argument::Default, key=$crate::arguments::Argument::Default,
                generator=$crate::arguments::Argument::Default
            ),
            text_signature = $text_signature
        )]
        #[expect(clippy::too_many_arguments, reason = "nearly all have a default")]
        pub(crate) fn $name<'a, 'py>(
            shape: &Bound<'py, PyAny>,
            $($by_position: $crate::arguments::Argument<'a, 'py>,)*
            extra: &Bound<'py, pyo3::types::PyTuple>,
            $($by_name: $crate::arguments::Argument<'a, 'py>,)*
            rng: Option<&Bound<'py, PyAny>>,
            dtype: Option<&Bound<'py, PyAny>>,
            out: Option<&Bound<'py, PyAny>>,
            seed: $crate::arguments::Argument<'a, 'py>,
            random_state: $crate::arguments::Argument<'a, 'py>,
            key: $crate::arguments::Argument<'a, 'py>,
            generator: $crate::arguments::Argument<'a, 'py>,
        ) -> PyResult<Bound<'py, PyAny>> {
            if !extra.is_empty() || [seed, random_state, key, generator].into_iter().any($crate::arguments::Argument::is_given) {
                return Err($crate::initializers::call::misplaced(
                    stringify!($name), &[$(stringify!($by_position)),*], shape, extra,
                    [
                        ("seed", seed), ("random_state", random_state), ("key", key),
                        ("generator", generator),
                    ],
                ));
            }
            let options = $crate::initializers::recipe::Options { $($by_position,)* $($by_name,)* ..Default::default() };
            $crate::initializers::call::Call { shape, rng, dtype, out }.draw($function, &options)
        }
    };
}
pub(super) use initializer;
