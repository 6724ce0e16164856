//! From words to normals, as fast as the machine allows.
//!
//! Each attempt of the polar method takes four words, accepted or not. So the attempts stand at
//! fixed places in the stream and rejection is a filter, and the work falls into three passes that
//! each treat many numbers alike:
//!
//! 1. [`twist`](Passes::twist) makes blocks of words;
//! 2. [`accept`](Passes::accept) makes points of them and keeps those in the unit disc, in order;
//! 3. [`emit`](Passes::emit) makes two normals of each point.
//!
//! [`polar`](super::polar) has the same formulas one number at a time. The portable kernel is
//! plain loops over them; the others are written once, for vectors of any length.

mod portable;
#[cfg(all(
    any(target_arch = "x86_64", all(target_arch = "aarch64", target_endian = "little")),
    target_os = "linux",
    any(target_env = "gnu", target_env = "musl")
))]
mod vector;
/// No vectors, or no known bound of the error of the C library's logarithm.
#[cfg(not(all(
    any(target_arch = "x86_64", all(target_arch = "aarch64", target_endian = "little")),
    target_os = "linux",
    any(target_env = "gnu", target_env = "musl")
)))]
mod vector {
    pub(super) fn kernels() -> impl Iterator<Item = super::Kernel> {
        std::iter::empty()
    }
}

use super::Contraction;
use crate::output::{Output, Scale};
use crate::random::bit_generator::BLOCK;

/// How many blocks one run of the three passes treats for so many pairs of normals: as many as
/// they take at least, up to what stays close to the core.
pub(super) fn blocks(pairs: usize) -> usize {
    const MOST: usize = 12;
    (pairs / ATTEMPTS).clamp(1, MOST)
}

/// The attempts in a block.
const ATTEMPTS: usize = BLOCK / 4;

/// Accepted points, in order.
pub(super) struct Points {
    /// x1 and x2 of each point, with some room after the last one.
    pairs: Box<[[f64; 2]]>,
    len: usize,
}

impl Points {
    /// Room for what one run reads. `None` if there is no memory for it.
    pub(super) fn new(pairs: usize) -> Option<Self> {
        // As many as there can be, and what the vectors at the end fill.
        let capacity = blocks(pairs) * ATTEMPTS + 64;
        Some(Self { pairs: boxed([0.0; 2], capacity)?, len: 0 })
    }

    pub(super) const fn len(&self) -> usize {
        self.len
    }
}

/// Memory from the heap: a thread's stack may be small. `None` if there is none.
pub(super) fn boxed<T: Clone>(value: T, len: usize) -> Option<Box<[T]>> {
    let mut memory = Vec::new();
    memory.try_reserve_exact(len).ok()?;
    memory.resize(len, value);
    Some(memory.into_boxed_slice())
}

/// Attempts of the polar method to read.
#[derive(Clone, Copy)]
pub(super) struct Attempts<'a> {
    pub(super) contraction: Contraction,
    /// Untempered, four for each attempt.
    pub(super) words: &'a [u32],
    /// How many points are wanted at most.
    pub(super) limit: usize,
}

/// The passes, for one kind of CPU.
pub(super) trait Passes: Sync {
    fn name(&self) -> &'static str;

    /// Continues the untempered words after the first block.
    fn twist(&self, words: &mut [u32]);

    /// Replaces `points`, which have room for all attempts, by those that are accepted. Returns how
    /// many attempts were read.
    fn accept(&self, attempts: Attempts<'_>, points: &mut Points) -> usize;

    /// Draws the points' normals.
    fn emit(&self, contraction: Contraction, points: &Points, output: &mut Output<'_, Scale<f64>>);
}

/// Code for one kind of CPU that turns words into normals, and that this CPU can run.
///
/// All kernels give the same bits.
///
/// # Example
///
/// ```
/// use paraminit_core::random::Kernel;
///
/// let names: Vec<_> = Kernel::available().map(Kernel::name).collect();
/// assert_eq!(names.last(), Some(&"portable"));
/// ```
#[derive(Clone, Copy)]
pub struct Kernel {
    pub(super) passes: &'static dyn Passes,
}

impl Kernel {
    /// Plain loops, which every CPU runs.
    pub const PORTABLE: Self = Self { passes: &portable::Portable };

    /// The kernels that this CPU can run, the fastest first and the portable one last.
    pub fn available() -> impl Iterator<Item = Self> {
        vector::kernels().chain([Self::PORTABLE])
    }

    /// What the kernel needs of a CPU: "avx512", "avx2", "neon" or "portable".
    #[must_use]
    pub fn name(self) -> &'static str {
        self.passes.name()
    }
}

impl std::fmt::Debug for Kernel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Kernel").field(&self.name()).finish()
    }
}
