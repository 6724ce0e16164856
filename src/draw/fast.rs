#![expect(unsafe_code, reason = "memory of arrays, which is borrowed for the call")]

use numpy::PyUntypedArrayMethods;
use pyo3::prelude::*;

use super::{Numbers, Target};
use crate::arguments::Rng;
use crate::arrays::{self, Element};
use crate::stream::generator::{self, calibration::Calibrated};
use crate::stream::legacy::{self, Kept, RandomStateObject};
use paraminit_core::random::generator::{StandardNormal, StandardUniform, TruncatedNormal};
use paraminit_core::random::{Affine, Map, Output, Rounded, Scale};
use paraminit_core::scheme::Distribution;

/// Fills arrays of one distribution as one run of the stream, if the stream is verified and there is a
/// way that gives the installed NumPy's bits.
///
/// # Safety
///
/// The arrays that were not made here are [`arrays::Borrowed`].
pub(super) unsafe fn fill<'py, T: Real>(rng: &Rng<'py>, targets: &[Target<'py>]) -> PyResult<bool> {
    let Some(first) = targets.first() else { return Ok(true) };
    let py = rng.object().py();
    let len = targets.iter().map(|target| target.array.len()).sum();
    // SAFETY: as the caller promises.
    let room = unsafe { Room::new(targets) };
    match (rng, first.numbers.distribution()) {
        (Rng::Generator(generator), Distribution::Normal) => {
            let Some(batch) = T::way_to_normal(py)? else { return Ok(false) };
            let output = || room.output(|numbers| Scale(T::of(numbers.factor())));
            generator::draw(generator, StandardNormal, batch, len, output)
        }
        (Rng::Generator(generator), Distribution::TruncatedNormal) => {
            let Some(batch) = T::way_to_truncated_normal(py)? else { return Ok(false) };
            let output = || room.output(|numbers| Scale(T::of(numbers.factor())));
            generator::draw(generator, TruncatedNormal::default(), batch, len, output)
        }
        (Rng::Generator(generator), Distribution::Uniform) => {
            let Some((batch, fused)) = T::way_to_uniform(py)? else { return Ok(false) };
            generator::draw(generator, StandardUniform, batch, len, || {
                room.output(|numbers| {
                    let (low, range) = (T::of(numbers.low()), T::of(numbers.factor()));
                    Affine { low, range, fused }
                })
            })
        }
        (Rng::RandomState(stream), Distribution::Normal) => {
            T::draw_legacy_normals(stream, len, room)
        }
        (Rng::RandomState(stream), Distribution::TruncatedNormal) => {
            legacy::draw(stream, len, || {
                let output = room.output(|numbers| T::legacy(Scale(numbers.factor())))?;
                Ok(Kept { output, is_kept: |normal| normal.abs() <= 2.0 })
            })
        }
        (Rng::RandomState(stream), Distribution::Uniform) => {
            let Some((batch, fused)) = f64::way_to_uniform(py)? else { return Ok(false) };
            generator::draw(&stream.object, StandardUniform, batch, len, || {
                room.output(|numbers| {
                    T::legacy(Affine { low: numbers.low(), range: numbers.factor(), fused })
                })
            })
        }
        (Rng::Subclass { .. }, _) => Ok(false),
    }
}

/// Arrays that may be filled.
#[derive(Clone, Copy)]
pub(super) struct Room<'a, 'py>(&'a [Target<'py>]);

impl<'a, 'py> Room<'a, 'py> {
    /// # Safety
    ///
    /// As [`fill`] says, for as long as 'a.
    const unsafe fn new(targets: &'a [Target<'py>]) -> Self {
        Self(targets)
    }

    /// Their memory, each with the map that gives its numbers.
    fn output<M: Map<Number: Element>>(
        self,
        map: impl Fn(Numbers) -> M,
    ) -> PyResult<Output<'a, M>> {
        let part = |target: &'a Target<'py>| (&target.array, map(target.numbers), target.made_here);
        // SAFETY: as `new` asks.
        unsafe { arrays::output(self.0.iter().map(part)) }
    }
}

/// A type of numbers, and how a legacy stream, which draws float64, makes it.
pub(super) trait Real: Calibrated {
    /// A map of float64 numbers whose results are rounded to this type.
    type Legacy<M: Map<Drawn = f64, Number = f64>>: Map<Drawn = f64, Number = Self>;

    /// The number nearest to it.
    fn of(number: f64) -> Self;

    fn legacy<M: Map<Drawn = f64, Number = f64>>(map: M) -> Self::Legacy<M>;

    fn draw_legacy_normals<'py>(
        stream: &RandomStateObject<'py>,
        len: usize,
        room: Room<'_, 'py>,
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
        stream: &RandomStateObject<'py>,
        len: usize,
        room: Room<'_, 'py>,
    ) -> PyResult<bool> {
        legacy::draw(stream, len, || room.output(|numbers| Scale(numbers.factor())))
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
        stream: &RandomStateObject<'py>,
        len: usize,
        room: Room<'_, 'py>,
    ) -> PyResult<bool> {
        legacy::draw(stream, len, || {
            let output = room.output(|numbers| Rounded(Scale(numbers.factor())))?;
            Ok(Kept { output, is_kept: |_| true })
        })
    }
}
