//! Sources of random words, with NumPy's seeding and NumPy's state. None knows what is made of its
//! words.

#[cfg(target_arch = "x86_64")]
mod avx2;
mod buffered_uint32;
mod bulk;
pub(crate) mod mt19937;
mod pcg64;
mod philox;
mod seed_sequence;
mod sfc64;

pub use buffered_uint32::BufferedUint32;
use buffered_uint32::word_generator;
pub use bulk::BulkBitGenerator;
pub(crate) use bulk::BulkCpu;
pub use mt19937::Mt19937;
pub(crate) use mt19937::{BLOCK, double, temper, twist};
pub use pcg64::{Dxsm, Pcg, Pcg64, Pcg64Dxsm, PcgOutput, XslRr};
pub use philox::Philox;
pub use seed_sequence::SeedSequence;
pub use sfc64::Sfc64;

use rand::Rng;

/// A source of random words, with the uniform numbers that NumPy makes of them.
pub trait BitGenerator: Rng {
    /// The next number in \[0, 1), a multiple of 2^-53: `next_double` of NumPy's `bitgen_t`. As a rule
    /// it is made of the upper bits of a word.
    #[inline]
    fn next_double(&mut self) -> f64 {
        upper_bits(self.next_u64())
    }
}

/// The number in \[0, 1) that most bit generators make of a word: its upper 53 bits over 2^53.
///
/// Many CPUs convert no vectors of 64-bit integers, so the bits are laid under those of 2^84 and 2^52,
/// which count in steps of 2^32 and 1. Nothing is rounded.
#[inline(always)]
const fn upper_bits(word: u64) -> f64 {
    const TWO_84: f64 = 19_342_813_113_834_066_795_298_816.0;
    const TWO_52: f64 = 4_503_599_627_370_496.0;
    let bits = word >> 11;
    let high = f64::from_bits(TWO_84.to_bits() | (bits >> 32));
    let low = f64::from_bits(TWO_52.to_bits() | (bits & 0xffff_ffff));
    ((high - (TWO_84 + TWO_52)) + low) / 9_007_199_254_740_992.0
}

/// The two halves of a word, the lower one first.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "the lower half")]
pub(crate) const fn halves(word: u64) -> [u32; 2] {
    [word as u32, (word >> 32) as u32]
}

/// A position in a bit generator's words that no state has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name} must be from 0 to {last}, not {position}")]
pub struct StateError {
    name: &'static str,
    last: usize,
    position: i64,
}

impl StateError {
    /// A position, if it is at most the last one.
    fn check(name: &'static str, last: usize, position: i64) -> Result<usize, Self> {
        let possible = usize::try_from(position).ok().filter(|&possible| possible <= last);
        possible.ok_or(Self { name, last, position })
    }
}
