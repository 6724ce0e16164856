//! Plain loops, for every CPU.

use super::Lanes;
use crate::random::bit_generator::{Step, pcg64_output};
use crate::random::generator::number::halves;
use crate::random::generator::ziggurat_tables::Rows;
use crate::random::{Pcg64, Pcg64Dxsm, Philox};

#[derive(Clone, Copy)]
pub(super) struct Portable;

impl Lanes for Portable {
    /// Four states leap over each other, because a step must wait for the one before.
    #[inline(always)]
    fn pcg64(self, bits: &mut Pcg64, words: &mut [u64]) {
        const LEAP: Step = Step::PCG64.repeated(4);
        let inc = bits.inc();
        let (groups, rest) = words.as_chunks_mut::<4>();
        let mut state = bits.state();
        let mut states = [(); 4].map(|()| {
            state = Step::PCG64.apply(state, inc);
            state
        });
        let terms = LEAP.terms.wrapping_mul(inc);
        for group in groups {
            bits.set_state(states[3]);
            for (word, state) in group.iter_mut().zip(&mut states) {
                *word = pcg64_output(*state);
                *state = state.wrapping_mul(LEAP.factor).wrapping_add(terms);
            }
        }
        rest.fill_with(|| rand::Rng::next_u64(bits));
    }

    #[inline(always)]
    fn pcg64dxsm(self, bits: &mut Pcg64Dxsm, words: &mut [u64]) {
        words.fill_with(|| rand::Rng::next_u64(bits));
    }

    #[inline(always)]
    fn philox(self, bits: &mut Philox, words: &mut [u64]) {
        bits.fill(words);
    }

    #[inline(always)]
    #[expect(clippy::cast_precision_loss, reason = "of 52 bits")]
    fn normals_f64(self, rows: &Rows<f64, u64>, words: &[u64; 8], drawn: &mut [f64; 8]) -> u8 {
        let mut doubtful = 0;
        for (i, (word, drawn)) in words.iter().zip(drawn).enumerate() {
            let row = rows.0[(word & 511) as usize];
            let mantissa = (word << 3) >> 12;
            *drawn = mantissa.cast_signed() as f64 * row.step;
            doubtful |= u8::from(mantissa >= row.inside) << i;
        }
        doubtful
    }

    #[inline(always)]
    #[expect(clippy::cast_precision_loss, reason = "of 23 bits")]
    fn normals_f32(self, rows: &Rows<f32, u32>, packs: &[u64; 4], drawn: &mut [f32; 8]) -> u8 {
        let mut doubtful = 0;
        let words = packs.map(halves);
        for (i, (word, drawn)) in words.as_flattened().iter().zip(drawn).enumerate() {
            let row = rows.0[(word & 511) as usize];
            let mantissa = word >> 9;
            *drawn = mantissa.cast_signed() as f32 * row.step;
            doubtful |= u8::from(mantissa >= row.inside) << i;
        }
        doubtful
    }
}
