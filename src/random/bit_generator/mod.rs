//! Sources of random words, with NumPy's seeding and NumPy's state. None knows what is made of its
//! words.

mod buffered_uint32;
mod mt19937;
mod pcg64;
mod pcg64dxsm;
mod philox;
mod seed_sequence;
mod sfc64;

pub use buffered_uint32::BufferedUint32;
use buffered_uint32::word_generator;
pub use mt19937::Mt19937;
pub(super) use mt19937::{BLOCK, double, temper, twist};
pub use pcg64::Pcg64;
pub(super) use pcg64::{Step, output as pcg64_output};
pub use pcg64dxsm::Pcg64Dxsm;
pub use philox::Philox;
pub use seed_sequence::SeedSequence;
pub use sfc64::Sfc64;

use std::fmt;

use rand::Rng;

/// A source of random words, with the uniform numbers that NumPy makes of them.
pub trait BitGenerator: Rng {
    /// The next number in \[0, 1), a multiple of 2^-53: `next_double` of NumPy's `bitgen_t`.
    fn next_double(&mut self) -> f64;
}

/// The number in \[0, 1) that most bit generators make of a word: of its upper 53 bits.
#[inline(always)]
#[expect(clippy::cast_precision_loss, reason = "of 53 bits")]
pub(super) const fn upper_bits(word: u64) -> f64 {
    (word >> 11) as f64 / 9_007_199_254_740_992.0
}

/// Why a bit generator cannot be in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StateError {
    /// A position outside of `0..=624` of a Mersenne Twister's state.
    Position {
        /// The position given.
        position: i64,
    },
    /// A position outside of `0..=4` of a Philox's buffer.
    BufferPosition {
        /// The position given.
        position: i64,
    },
}

impl fmt::Display for StateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Position { position } => {
                write!(f, "pos of an MT19937 state must be from 0 to 624, not {position}")
            }
            Self::BufferPosition { position } => {
                write!(f, "buffer_pos of a Philox state must be from 0 to 4, not {position}")
            }
        }
    }
}

impl std::error::Error for StateError {}
