//! From words to weights, as fast as the machine allows.
//!
//! Each attempt of the polar method takes four words, accepted or not. So the attempts stand at
//! fixed places in the stream and rejection is a filter, and the work falls into three passes that
//! each treat many numbers alike:
//!
//! 1. [`twist`](Passes::twist) makes blocks of words;
//! 2. [`accept`](Passes::accept) makes points of them and keeps those in the unit disc, in order;
//! 3. [`emit`](Passes::emit) makes two weights of each point.
//!
//! [`polar`](super::polar) has the same formulas one number at a time. The portable kernel is
//! plain loops over them; the others are written once, for vectors of any length.

mod portable;
#[cfg(all(
    target_arch = "x86_64",
    target_os = "linux",
    any(target_env = "gnu", target_env = "musl")
))]
mod vector;
/// No vectors, or no known bound of the error of the C library's logarithm.
#[cfg(not(all(
    target_arch = "x86_64",
    target_os = "linux",
    any(target_env = "gnu", target_env = "musl")
)))]
mod vector {
    pub(super) fn kernels() -> impl Iterator<Item = super::Kernel> {
        std::iter::empty()
    }
}

use super::mt19937::N;
use super::{Contraction, Weights};

/// How many blocks one run of the three passes treats for so many pairs of normals: as many as
/// they take at least, up to what stays close to the core.
pub(super) fn blocks(pairs: usize) -> usize {
    const MOST: usize = 12;
    (pairs / ATTEMPTS).clamp(1, MOST)
}

/// The attempts in a block.
const ATTEMPTS: usize = N / 4;

/// Accepted points, in order.
pub(super) struct Points {
    x1: Box<[f64]>,
    x2: Box<[f64]>,
    len: usize,
}

impl Points {
    /// Room for what one run reads. `None` if there is no memory for it.
    pub(super) fn new(pairs: usize) -> Option<Self> {
        // As many as there can be, and a whole vector at the end.
        let capacity = blocks(pairs) * ATTEMPTS + 16;
        Some(Self { x1: boxed(0.0, capacity)?, x2: boxed(0.0, capacity)?, len: 0 })
    }

    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// Keeps the first `len` points. Whatever fills up the last vector has normals, too, so that
    /// the CPU notes no division by 0: NumPy could take that for an error of its own.
    fn truncate(&mut self, len: usize) {
        self.len = len;
        self.x1[len..len + 8].fill(0.5);
        self.x2[len..len + 8].fill(0.5);
    }
}

/// Memory from the heap: a thread's stack may be small. `None` if there is none.
pub(super) fn boxed<T: Clone>(value: T, len: usize) -> Option<Box<[T]>> {
    let mut memory = Vec::new();
    memory.try_reserve_exact(len).ok()?;
    memory.resize(len, value);
    Some(memory.into_boxed_slice())
}

/// The passes, for one kind of CPU.
trait Passes: Sync {
    fn name(&self) -> &'static str;

    /// Continues the untempered words after the first block.
    fn twist(&self, words: &mut [u32]);

    /// Replaces `points` by the accepted ones of the attempts in `words`, up to `limit` points.
    /// Returns how many attempts it took.
    ///
    /// `words` are untempered, four for each attempt, of as many [`blocks`] as `points` has room for.
    fn accept(
        &self,
        contraction: Contraction,
        words: &[u32],
        limit: usize,
        points: &mut Points,
    ) -> usize;

    /// Draws the points' normals into the weights.
    fn emit(&self, contraction: Contraction, points: &Points, weights: &mut Weights<'_>);
}

/// Code for one kind of CPU that turns words into weights, and that this CPU can run.
///
/// All kernels give the same bits.
///
/// # Example
///
/// ```
/// use paraminit::random::Kernel;
///
/// let names: Vec<_> = Kernel::available().map(Kernel::name).collect();
/// assert_eq!(names.last(), Some(&"portable"));
/// ```
#[derive(Clone, Copy)]
pub struct Kernel(&'static dyn Passes);

impl Kernel {
    /// Plain loops, which every CPU runs.
    pub const PORTABLE: Self = Self(&portable::Portable);

    /// The kernels that this CPU can run, the fastest first and the portable one last.
    pub fn available() -> impl Iterator<Item = Self> {
        vector::kernels().chain([Self::PORTABLE])
    }

    /// What the kernel needs of a CPU: "avx512", "avx2" or "portable".
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    pub(super) fn twist(self, words: &mut [u32]) {
        self.0.twist(words);
    }

    pub(super) fn accept(
        self,
        contraction: Contraction,
        words: &[u32],
        limit: usize,
        points: &mut Points,
    ) -> usize {
        self.0.accept(contraction, words, limit, points)
    }

    pub(super) fn emit(self, contraction: Contraction, points: &Points, weights: &mut Weights<'_>) {
        self.0.emit(contraction, points, weights);
    }
}

impl std::fmt::Debug for Kernel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Kernel").field(&self.name()).finish()
    }
}
