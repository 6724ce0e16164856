//! From the numbers that are drawn to those that are stored.

use std::marker::PhantomData;
use std::mem::MaybeUninit;

use crate::number::Number;

/// How a number that was drawn becomes the one that is stored.
pub trait Map: Copy + Send {
    /// The type of the number that was drawn.
    type Drawn: Copy + Send;
    /// The type of the number that is stored.
    type Number: Copy + Send;

    /// The number to store.
    fn apply(self, drawn: Self::Drawn) -> Self::Number;

    /// The room, if all that this map does is to multiply by a scale, and the scale.
    #[inline(always)]
    fn scaled(self, _: &mut [MaybeUninit<Self::Number>]) -> Option<Scaled<'_, Self::Drawn>> {
        None
    }
}

/// Stores `drawn * scale`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale<T>(pub T);

/// Stores `low + range * drawn`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Affine<T> {
    /// What 0 becomes.
    pub(crate) low: T,
    /// What 1 becomes, less `low`.
    pub(crate) range: T,
    /// Whether product and sum are fused, and rounded once.
    pub(crate) fused: bool,
}

/// Stores what another map stores, rounded to the nearest `T`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rounded<M, T>(M, PhantomData<T>);

impl<M, T> Rounded<M, T> {
    /// What this map stores, rounded.
    pub(crate) const fn new(map: M) -> Self {
        Self(map, PhantomData)
    }
}

impl<M: Map<Number = f64>, T: Number> Map for Rounded<M, T> {
    type Drawn = M::Drawn;
    type Number = T;

    #[inline(always)] // into kernels, to be compiled for their vectors
    fn apply(self, drawn: M::Drawn) -> T {
        T::nearest(self.0.apply(drawn))
    }

    #[inline(always)]
    fn scaled(self, room: &mut [MaybeUninit<T>]) -> Option<Scaled<'_, M::Drawn>> {
        self.0.scaled(T::as_f64(room)?)
    }
}

impl<T: Number> Map for Scale<T> {
    type Drawn = T;
    type Number = T;

    #[inline(always)]
    fn apply(self, drawn: T) -> T {
        drawn * self.0
    }

    #[inline(always)]
    fn scaled(self, room: &mut [MaybeUninit<T>]) -> Option<Scaled<'_, Self::Drawn>> {
        Some((room, self))
    }
}

impl<T: Number> Map for Affine<T> {
    type Drawn = T;
    type Number = T;

    #[inline(always)]
    fn apply(self, drawn: T) -> T {
        if self.fused { self.range.mul_add(drawn, self.low) } else { self.low + self.range * drawn }
    }
}

/// Room for numbers, and what they are to be multiplied by.
type Scaled<'a, T> = (&'a mut [MaybeUninit<T>], Scale<T>);
