use numpy::PyUntypedArrayMethods;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use super::recipe::{Function, Options};
use crate::arguments::{Argument, Dtype, Shape, out};
use crate::arrays;
use crate::draw::{self, Target};
use crate::stream::Rng;

/// A new array, or `out`, filled with what the function draws.
pub(super) fn draw<'py>(
    function: Function,
    options: &Options<'_, 'py>,
    shape: &Bound<'py, PyAny>,
    rng: Option<&Bound<'py, PyAny>>,
    dtype: Option<&Bound<'py, PyAny>>,
    out: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = shape.py();
    let dtype = Dtype::new(dtype)?;
    let recipe = function.recipe(options)?;
    let numbers_and_rng =
        |shape: &[usize]| PyResult::Ok((recipe.numbers(py, shape, dtype)?, Rng::new(rng, py)?));
    let (mut target, rng) = if let Some(out) = out {
        let array = out::check(out, shape, dtype)?;
        let (numbers, rng) = numbers_and_rng(array.shape())?;
        (Target::out(array, numbers, dtype)?, rng)
    } else {
        let array = arrays::empty(py, &Shape::new(shape), dtype)?;
        let (numbers, rng) = numbers_and_rng(array.shape())?;
        (Target::new(array, numbers), rng)
    };
    draw::fill(&rng, dtype, std::slice::from_mut(&mut target))?;
    Ok(target.into_array().into_any())
}

/// Refuses, with a hint, what is no argument of any initializer but is given to one by those who know
/// another library: arguments by position beyond the options that the function has so, and other names
/// for `rng`.
#[cold]
pub(super) fn refuse<'py>(
    name: &str,
    options: &[&str],
    shape: &Bound<'py, PyAny>,
    extra: &Bound<'py, PyTuple>,
    rng_elsewhere: [(&str, Argument<'_, 'py>); 4],
) -> PyResult<Bound<'py, PyAny>> {
    let other: Vec<_> =
        rng_elsewhere.iter().filter(|(_, value)| value.is_given()).map(|(name, _)| name).collect();
    let hints = shape.py().import("paraminit._hints")?;
    hints.call_method1("refuse", (name, options, shape, extra, other))
}

/// A Python function: its name, what it draws, its options by position and by name, and the signature
/// that it shows. (The other names for `rng` are not one `**other`: for that PyO3 has a tuple and a dict made
/// in every call, a fifth of a small one.)
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
            let rng_elsewhere = [
                ("seed", seed), ("random_state", random_state), ("key", key), ("generator", generator),
            ];
            if !extra.is_empty() || rng_elsewhere.iter().any(|(_, value)| value.is_given()) {
                return $crate::initializers::call::refuse(
                    stringify!($name), &[$(stringify!($by_position)),*], shape, extra, rng_elsewhere,
                );
            }
            let options = $crate::initializers::recipe::Options { $($by_position,)* $($by_name,)* ..Default::default() };
            $crate::initializers::call::draw($function, &options, shape, rng, dtype, out)
        }
    };
}
pub(super) use initializer;
