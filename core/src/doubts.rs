//! Lists of what is in doubt, to be settled once the rest is done.

/// How many can be added at once.
pub(crate) const GROUP: usize = u64::BITS as usize;

/// Places in a stretch, in a list that has room for a [`GROUP`] more.
#[derive(Debug)]
pub(crate) struct Doubts<L> {
    list: L,
    len: usize,
}

impl<L: AsRef<[u16]> + AsMut<[u16]>> Doubts<L> {
    /// None, with a list to be filled.
    pub(crate) const fn new(list: L) -> Self {
        Self { list, len: 0 }
    }

    pub(crate) fn clear(&mut self) {
        self.len = 0;
    }

    pub(crate) fn places(&self) -> &[u16] {
        &self.list.as_ref()[..self.len]
    }

    /// Adds the places with set bits, in the `group`-th group of places.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "a stretch has few thousand")]
    pub(crate) fn add(&mut self, bits: u64, group: usize) {
        let Some(free) = self.list.as_mut()[self.len..].first_chunk_mut::<GROUP>() else { return };
        self.len += bits.count_ones() as usize;
        let mut left = bits;
        // Always four, and seldom more: a CPU cannot guess how many there are.
        for places in free.as_chunks_mut::<4>().0 {
            for place in places {
                *place = (group * GROUP) as u16 + left.trailing_zeros() as u16;
                left &= left.wrapping_sub(1);
            }
            if left == 0 {
                break;
            }
        }
    }
}
