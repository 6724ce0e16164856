//! What a method of `np.random.Generator` is.

use crate::bit_generator::{BitGenerator, BulkBitGenerator};
use crate::cpu::Cpu;
use crate::number::Number;
use crate::stretch::Stretch;

/// How numbers are made of words: a method of `np.random.Generator`.
///
/// The methods are [`StandardNormal`](crate::StandardNormal) and
/// [`StandardUniform`](crate::StandardUniform).
pub trait Method<T: Number>: Copy + Send + Sync {
    /// Words on their way to numbers, in bulk.
    #[doc(hidden)]
    type Stretch<B: BulkBitGenerator>: Stretch<B, Number = T>;

    /// The next number: what the bulk ways are held against.
    fn draw<B: BitGenerator + ?Sized>(self, bits: &mut B) -> T;

    /// Room for the words of up to so many numbers. `None` if there is no memory for it.
    #[doc(hidden)]
    fn stretch<B: BulkBitGenerator>(
        self,
        cpu: Cpu,
        start: &B,
        numbers: usize,
    ) -> Option<Self::Stretch<B>>;

    /// How many numbers are worth a thread: fewer take no longer than to start it.
    #[doc(hidden)]
    fn for_a_thread<B: BulkBitGenerator>(self) -> usize {
        B::NORMALS_FOR_A_THREAD
    }

    /// Whether each word is a number, so that they are skipped without a look at them.
    #[doc(hidden)]
    fn takes_each_word(self) -> bool {
        false
    }
}
