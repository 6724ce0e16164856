//! From the numbers that are drawn to those that are stored.

use std::marker::PhantomData;
use std::mem::MaybeUninit;

use crate::number::Number;

/// What the numbers of one array are made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameters {
    /// The least of uniform numbers. Of normals nothing: their mean is 0.
    pub low: f64,
    /// The width of the interval of uniform numbers, the standard deviation of normals (before they
    /// are truncated).
    pub range: f64,
}

impl Parameters {
    /// For uniform numbers from `low` to `high`, whose difference must be finite.
    #[must_use]
    pub const fn between(low: f64, high: f64) -> Self {
        Self { low, range: high - low }
    }
}

/// How a number that was drawn becomes the one that is stored.
pub trait Map: Copy + Send {
    /// The type of the number that was drawn.
    type Drawn: Copy + Send;
    /// The type of the number that is stored.
    type Number: Copy + Send;

    /// The map to numbers that are made of this, its product and sum `fused` or not.
    fn new(of: Parameters, fused: bool) -> Self;

    /// The number to store.
    fn apply(self, drawn: Self::Drawn) -> Self::Number;

    /// The room, if all that this map does is to multiply by a scale, and the scale.
    #[inline(always)]
    fn scaled(self, _: &mut [MaybeUninit<Self::Number>]) -> Option<Scaled<'_, Self::Drawn>> {
        None
    }
}

/// Room for numbers, and what they are to be multiplied by.
type Scaled<'a, T> = (&'a mut [MaybeUninit<T>], Scale<T>);

/// Stores `drawn * scale`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale<T>(pub T);

impl<T: Number> Map for Scale<T> {
    type Drawn = T;
    type Number = T;

    #[inline(always)] // into kernels, to be compiled for their vectors
    fn new(Parameters { range, .. }: Parameters, _: bool) -> Self {
        Self(T::nearest(range))
    }

    #[inline(always)]
    fn apply(self, drawn: T) -> T {
        drawn * self.0
    }

    #[inline(always)]
    fn scaled(self, room: &mut [MaybeUninit<T>]) -> Option<Scaled<'_, T>> {
        Some((room, self))
    }
}

/// Stores `low + range * drawn`; `fused` if product and sum are rounded once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Affine<T> {
    low: T,
    range: T,
    fused: bool,
}

impl<T: Number> Map for Affine<T> {
    type Drawn = T;
    type Number = T;

    #[inline(always)]
    fn new(Parameters { low, range }: Parameters, fused: bool) -> Self {
        Self { low: T::nearest(low), range: T::nearest(range), fused }
    }

    #[inline(always)]
    fn apply(self, drawn: T) -> T {
        if self.fused { self.range.mul_add(drawn, self.low) } else { self.low + self.range * drawn }
    }
}

/// Stores what another map stores, rounded to the nearest `T`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rounded<M, T>(M, PhantomData<T>);

impl<M: Map<Number = f64>, T: Number> Map for Rounded<M, T> {
    type Drawn = M::Drawn;
    type Number = T;

    #[inline(always)]
    fn new(of: Parameters, fused: bool) -> Self {
        Self(M::new(of, fused), PhantomData)
    }

    #[inline(always)]
    fn apply(self, drawn: M::Drawn) -> T {
        T::nearest(self.0.apply(drawn))
    }

    #[inline(always)]
    fn scaled(self, room: &mut [MaybeUninit<T>]) -> Option<Scaled<'_, M::Drawn>> {
        self.0.scaled(T::as_f64(room)?)
    }
}
