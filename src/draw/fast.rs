use pyo3::intern;
use pyo3::prelude::*;

use super::{Numbers, Target};
use crate::arguments::Rng;
use crate::arrays::{self, Element};
use crate::stream::generator::{self, calibration::Calibrated};
use crate::stream::legacy::{self, Kept, RandomStateObject};
use paraminit_core::random::generator::{StandardNormal, StandardUniform, TruncatedNormal};
use paraminit_core::random::{Affine, Map, Output, Rounded, Scale};
use paraminit_core::scheme::Distribution;

/// Fills arrays of one distribution as one run of the stream, if there is a way that gives the installed
/// NumPy's bits.
pub(super) fn fill<'py, T: Real>(rng: &Rng<'py>, targets: &mut [Target<'py>]) -> PyResult<bool> {
    let Some(first) = targets.first() else { return Ok(true) };
    let distribution = first.numbers.distribution();
    let py = rng.object().py();
    match rng {
        Rng::Generator(generator) => {
            let bit_generator = generator.getattr(intern!(py, "bit_generator"))?;
            let scale = |numbers: Numbers| Scale(T::of(numbers.factor()));
            match distribution {
                Distribution::Normal => {
                    let Some(batch) = T::way_to_normal(py)? else { return Ok(false) };
                    let output = output(targets, scale)?;
                    generator::draw(&bit_generator, StandardNormal, batch, output)?;
                }
                Distribution::TruncatedNormal => {
                    let Some(batch) = T::way_to_truncated_normal(py)? else { return Ok(false) };
                    let output = output(targets, scale)?;
                    generator::draw(&bit_generator, TruncatedNormal::default(), batch, output)?;
                }
                Distribution::Uniform => {
                    let Some((batch, fused)) = T::way_to_uniform(py)? else { return Ok(false) };
                    let output = output(targets, |numbers| {
                        let (low, range) = (T::of(numbers.low()), T::of(numbers.factor()));
                        Affine { low, range, fused }
                    })?;
                    generator::draw(&bit_generator, StandardUniform, batch, output)?;
                }
            }
        }
        Rng::RandomState(random_state) => match distribution {
            Distribution::Normal => T::draw_legacy_normals(random_state, targets)?,
            Distribution::TruncatedNormal => {
                let output = output(targets, |numbers| T::legacy(Scale(numbers.factor())))?;
                let is_kept = |normal: f64| normal.abs() <= 2.0;
                legacy::draw(py, random_state, Kept { output, is_kept })?;
            }
            Distribution::Uniform => {
                let Some((batch, fused)) = f64::way_to_uniform(py)? else { return Ok(false) };
                let output = output(targets, |numbers| {
                    T::legacy(Affine { low: numbers.low(), range: numbers.factor(), fused })
                })?;
                let bit_generator = random_state.bit_generator()?;
                generator::draw(&bit_generator, StandardUniform, batch, output)?;
            }
        },
        Rng::Subclass { .. } => return Ok(false),
    }
    Ok(true)
}

/// A type of numbers, and how a legacy stream, which draws float64, makes it.
pub(super) trait Real: Calibrated {
    /// A map of float64 numbers whose results are rounded to this type.
    type Legacy<M: Map<Drawn = f64, Number = f64>>: Map<Drawn = f64, Number = Self>;

    /// The number nearest to it.
    fn of(number: f64) -> Self;

    fn legacy<M: Map<Drawn = f64, Number = f64>>(map: M) -> Self::Legacy<M>;

    fn draw_legacy_normals<'py>(
        random_state: &RandomStateObject<'py>,
        targets: &mut [Target<'py>],
    ) -> PyResult<()>;
}

impl Real for f64 {
    type Legacy<M: Map<Drawn = f64, Number = f64>> = M;

    fn of(number: f64) -> Self {
        number
    }

    fn legacy<M: Map<Drawn = f64, Number = f64>>(map: M) -> M {
        map
    }

    fn draw_legacy_normals<'py>(
        random_state: &RandomStateObject<'py>,
        targets: &mut [Target<'py>],
    ) -> PyResult<()> {
        legacy::draw_normals(
            random_state.object.py(),
            random_state,
            output(targets, |numbers| Scale(numbers.factor()))?,
        )
    }
}

impl Real for f32 {
    type Legacy<M: Map<Drawn = f64, Number = f64>> = Rounded<M>;

    #[expect(clippy::cast_possible_truncation, reason = "as np.float32 rounds")]
    fn of(number: f64) -> Self {
        number as Self
    }

    fn legacy<M: Map<Drawn = f64, Number = f64>>(map: M) -> Rounded<M> {
        Rounded(map)
    }

    fn draw_legacy_normals<'py>(
        random_state: &RandomStateObject<'py>,
        targets: &mut [Target<'py>],
    ) -> PyResult<()> {
        let output = output(targets, |numbers| Rounded(Scale(numbers.factor())))?;
        legacy::draw(random_state.object.py(), random_state, Kept { output, is_kept: |_| true })
    }
}

/// The arrays' memory, each with the map that gives its numbers.
fn output<'a, M: Map<Number: Element>>(
    targets: &'a mut [Target<'_>],
    map: impl Fn(Numbers) -> M,
) -> PyResult<Output<'a, M>> {
    let slices = targets
        .iter_mut()
        .map(|target| {
            let slice = match target.made_here {
                true => arrays::new_slice_mut(&mut target.array, 1)?,
                false => arrays::slice_mut(&mut target.array)?,
            };
            Ok((slice, map(target.numbers)))
        })
        .collect::<PyResult<Vec<_>>>()?;
    Ok(Output::new(slices))
}
