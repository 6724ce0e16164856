#![expect(unsafe_code, reason = "memory that is not initialized")]

pub(crate) mod arrays;
mod map;

use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::slice;

pub use arrays::Arrays;
pub use map::Parameters;
pub(crate) use map::{Affine, Map, Scale, Scaled};

use crate::error::Interrupted;
use crate::number::Number;

/// Room for so many numbers at a time, and what they are to be multiplied by.
pub(crate) type Chunks<'a, const LEN: usize> = (&'a mut [[MaybeUninit<f64>; LEN]], Scale<f64>);

/// Where the numbers of a stream go: arrays, and the [`Map`] on the way to them.
///
/// Numbers go in as they are drawn and land mapped, rounded as each operation rounds. The memory need
/// not be initialized: nothing is read. There is none at all for numbers that are skipped.
#[derive(Debug)]
pub struct Output<'a, M: Map> {
    pub(crate) arrays: Arrays<'a, M::Number>,
    fused: bool,
    map: PhantomData<M>,
}

impl<'a, M: Map> Output<'a, M> {
    /// These arrays. Where the map has a product and a sum, `fused` says whether they are rounded once.
    pub(crate) const fn new(arrays: Arrays<'a, M::Number>, fused: bool) -> Self {
        Self { arrays, fused, map: PhantomData }
    }

    /// Stores the next numbers.
    ///
    /// Those beyond the end are not stored.
    #[inline(always)] // into kernels, to be compiled for their vectors
    pub(crate) fn extend(&mut self, mut drawn: &[M::Drawn]) {
        while !drawn.is_empty()
            && let Some((numbers, map)) = self.take(drawn.len())
        {
            let (these, others) = drawn.split_at(numbers.len());
            for (number, drawn) in numbers.iter_mut().zip(these) {
                number.write(map.apply(*drawn));
            }
            drawn = others;
        }
        self.arrays.skip(drawn.len());
    }

    /// Stores numbers as they are drawn, until there is no more room, and without any memory.
    #[inline]
    pub(crate) fn fill_with(
        mut self,
        mut draw: impl FnMut() -> M::Drawn,
        interrupted: &mut dyn FnMut() -> bool,
    ) -> Result<(), Interrupted> {
        const CHUNK: usize = 1024;
        while !self.arrays.is_empty() {
            if let Some((numbers, map)) = self.take(CHUNK) {
                for number in numbers {
                    number.write(map.apply(draw()));
                }
            } else {
                let skipped = CHUNK.min(self.arrays.len());
                for _ in 0..skipped {
                    draw();
                }
                self.arrays.skip(skipped);
            }
            if !self.arrays.is_empty() && interrupted() {
                return Err(Interrupted);
            }
        }
        Ok(())
    }

    /// Takes room for the next numbers, `LEN` at a time and up to `most` times, and the scale to store them
    /// with, as far as they all belong into one array and the map is but a scale. `None` if that is not once.
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
        let (numbers, of) = self.arrays.current()?;
        let chunks = most.min(numbers.len() / LEN);
        let scale = M::new(*of, self.fused).scale()?;
        if chunks == 0 || M::Number::as_f64(&mut []).is_none() {
            return None;
        }
        let (numbers, _) = self.take(chunks * LEN)?;
        Some((M::Number::as_f64(numbers)?.as_chunks_mut().0, scale))
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
        Self::new(self.arrays.split_front(len), self.fused)
    }

    #[inline(always)]
    fn take(&mut self, len: usize) -> Option<(&'a mut [MaybeUninit<M::Number>], M)> {
        let (numbers, of) = self.arrays.take(len)?;
        Some((numbers, M::new(of, self.fused)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_of_one_slice_that_is_scaled() {
        let (mut first, mut second) = ([0.0; 3], [0.0; 2]);
        let by = |range| Parameters { low: 0.0, range };
        let arrays = Arrays::new([(&mut first[..], by(2.0)), (&mut second[..], by(3.0))]);
        let mut output = Output::<Scaled<f64, f64>>::new(arrays, false);
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
        assert!(output.arrays.is_empty());
        assert_eq!((first, second), ([2.0, 7.0, 7.0], [3.0; 2]));
        let mut rounded = [0.0_f32; 3];
        let arrays = Arrays::new([(&mut rounded[..], by(2.0))]);
        let mut output = Output::<Scaled<f64, f32>>::new(arrays, false);
        output.extend(&[1.0]);
        // SAFETY: nothing is taken.
        assert!(unsafe { output.take_chunks::<2>(1) }.is_none());
    }
}
