use super::kernel::Lanes;
use super::number::Number;
use super::words::Words;
use crate::random::BitGenerator;

/// How numbers are made of words: a method of `np.random.Generator`.
///
/// The methods are [`StandardNormal`](super::StandardNormal),
/// [`TruncatedNormal`](super::TruncatedNormal) and [`StandardUniform`](super::StandardUniform).
pub trait Method<T: Number>: Passes<T> + Copy + Send + Sync {
    /// The next number: what the bulk ways are held against.
    fn draw<B: BitGenerator + ?Sized>(self, bits: &mut B) -> T;
}

/// A method, for words that were made in bulk: first each word as if a number began with it, then
/// the few that are in doubt, in order.
pub trait Passes<T: Number> {
    /// About how many words so many numbers take.
    fn words_for(self, numbers: usize) -> usize;

    /// For each word the number that it gives, and the bits of those that are in doubt: it may
    /// be another number, or none.
    ///
    /// There are 64 words for each of `doubtful`.
    fn candidates<B: Words>(
        self,
        lanes: impl Lanes,
        packs: &[u64],
        drawn: &mut [T],
        doubtful: &mut [u64],
    );

    /// The number that begins with a word, and whether it is accepted. `uniform` makes a number in
    /// \[0, 1) of the next word.
    fn settle(self, word: u64, uniform: impl FnMut() -> T) -> (T, bool);
}
