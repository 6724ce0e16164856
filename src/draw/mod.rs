//! Filling arrays with the numbers of a stream.

mod before;
mod by_methods;

use numpy::PyUntypedArray;
use pyo3::intern;
use pyo3::prelude::*;

use super::arguments::{Dtype, Rng};
use super::arrays::{self, Element};
use super::stream::generator::{self, calibration::Calibrated};
use super::stream::legacy::{self, Kept, RandomStateObject};
pub(super) use before::Before;
use paraminit_core::StandardUniform;
use paraminit_core::scheme::Distribution;
use paraminit_core::{Map, Output, Rounded, Scale};

/// An array to be filled, and the parameter of its distribution.
pub(super) struct Target<'py> {
    pub(super) array: Bound<'py, PyUntypedArray>,
    pub(super) parameter: f64,
    /// How many references there are to the array if it was made here.
    pub(super) references: Option<isize>,
}

/// Fills arrays with what a distribution has.
pub(crate) trait Fill {
    /// Fills the arrays, one after the other as one run of the stream, as NumPy's methods would.
    fn fill<'py>(self, rng: &Rng<'py>, dtype: Dtype, targets: &mut [Target<'py>]) -> PyResult<()>;

    /// Does so, if there is a way that gives the installed NumPy's bits.
    fn fill_fast<'py, T: Real>(self, rng: &Rng<'py>, targets: &mut [Target<'py>])
    -> PyResult<bool>;
}

impl Fill for Distribution {
    /// Fills the arrays, one after the other as one run of the stream, as NumPy's methods would.
    fn fill<'py>(self, rng: &Rng<'py>, dtype: Dtype, targets: &mut [Target<'py>]) -> PyResult<()> {
        let drawn = match dtype {
            Dtype::Float64 => self.fill_fast::<f64>(rng, targets),
            Dtype::Float32 => self.fill_fast::<f32>(rng, targets),
        };
        if drawn? { Ok(()) } else { by_methods::fill(self, rng, dtype, targets) }
    }

    /// Does so, if there is a way that gives the installed NumPy's bits.
    fn fill_fast<'py, T: Real>(
        self,
        rng: &Rng<'py>,
        targets: &mut [Target<'py>],
    ) -> PyResult<bool> {
        let py = rng.object().py();
        match rng {
            Rng::Generator(generator) => {
                let bit_generator = generator.getattr(intern!(py, "bit_generator"))?;
                let Some(sampler) = T::sampler(py)? else { return Ok(false) };
                match self {
                    Self::Normal => {
                        let output = output(targets, |std| Scale(T::nearest(std)))?;
                        let method = sampler.standard_normal();
                        generator::draw(&bit_generator, method, sampler, output)?;
                    }
                    Self::TruncatedNormal => {
                        let output = output(targets, |std| Scale(T::nearest(std)))?;
                        let method = sampler.truncated_normal();
                        generator::draw(&bit_generator, method, sampler, output)?;
                    }
                    Self::Uniform => {
                        let output = output(targets, |bound| {
                            sampler.affine(T::nearest(-bound), T::nearest(2.0 * bound))
                        })?;
                        generator::draw(&bit_generator, StandardUniform, sampler, output)?;
                    }
                }
            }
            Rng::RandomState(random_state) => match self {
                Self::Normal => T::draw_legacy_normals(random_state, targets)?,
                Self::TruncatedNormal => {
                    let output = output(targets, |std| T::legacy(Scale(std)))?;
                    let is_kept = |normal: f64| normal.abs() <= 2.0;
                    legacy::draw(py, random_state, Kept { output, is_kept })?;
                }
                Self::Uniform => {
                    let Some(sampler) = f64::sampler(py)? else { return Ok(false) };
                    let output =
                        output(targets, |bound| T::legacy(sampler.affine(-bound, 2.0 * bound)))?;
                    let bit_generator = random_state.bit_generator()?;
                    generator::draw(&bit_generator, StandardUniform, sampler, output)?;
                }
            },
            Rng::Subclass { .. } => return Ok(false),
        }
        Ok(true)
    }
}

/// A type of numbers, and how a legacy stream, which draws float64, makes it.
pub(crate) trait Real: Calibrated {
    /// A map of float64 numbers whose results are rounded to this type.
    type Legacy<M: Map<Drawn = f64, Number = f64>>: Map<Drawn = f64, Number = Self>;

    fn legacy<M: Map<Drawn = f64, Number = f64>>(map: M) -> Self::Legacy<M>;

    fn draw_legacy_normals<'py>(
        random_state: &RandomStateObject<'py>,
        targets: &mut [Target<'py>],
    ) -> PyResult<()>;
}

impl Real for f64 {
    type Legacy<M: Map<Drawn = f64, Number = f64>> = M;

    fn legacy<M: Map<Drawn = f64, Number = f64>>(map: M) -> M {
        map
    }

    fn draw_legacy_normals<'py>(
        random_state: &RandomStateObject<'py>,
        targets: &mut [Target<'py>],
    ) -> PyResult<()> {
        legacy::draw_normals(random_state.object.py(), random_state, output(targets, Scale)?)
    }
}

impl Real for f32 {
    type Legacy<M: Map<Drawn = f64, Number = f64>> = Rounded<M, f32>;

    fn legacy<M: Map<Drawn = f64, Number = f64>>(map: M) -> Rounded<M, f32> {
        Rounded::new(map)
    }

    fn draw_legacy_normals<'py>(
        random_state: &RandomStateObject<'py>,
        targets: &mut [Target<'py>],
    ) -> PyResult<()> {
        let output = output(targets, |std| Rounded::<_, f32>::new(Scale(std)))?;
        legacy::draw(random_state.object.py(), random_state, Kept { output, is_kept: |_| true })
    }
}

/// The arrays' memory, each with the map that its parameter gives.
fn output<'a, M: Map<Number: Element>>(
    targets: &'a mut [Target<'_>],
    map: impl Fn(f64) -> M,
) -> PyResult<Output<'a, M>> {
    let slices = targets
        .iter_mut()
        .map(|target| {
            let slice = match target.references {
                Some(references) => arrays::new_slice_mut(&mut target.array, references)?,
                None => arrays::slice_mut(&mut target.array)?,
            };
            Ok((slice, map(target.parameter)))
        })
        .collect::<PyResult<Vec<_>>>()?;
    Ok(Output::new(slices))
}
