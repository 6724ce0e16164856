//! Sources of random words, with NumPy's seeding and NumPy's state. None knows what is made of its
//! words.

mod mt19937;

pub use mt19937::Mt19937;
pub(super) use mt19937::{BLOCK, double, temper, twist};

use std::fmt;

use rand::Rng;

/// A source of random words, with the uniform numbers that NumPy makes of them.
pub trait BitGenerator: Rng {
    /// The next number in \[0, 1), a multiple of 2^-53: `next_double` of NumPy's `bitgen_t`.
    fn next_double(&mut self) -> f64;
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
}

impl fmt::Display for StateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Position { position } => {
                write!(f, "pos of an MT19937 state must be from 0 to 624, not {position}")
            }
        }
    }
}

impl std::error::Error for StateError {}
