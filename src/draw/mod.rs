//! Filling arrays with the numbers of a stream.
#![expect(unsafe_code, reason = "the memory of arrays that are borrowed")]

mod before;
mod by_methods;

use numpy::{PyUntypedArray, PyUntypedArrayMethods};
use pyo3::prelude::*;

use super::arguments::{Dtype, Rng};
use super::arrays::{self, Borrowed, Element};
use super::stream::assert_drawable;
use super::stream::generator::{self, calibration::Calibrated};
use super::stream::legacy::{self, Kept, RandomStateObject};
pub(super) use before::Before;
use paraminit_core::random::generator::{StandardNormal, StandardUniform, TruncatedNormal};
use paraminit_core::random::{Affine, Map, Output, Rounded, Scale};
use paraminit_core::scheme::Distribution;

/// An array to be filled, and the parameter of its distribution.
pub(super) struct Target<'py> {
    pub(super) array: Bound<'py, PyUntypedArray>,
    pub(super) parameter: f64,
    /// Nobody else has it.
    pub(super) made_here: bool,
}

/// Fills arrays with what a distribution has.
pub(crate) trait Fill {
    /// Fills the arrays, one after the other as one run of the stream, as NumPy's methods would.
    fn fill<'py>(self, rng: &Rng<'py>, dtype: Dtype, targets: &mut [Target<'py>]) -> PyResult<()>;

    /// Does so, if there is a way that gives the installed NumPy's bits.
    fn fill_fast<'py, T: Real>(self, rng: &Rng<'py>, targets: &[Target<'py>]) -> PyResult<bool>;
}

impl Fill for Distribution {
    /// Fills the arrays, one after the other as one run of the stream, as NumPy's methods would.
    fn fill<'py>(self, rng: &Rng<'py>, dtype: Dtype, targets: &mut [Target<'py>]) -> PyResult<()> {
        let _borrowed = targets
            .iter()
            .filter(|target| !target.made_here)
            .map(|target| Borrowed::new(&target.array, dtype))
            .collect::<PyResult<Vec<_>>>()?;
        let drawn = match dtype {
            Dtype::Float64 => self.fill_fast::<f64>(rng, targets),
            Dtype::Float32 => self.fill_fast::<f32>(rng, targets),
        };
        if drawn? {
            return Ok(());
        }
        assert_drawable(rng.object())?;
        by_methods::fill(self, rng, dtype, targets)
    }

    /// Does so, if there is a way that gives the installed NumPy's bits.
    fn fill_fast<'py, T: Real>(self, rng: &Rng<'py>, targets: &[Target<'py>]) -> PyResult<bool> {
        let py = rng.object().py();
        let len = targets.iter().map(|target| target.array.len()).sum();
        match rng {
            Rng::Generator(generator) => {
                let scale = || output(targets, |std| Scale(T::of(std)));
                match self {
                    Self::Normal => {
                        let Some(batch) = T::way_to_normal(py)? else { return Ok(false) };
                        generator::draw(generator, StandardNormal, batch, len, scale)
                    }
                    Self::TruncatedNormal => {
                        let Some(batch) = T::way_to_truncated_normal(py)? else { return Ok(false) };
                        generator::draw(generator, TruncatedNormal::default(), batch, len, scale)
                    }
                    Self::Uniform => {
                        let Some((batch, fused)) = T::way_to_uniform(py)? else { return Ok(false) };
                        generator::draw(generator, StandardUniform, batch, len, || {
                            output(targets, |bound| Affine {
                                low: T::of(-bound),
                                range: T::of(2.0 * bound),
                                fused,
                            })
                        })
                    }
                }
            }
            Rng::RandomState(random_state) => match self {
                Self::Normal => T::draw_legacy_normals(random_state, len, targets),
                Self::TruncatedNormal => legacy::draw(random_state, len, || {
                    let output = output(targets, |std| T::legacy(Scale(std)))?;
                    Ok(Kept { output, is_kept: |normal| normal.abs() <= 2.0 })
                }),
                Self::Uniform => {
                    let Some((batch, fused)) = f64::way_to_uniform(py)? else { return Ok(false) };
                    generator::draw(&random_state.object, StandardUniform, batch, len, || {
                        output(targets, |bound| {
                            T::legacy(Affine { low: -bound, range: 2.0 * bound, fused })
                        })
                    })
                }
            },
            Rng::Subclass { .. } => Ok(false),
        }
    }
}

/// A type of numbers, and how a legacy stream, which draws float64, makes it.
pub(crate) trait Real: Calibrated {
    /// A map of float64 numbers whose results are rounded to this type.
    type Legacy<M: Map<Drawn = f64, Number = f64>>: Map<Drawn = f64, Number = Self>;

    /// The number nearest to it.
    fn of(number: f64) -> Self;

    fn legacy<M: Map<Drawn = f64, Number = f64>>(map: M) -> Self::Legacy<M>;

    fn draw_legacy_normals<'py>(
        random_state: &RandomStateObject<'py>,
        len: usize,
        targets: &[Target<'py>],
    ) -> PyResult<bool>;
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
        len: usize,
        targets: &[Target<'py>],
    ) -> PyResult<bool> {
        legacy::draw(random_state, len, || output(targets, Scale))
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
        len: usize,
        targets: &[Target<'py>],
    ) -> PyResult<bool> {
        legacy::draw(random_state, len, || {
            let output = output(targets, |std| Rounded(Scale(std)))?;
            Ok(Kept { output, is_kept: |_| true })
        })
    }
}

/// The arrays' memory, each with the map that its parameter gives.
fn output<'a, M: Map<Number: Element>>(
    targets: &'a [Target<'_>],
    map: impl Fn(f64) -> M,
) -> PyResult<Output<'a, M>> {
    let part = |target: &'a Target<'_>| (&target.array, map(target.parameter), target.made_here);
    // SAFETY: `fill` has borrowed those that were not made here.
    unsafe { arrays::output(targets.iter().map(part)) }
}
