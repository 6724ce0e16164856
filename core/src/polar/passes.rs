//! From words to normals, as fast as the machine allows.
//!
//! Each attempt of the polar method takes four words, accepted or not. So the attempts stand at
//! fixed places in the stream and rejection is a filter, and the work falls into three passes that
//! each treat many numbers alike:
//!
//! 1. [`Twist`] makes blocks of words;
//! 2. [`Accept`] makes points of them and keeps those in the unit disc, in order;
//! 3. [`Emit`] makes two normals of each point.
//!
//! The [reference](super) has the same formulas one number at a time. For the portable CPU the passes
//! are plain loops over them; for the others they are written once, for vectors of any length.

use super::{Contraction, Logarithm};
use crate::bit_generator::BLOCK;
use crate::output::{Map, Output};
use crate::stretch::boxed;

/// How many blocks one run of the three passes treats at most: what stays close to the core.
pub(super) const MOST_BLOCKS: usize = 16;

/// The attempts in a block.
pub(super) const ATTEMPTS: usize = BLOCK / 4;

/// How many words there are in a cache line, on most CPUs.
pub(super) const LINE: usize = 16;

/// Accepted points, in order.
pub(super) struct Points {
    /// x1 and x2 of each point, with some room after the last one; or all x1, each with some factor, and
    /// as far behind as there is room for points all x2, where that suits a CPU's vectors better.
    pub(super) pairs: Box<[[f64; 2]]>,
    pub(super) len: usize,
}

impl Points {
    /// Room for those of so many attempts. `None` if there is no memory for it.
    pub(super) fn new(attempts: usize) -> Option<Self> {
        // As many as there can be, and what is read with the last of them as a whole.
        Some(Self { pairs: boxed([0.0; 2], attempts + 128)?, len: 0 })
    }
}

/// Continues the untempered words after the first block, from the start of a [cache line](LINE) on.
pub(super) struct Twist<'a>(pub(super) &'a mut [u32]);

/// Replaces `points`, which have room for all attempts, by those that are accepted. Returns how
/// many attempts were read.
pub(super) struct Accept<'a> {
    pub(super) attempts: Attempts<'a>,
    pub(super) points: &'a mut Points,
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

/// Draws the points' normals.
pub(super) struct Emit<'a, 'o, M: Map> {
    pub(super) contraction: Contraction,
    #[cfg_attr(
        not(any(target_arch = "x86_64", all(target_arch = "aarch64", target_endian = "little"))),
        expect(dead_code, reason = "plain loops take each from the C library")
    )]
    pub(super) logarithm: Logarithm,
    pub(super) points: &'a Points,
    pub(super) output: &'a mut Output<'o, M>,
}
