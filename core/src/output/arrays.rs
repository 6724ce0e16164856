#![expect(unsafe_code, reason = "memory that is not initialized")]

use std::mem::MaybeUninit;
use std::{slice, vec};

use super::Parameters;

/// Arrays that are filled one after the other, as one run of a stream.
#[derive(Debug)]
pub struct Arrays<'a, T> {
    /// The one that is being filled, not among the rest: often it is the only one, and then nothing
    /// need be allocated.
    current: Option<Room<'a, T>>,
    rest: vec::IntoIter<Room<'a, T>>,
    len: usize,
}

type Room<'a, T> = (&'a mut [MaybeUninit<T>], Parameters);

impl<'a, T> Arrays<'a, T> {
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
    pub fn skipped(len: usize) -> Self {
        Self { current: None, rest: Vec::new().into_iter(), len }
    }

    fn of(mut rooms: impl Iterator<Item = Room<'a, T>>) -> Self {
        let (current, rest) = (rooms.next(), rooms.collect::<Vec<_>>());
        let len = current.iter().chain(&rest).map(|(room, _)| room.len()).sum();
        Self { current, rest: rest.into_iter(), len }
    }

    /// How many numbers are still to be drawn.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether none is.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether the numbers are wanted.
    pub(crate) fn stores(&self) -> bool {
        self.current.is_some() || self.rest.len() > 0
    }

    /// The array that is being filled, if one is.
    #[inline(always)]
    pub(super) const fn current(&self) -> Option<&Room<'a, T>> {
        self.current.as_ref()
    }

    /// Leaves out so many of the numbers that nobody wants.
    #[inline(always)]
    pub(crate) const fn skip(&mut self, len: usize) {
        self.len = self.len.saturating_sub(len);
    }

    /// Takes room for the next `len` numbers, or all if there is less, off the front.
    pub(super) fn split_front(&mut self, len: usize) -> Self {
        let (len, left) = (len.min(self.len), self.len.saturating_sub(len));
        let current = self.take(len);
        let mut rest = Vec::new();
        while self.len > left
            && let Some(room) = self.take(self.len - left)
        {
            rest.push(room);
        }
        self.len = left; // of those that nobody wants none was taken
        Self { current, rest: rest.into_iter(), len }
    }

    /// Takes room for up to `len` numbers off the first array that has any left.
    #[inline(always)]
    pub(super) fn take(&mut self, len: usize) -> Option<Room<'a, T>> {
        while self.current.as_ref().is_none_or(|(room, _)| room.is_empty()) {
            self.current = Some(self.rest.next()?);
        }
        let (room, of) = self.current.as_mut()?;
        let len = len.min(room.len());
        let (front, back) = std::mem::take(room).split_at_mut(len);
        *room = back;
        self.len -= len;
        Some((front, *of))
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
