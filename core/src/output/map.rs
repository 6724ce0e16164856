//! From the numbers that are drawn to those that are stored.

use std::marker::PhantomData;

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

/// How a number that was drawn becomes the one that is stored, rounded to its type at the end.
pub trait Map: Copy + Send {
    /// The type of the number that was drawn.
    type Drawn: Number;
    /// The type of the number that is stored.
    type Number: Number;

    /// The map to numbers that are made of this, its product and sum `fused` or not.
    fn new(of: Parameters, fused: bool) -> Self;

    /// The number to store.
    fn apply(self, drawn: Self::Drawn) -> Self::Number;

    /// What it multiplies by, if that is all.
    #[inline(always)]
    fn scale(self) -> Option<Scale<Self::Drawn>> {
        None
    }
}

/// What numbers are multiplied by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale<T>(pub T);

impl<T: Number> Scale<T> {
    /// The product.
    #[inline(always)]
    pub fn apply(self, drawn: T) -> T {
        drawn * self.0
    }
}

/// Stores `drawn * scale`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scaled<D, T> {
    scale: Scale<D>,
    stored: PhantomData<T>,
}

impl<D: Number, T: Number> Map for Scaled<D, T> {
    type Drawn = D;
    type Number = T;

    #[inline(always)] // into kernels, to be compiled for their vectors
    fn new(Parameters { range, .. }: Parameters, _: bool) -> Self {
        Self { scale: Scale(D::nearest(range)), stored: PhantomData }
    }

    #[inline(always)]
    fn apply(self, drawn: D) -> T {
        T::nearest(self.scale.apply(drawn).into())
    }

    #[inline(always)]
    fn scale(self) -> Option<Scale<D>> {
        Some(self.scale)
    }
}

/// Stores `low + range * drawn`; `fused` if product and sum are rounded once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Affine<D, T> {
    low: D,
    range: D,
    fused: bool,
    stored: PhantomData<T>,
}

impl<D: Number, T: Number> Map for Affine<D, T> {
    type Drawn = D;
    type Number = T;

    #[inline(always)]
    fn new(Parameters { low, range }: Parameters, fused: bool) -> Self {
        Self { low: D::nearest(low), range: D::nearest(range), fused, stored: PhantomData }
    }

    #[inline(always)]
    fn apply(self, drawn: D) -> T {
        let Self { low, range, fused, .. } = self;
        T::nearest(if fused { range.mul_add(drawn, low) } else { low + range * drawn }.into())
    }
}
