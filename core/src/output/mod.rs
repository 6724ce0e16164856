#![expect(unsafe_code, reason = "memory that is not initialized")]

mod map;

use std::mem::MaybeUninit;
use std::{slice, vec};

pub(crate) use map::{Affine, Map, Rounded, Scale};

/// Room for so many numbers at a time, and what they are to be multiplied by.
pub(crate) type Chunks<'a, const LEN: usize> = (&'a mut [[MaybeUninit<f64>; LEN]], Scale<f64>);

/// Where the numbers of a stream go: slices of memory one after the other, each with its [`Map`].
///
/// Numbers go in as they are drawn and land mapped, rounded as each operation rounds. The memory need
/// not be initialized: nothing is read. There is none at all for numbers that are skipped.
#[derive(Debug)]
pub struct Output<'a, M: Map> {
    /// The slice that is being filled, if one is.
    current: Option<Slice<'a, M>>,
    rest: vec::IntoIter<Slice<'a, M>>,
    len: usize,
}

type Slice<'a, M> = (&'a mut [MaybeUninit<<M as Map>::Number>], M);

impl<'a, M: Map> Output<'a, M> {
    /// Slices in the order in which they are to be filled, and what to do with their numbers.
    pub(crate) fn new(slices: impl IntoIterator<Item = (&'a mut [M::Number], M)>) -> Self {
        // SAFETY: nothing but numbers is stored.
        let mut slices = slices.into_iter().map(|(numbers, map)| (unsafe { uninit(numbers) }, map));
        Self::of(slices.next(), slices.collect())
    }

    /// So many numbers that nobody wants.
    pub(crate) fn skipped(len: usize) -> Self {
        Self { current: None, rest: Vec::new().into_iter(), len }
    }

    /// Whether the numbers that are still to be drawn are stored.
    pub(crate) fn stores(&self) -> bool {
        self.current.is_some() || self.rest.len() > 0
    }

    /// The first slice is not among the rest, as it is often the only one: then nothing is allocated.
    pub(crate) fn of(current: Option<Slice<'a, M>>, rest: Vec<Slice<'a, M>>) -> Self {
        let len = current.iter().chain(&rest).map(|(numbers, _)| numbers.len()).sum();
        Self { current, rest: rest.into_iter(), len }
    }

    /// How many numbers are still to be drawn.
    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// Whether all numbers are drawn.
    pub(crate) const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Stores the next numbers.
    ///
    /// Those beyond the end are not stored.
    #[inline(always)] // into kernels, to be compiled for their vectors
    pub(crate) fn extend(&mut self, mut drawn: &[M::Drawn]) {
        while !drawn.is_empty()
            && let Some((numbers, map)) = self.take_from_slice(drawn.len())
        {
            let (these, others) = drawn.split_at(numbers.len());
            for (number, drawn) in numbers.iter_mut().zip(these) {
                number.write(map.apply(*drawn));
            }
            drawn = others;
        }
        self.len = self.len.saturating_sub(drawn.len()); // only where they are skipped
    }

    /// Stores the next `len` numbers as they are drawn.
    ///
    /// Those beyond the end are not drawn.
    #[inline]
    pub(crate) fn extend_with(&mut self, len: usize, mut draw: impl FnMut() -> M::Drawn) {
        let mut left = len;
        while left > 0
            && let Some((numbers, map)) = self.take_from_slice(left)
        {
            left -= numbers.len();
            for number in numbers {
                number.write(map.apply(draw()));
            }
        }
        let skipped = left.min(self.len); // of an output with slices nothing is left
        for _ in 0..skipped {
            draw();
        }
        self.len -= skipped;
    }

    /// Takes room for the next numbers, `LEN` at a time and up to `most` times, and the scale to store them
    /// with, as far as they all belong into one slice whose map is but a scale. `None` if that is not once.
    ///
    /// # Safety
    ///
    /// The caller writes them all.
    #[inline(always)] // into kernels, to be compiled for their vectors
    pub(crate) unsafe fn take_chunks<const LEN: usize>(
        &mut self,
        most: usize,
    ) -> Option<Chunks<'a, LEN>>
    where
        M: Map<Drawn = f64>,
    {
        let (numbers, map) = self.current.as_ref()?;
        let chunks = most.min(numbers.len() / LEN);
        if chunks == 0 || map.scaled(&mut []).is_none() {
            return None;
        }
        let (numbers, map) = self.take_from_slice(chunks * LEN)?;
        let (numbers, scale) = map.scaled(numbers)?;
        Some((numbers.as_chunks_mut().0, scale))
    }

    /// Stores the next numbers, from a buffer.
    ///
    /// # Safety
    ///
    /// They are initialized.
    #[inline(always)]
    pub(crate) unsafe fn extend_from_buffer(&mut self, drawn: &[MaybeUninit<M::Drawn>]) {
        // SAFETY: they are initialized.
        self.extend(unsafe { slice::from_raw_parts(drawn.as_ptr().cast(), drawn.len()) });
    }

    /// Takes room for the next `len` numbers, or all if there is less, off the front.
    pub(crate) fn split_front(&mut self, len: usize) -> Self {
        let current = self.take_from_slice(len);
        let mut taken = current.as_ref().map_or(0, |(numbers, _)| numbers.len());
        let mut rest = Vec::new();
        while taken < len
            && let Some(slice) = self.take_from_slice(len - taken)
        {
            taken += slice.0.len();
            rest.push(slice);
        }
        let skipped = self.len.min(len - taken); // of an output with slices nothing is left
        self.len -= skipped;
        Self { current, rest: rest.into_iter(), len: taken + skipped }
    }

    /// Takes room for up to `len` numbers off the first slice that has any left.
    #[inline(always)]
    fn take_from_slice(&mut self, len: usize) -> Option<Slice<'a, M>> {
        while self.current.as_ref().is_none_or(|(numbers, _)| numbers.is_empty()) {
            self.current = Some(self.rest.next()?);
        }
        let (numbers, map) = self.current.as_mut()?;
        let mid = len.min(numbers.len());
        let (front, back) = std::mem::take(numbers).split_at_mut(mid);
        *numbers = back;
        self.len -= mid;
        Some((front, *map))
    }
}

/// Numbers as memory that need not be initialized.
///
/// # Safety
///
/// Nothing but numbers is written to it.
pub(crate) const unsafe fn uninit<T>(numbers: &mut [T]) -> &mut [MaybeUninit<T>] {
    // SAFETY: the layout is the same, and what is written is a number, as the caller promises.
    unsafe { slice::from_raw_parts_mut(numbers.as_mut_ptr().cast(), numbers.len()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_of_one_slice_that_is_scaled() {
        let (mut first, mut second) = ([0.0; 3], [0.0; 2]);
        let mut output = Output::new([(&mut first[..], Scale(2.0)), (&mut second[..], Scale(3.0))]);
        // SAFETY: what is taken is written.
        unsafe {
            output.extend(&[1.0]);
            assert!(output.take_chunks::<3>(1).is_none() && output.take_chunks::<1>(0).is_none());
            let (room, scale) = output.take_chunks(3).unwrap_or_else(|| panic!("it has two"));
            assert_eq!((room.len(), scale), (2, Scale(2.0)));
            room.fill([MaybeUninit::new(7.0)]);
            assert!(output.take_chunks::<2>(1).is_none());
            output.extend_from_buffer(&[MaybeUninit::new(1.0); 2]);
        }
        assert!(output.is_empty());
        assert_eq!((first, second), ([2.0, 7.0, 7.0], [3.0; 2]));
        let mut rounded = [0.0_f32; 3];
        let mut output = Output::new([(&mut rounded[..], Rounded::<_, f32>::new(Scale(2.0)))]);
        output.extend(&[1.0]);
        // SAFETY: nothing is taken.
        assert!(unsafe { output.take_chunks::<2>(1) }.is_none());
    }
}
