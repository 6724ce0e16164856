//! What a binding calls: arrays filled from a stream, whatever the distribution.
#![expect(unsafe_code, reason = "memory that is not initialized")]

use std::mem::MaybeUninit;
use std::slice;

use rand::Rng;

use crate::bit_generator::{BitGenerator, BulkBitGenerator};
use crate::generator::Generator;
use crate::method::Method;
use crate::number::Number;
use crate::output::{Map, Output, Rounded, Scale, uninit};
use crate::random_state::RandomState;
use crate::sampler::{Sampler, fill_with};
use crate::scheme::{Distribution, Parameters};
use crate::stretch::Interrupted;
use crate::uniform::StandardUniform;
use crate::ziggurat::{Ziggurat, first_within};

/// Arrays that are filled one after the other, as one run of a stream.
#[derive(Debug)]
pub struct Arrays<'a, T> {
    /// Not among the rest, as it is often the only one: then nothing need be allocated.
    first: Option<Room<'a, T>>,
    rest: Vec<Room<'a, T>>,
    len: usize,
}

type Room<'a, T> = (&'a mut [MaybeUninit<T>], Parameters);

impl<'a, T: Number> Arrays<'a, T> {
    /// Arrays, in order, and what their numbers are made of.
    pub fn new(arrays: impl IntoIterator<Item = (&'a mut [T], Parameters)>) -> Self {
        // SAFETY: nothing but numbers is stored.
        let uninit = |(numbers, of)| (unsafe { uninit(numbers) }, of);
        Self::of(arrays.into_iter().map(uninit))
    }

    /// Memory that may be uninitialized: where each array begins, how many numbers it has room for, and
    /// what they are made of.
    ///
    /// # Safety
    ///
    /// As long as 'a, all of the memory may be written, on any thread, and nobody else reads or writes
    /// it. A call that has filled the arrays has initialized all of it.
    pub unsafe fn from_raw_parts(
        arrays: impl IntoIterator<Item = (*mut T, usize, Parameters)>,
    ) -> Self {
        // SAFETY: the memory is ours, as the caller promises, and need not be initialized.
        let room = |(start, len, of): (*mut T, _, _)| unsafe {
            (slice::from_raw_parts_mut(start.cast(), len), of)
        };
        Self::of(arrays.into_iter().map(room))
    }

    /// So many numbers that nobody wants: the stream moves on as if it had drawn them. That takes less
    /// time, and a few KiB of memory; uniform numbers of a bit generator that jumps take none.
    #[must_use]
    pub const fn skipped(len: usize) -> Self {
        Self { first: None, rest: Vec::new(), len }
    }

    fn of(mut rooms: impl Iterator<Item = Room<'a, T>>) -> Self {
        let (first, rest) = (rooms.next(), rooms.collect::<Vec<_>>());
        let len = first.iter().chain(&rest).map(|(room, _)| room.len()).sum();
        Self { first, rest, len }
    }

    /// How many numbers are drawn.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether none is.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Fills them one number after the other.
    #[inline]
    fn fill_with<M: Map<Number = T>>(
        self,
        map: impl Fn(Parameters) -> M,
        mut draw: impl FnMut() -> M::Drawn,
    ) {
        if self.first.is_none() {
            for _ in 0..self.len {
                draw();
            }
        }
        for (room, parameters) in self.first.into_iter().chain(self.rest) {
            let map = map(parameters);
            for number in room {
                number.write(map.apply(draw()));
            }
        }
    }

    fn output<M: Map<Number = T>>(self, map: impl Fn(Parameters) -> M) -> Output<'a, M> {
        if self.first.is_none() {
            return Output::skipped(self.len);
        }
        let slice = |(room, parameters)| (room, map(parameters));
        // Collected into the memory that it had.
        Output::of(self.first.map(slice), self.rest.into_iter().map(slice).collect())
    }
}

/// A stream that all distributions can be drawn from, as numbers of one type.
///
/// # Example
///
/// ```
/// use paraminit_core::scheme::Distribution;
/// use paraminit_core::{Arrays, FromRng, Generator, RandomState, Stream, bit_generator::Pcg64};
/// use rand::SeedableRng;
///
/// let mut weights = [0.0_f32; 2];
/// let mut generator = Generator::new(Pcg64::seed_from_u64(3));
/// let arrays = Arrays::new([(&mut weights[..], Distribution::Uniform.parameters(0.5))]);
/// generator.draw_all(Distribution::Uniform, arrays);
/// assert!(weights.iter().all(|weight| weight.abs() <= 0.5));
///
/// let mut weights = [0.0_f64; 3];
/// let parameters = Distribution::TruncatedNormal.parameters(0.1);
/// let arrays = Arrays::new([(&mut weights[..], parameters)]);
/// RandomState::seed(3).draw_all(Distribution::TruncatedNormal, arrays);
/// assert_eq!(weights[0], 1.788_628_473_430_318_6 * 0.1);
///
/// let arrays = Arrays::new([(&mut weights[..], parameters)]);
/// let any_generator = rand::rngs::SmallRng::seed_from_u64(3);
/// FromRng(any_generator).draw_all(Distribution::TruncatedNormal, arrays);
/// assert!(weights.iter().all(|weight| weight.abs() <= 0.2));
/// ```
pub trait Stream<T: Number> {
    /// Fills the arrays.
    ///
    /// `interrupted` is asked every few microseconds.
    ///
    /// # Errors
    ///
    /// [`Interrupted`] if `interrupted` says so. Some numbers are drawn then, and the stream is somewhere
    /// behind them: whoever needs it as it was draws from a clone.
    fn fill(
        &mut self,
        distribution: Distribution,
        sampler: &Sampler,
        arrays: Arrays<'_, T>,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted>;

    /// Fills the arrays as the default [`Sampler`] does.
    fn draw_all(&mut self, distribution: Distribution, arrays: Arrays<'_, T>) {
        // Never interrupted.
        let _ = self.fill(distribution, &Sampler::default(), arrays, &mut || false);
    }
}

/// What becomes of a standard normal of this type.
fn scale<T: Number>(of: Parameters) -> Scale<T> {
    Scale(T::nearest(of.range))
}

/// What becomes of a standard normal of a legacy stream.
fn rounded<T: Number>(of: Parameters) -> Rounded<Scale<f64>, T> {
    Rounded::new(scale(of))
}

impl<T: Ziggurat, B: BulkBitGenerator> Stream<T> for Generator<B> {
    fn fill(
        &mut self,
        distribution: Distribution,
        sampler: &Sampler,
        arrays: Arrays<'_, T>,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted> {
        let bits = self.bit_generator_mut();
        match distribution {
            Distribution::Normal => {
                sampler.fill(sampler.standard_normal(), bits, arrays.output(scale), interrupted)
            }
            Distribution::TruncatedNormal => {
                sampler.fill(sampler.truncated_normal(), bits, arrays.output(scale), interrupted)
            }
            Distribution::Uniform => {
                let output = arrays.output(|of| sampler.affine(of));
                sampler.fill(StandardUniform, bits, output, interrupted)
            }
        }
    }
}

/// Numbers of `f64`, rounded at the end.
impl<T: Number> Stream<T> for RandomState {
    fn fill(
        &mut self,
        distribution: Distribution,
        sampler: &Sampler,
        arrays: Arrays<'_, T>,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted> {
        match distribution {
            Distribution::Normal => self.fill_normals(sampler, arrays.output(rounded), interrupted),
            Distribution::TruncatedNormal => {
                self.fill_truncated(sampler, arrays.output(rounded), interrupted)
            }
            Distribution::Uniform => {
                let output = arrays.output(|of| Rounded::new(sampler.affine(of)));
                sampler.fill(StandardUniform, self.bit_generator_mut(), output, interrupted)
            }
        }
    }
}

impl<B: BitGenerator> Generator<B> {
    /// Fills arrays one number after the other: for a few numbers, and for a bit generator that cannot
    /// be read ahead.
    pub fn fill_singly<T: Ziggurat>(
        &mut self,
        distribution: Distribution,
        sampler: &Sampler,
        arrays: Arrays<'_, T>,
    ) {
        let bits = self.bit_generator_mut();
        match distribution {
            Distribution::Normal => {
                let normal = sampler.standard_normal();
                arrays.fill_with(scale, || normal.draw(bits));
            }
            Distribution::TruncatedNormal => {
                let normal = sampler.truncated_normal();
                arrays.fill_with(scale, || normal.draw(bits));
            }
            Distribution::Uniform => {
                arrays.fill_with(|of| sampler.affine(of), || StandardUniform.draw(bits));
            }
        }
    }
}

impl<B: BitGenerator> RandomState<B> {
    /// The same as [`Generator::fill_singly`].
    pub fn fill_singly<T: Number>(
        &mut self,
        distribution: Distribution,
        sampler: &Sampler,
        arrays: Arrays<'_, T>,
    ) {
        let contraction = sampler.rounding().sum_of_squares;
        match distribution {
            Distribution::Normal => arrays.fill_with(rounded, || self.normal(contraction)),
            Distribution::TruncatedNormal => {
                arrays.fill_with(rounded, || first_within(|| self.normal(contraction)));
            }
            Distribution::Uniform => {
                let map = |of| Rounded::new(sampler.affine(of));
                arrays.fill_with(map, || self.bit_generator_mut().next_double());
            }
        }
    }
}

/// Any generator of the rand family, whose numbers the distributions of `rand_distr` draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FromRng<R>(pub R);

impl<T: Number, R: Rng> Stream<T> for FromRng<R>
where
    rand_distr::StandardNormal: rand_distr::Distribution<T>,
    rand::distr::StandardUniform: rand_distr::Distribution<T>,
{
    fn fill(
        &mut self,
        distribution: Distribution,
        sampler: &Sampler,
        arrays: Arrays<'_, T>,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted> {
        use rand_distr::{Distribution as _, StandardNormal};
        let rng = &mut self.0;
        match distribution {
            Distribution::Normal => {
                fill_with(|| StandardNormal.sample(rng), arrays.output(scale), interrupted)
            }
            Distribution::TruncatedNormal => {
                let normal = || first_within(|| StandardNormal.sample(rng));
                fill_with(normal, arrays.output(scale), interrupted)
            }
            Distribution::Uniform => {
                let uniform = rand::distr::StandardUniform;
                let output = arrays.output(|of| sampler.affine(of));
                fill_with(|| uniform.sample(rng), output, interrupted)
            }
        }
    }
}
