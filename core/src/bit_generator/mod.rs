//! Sources of random words, with NumPy's seeding and NumPy's state. None knows what is made of its
//! words.

#[cfg(target_arch = "x86_64")]
mod avx2;
mod buffered_uint32;
mod bulk;
mod mt19937;
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

use std::fmt;

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

#[cfg(test)]
mod tests {
    use super::*;

    /// The first three words and the last of the 1000 in the file of NumPy's own tests that is named
    /// after the bit generator, such as pcg64-testset-1.csv.
    #[test]
    fn value_stability() {
        fn words<B: Rng>(seeded: fn(&SeedSequence) -> B) -> [u64; 4] {
            let mut bits = seeded(&SeedSequence::new([0xdead_beaf]));
            let first = [(); 3].map(|()| bits.next_u64());
            let last = (3..1000).map(|_| bits.next_u64()).last().unwrap_or_default();
            [first[0], first[1], first[2], last]
        }
        let pcg64 = [
            0x60d2_4054_e17a_0698,
            0xd5e7_9d89_856e_4f12,
            0xd254_972f_e64b_d782,
            0xa5cb_380b_8de1_0d10,
        ];
        assert_eq!(words(Pcg64::from_seed_sequence), pcg64);
        let dxsm = [
            0xdf1d_dcf1_e225_21fe,
            0xc71b_2f9c_706c_f151,
            0x6922_a8cc_24ad_96b2,
            0x4955_c92a_aa23_1578,
        ];
        assert_eq!(words(Pcg64Dxsm::from_seed_sequence), dxsm);
        let philox = [
            0xedc9_5200_e2bd_66a5,
            0x581d_4e43_b768_2352,
            0x4be7_278f_5e37_3eab,
            0x1f83_a32d_4adf_d2ed,
        ];
        assert_eq!(words(Philox::from_seed_sequence), philox);
        let sfc64 = [
            0xa475_f55f_bb6b_c638,
            0xb2d5_94b6_c29d_971c,
            0x275b_c4ec_e448_4fb1,
            0x0f54_3333_6ead_ef6e,
        ];
        assert_eq!(words(Sfc64::from_seed_sequence), sfc64);
    }
}
