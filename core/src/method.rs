//! What a method of `np.random.Generator` is.

use crate::bit_generator::{BitGenerator, BulkBitGenerator};
use crate::cpu::Cpu;
use crate::number::Number;
use crate::stretch::Stretch;

/// How numbers are made of words: a method of `np.random.Generator`.
///
/// The methods are [`StandardNormal`](crate::StandardNormal),
/// [`TruncatedNormal`](crate::TruncatedNormal) and [`StandardUniform`](crate::StandardUniform).
pub trait Method<T: Number>: InBulk<T> + Copy + Send + Sync {
    /// The next number: what the bulk ways are held against.
    fn draw<B: BitGenerator + ?Sized>(self, bits: &mut B) -> T;
}

/// How a method draws many numbers.
pub trait InBulk<T: Number> {
    /// Words on their way to numbers.
    type Stretch<B: BulkBitGenerator>: Stretch<B, Number = T>;

    /// Room for the words of up to so many numbers. `None` if there is no memory for it.
    fn stretch<B: BulkBitGenerator>(
        self,
        cpu: Cpu,
        start: &B,
        numbers: usize,
    ) -> Option<Self::Stretch<B>>;

    /// How many numbers are worth a thread: fewer take no longer than to start it.
    fn for_a_thread<B: BulkBitGenerator>(self) -> usize
    where
        Self: Sized,
    {
        1 << 17
    }

    /// Whether each word is a number, so that they are skipped without a look at them.
    fn takes_each_word(self) -> bool
    where
        Self: Sized,
    {
        false
    }
}
