//! The step that is done for many words at once: a layer for each, and whether the number is inside.

use super::tables::Rows;
use crate::bit_generator::{BulkCpu, halves};
use crate::cpu::Portable;

/// How a kind of CPU does it; in plain loops, unless it has something better.
pub trait Layers: BulkCpu {
    /// For each word the number in its layer, and the bits of those that are inside.
    #[inline(always)]
    #[expect(clippy::cast_precision_loss, reason = "of 52 bits")]
    fn normals_f64(self, rows: &Rows<f64, u64>, words: &[u64; 8], drawn: &mut [f64; 8]) -> u8 {
        let mut inside = 0;
        for (i, (word, drawn)) in words.iter().zip(drawn).enumerate() {
            let row = rows.0[(word & 511) as usize];
            let mantissa = (word << 3) >> 12;
            *drawn = mantissa.cast_signed() as f64 * row.step;
            inside |= u8::from(mantissa < row.inside) << i;
        }
        inside
    }

    /// The same, for the halves of words.
    #[inline(always)]
    fn normals_f32(self, rows: &Rows<f32, u32>, packs: &[u64; 8], drawn: &mut [f32; 16]) -> u16 {
        let mut inside = 0;
        let halves = packs.as_chunks().0.iter().zip(drawn.as_chunks_mut().0);
        for (half, (packs, drawn)) in halves.enumerate() {
            inside |= u16::from(self.eight_normals_f32(rows, packs, drawn)) << (8 * half);
        }
        inside
    }

    /// The same, for eight numbers.
    #[inline(always)]
    #[expect(clippy::cast_precision_loss, reason = "of 23 bits")]
    fn eight_normals_f32(
        self,
        rows: &Rows<f32, u32>,
        packs: &[u64; 4],
        drawn: &mut [f32; 8],
    ) -> u8 {
        let mut inside = 0;
        let words = packs.map(halves);
        for (i, (word, drawn)) in words.as_flattened().iter().zip(drawn).enumerate() {
            let row = rows.0[(word & 511) as usize];
            let mantissa = word >> 9;
            *drawn = mantissa.cast_signed() as f32 * row.step;
            inside |= u8::from(mantissa < row.inside) << i;
        }
        inside
    }

    /// The bits that [`normals_f64`](Self::normals_f64) gives, without the numbers.
    #[inline(always)]
    fn inside_f64(self, rows: &Rows<f64, u64>, words: &[u64; 8]) -> u8 {
        self.normals_f64(rows, words, &mut [0.0; 8])
    }

    /// The bits that [`normals_f32`](Self::normals_f32) gives, without the numbers.
    #[inline(always)]
    fn inside_f32(self, rows: &Rows<f32, u32>, packs: &[u64; 8]) -> u16 {
        self.normals_f32(rows, packs, &mut [0.0; 16])
    }

    /// Whether it has [`compressed_f64`](Self::compressed_f64) and the like.
    const COMPRESSES: bool = false;

    /// The numbers with set bits, moved to the front.
    #[inline(always)]
    fn compressed_f64(self, drawn: [f64; 8], _: u8) -> [f64; 8] {
        drawn
    }

    /// The same.
    #[inline(always)]
    fn compressed_f32(self, drawn: [f32; 16], _: u16) -> [f32; 16] {
        drawn
    }
}

impl Layers for Portable {}

#[cfg(target_arch = "aarch64")]
impl Layers for crate::cpu::Neon {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cpu::{Cpu, Work};
    use crate::ziggurat::Ziggurat;

    /// The bits of the numbers of 64 words, and the bits of those in doubt.
    struct Candidates<'a, T: Ziggurat>(&'a Rows<T, T::Inside>, &'a [u64]);

    impl<C: Layers, T: Ziggurat> Work<C> for Candidates<'_, T> {
        type Result = ([u64; 64], u64);

        #[inline(always)]
        fn run(self, cpu: C) -> Self::Result {
            let (mut drawn, mut doubtful, mut alone) = ([T::default(); 64], [0], [0]);
            T::candidates(cpu, self.0, self.1, Some(&mut drawn), &mut doubtful);
            T::candidates(cpu, self.0, self.1, None, &mut alone);
            assert_eq!(doubtful, alone);
            (drawn.map(|x| x.into().to_bits()), doubtful[0])
        }
    }

    /// Both sides of the bound in each row, where random words hardly ever come, in every lane.
    fn assert_exact<T: Ziggurat<Inside: Into<u64>>>() {
        for rows in [false, true].map(T::rows) {
            for (row, lane) in
                (0..512).flat_map(|row| (0..16).map(move |lane| (row, 21 * lane % 64)))
            {
                let inside = rows.0[row].inside.into();
                for mantissa in [inside.saturating_sub(1), inside] {
                    let mut packs = vec![0; 64 / T::PER_PACK];
                    let word = (mantissa << 9) | row as u64;
                    packs[lane / T::PER_PACK] = word << (lane % T::PER_PACK * 32);
                    let expected = Cpu::PORTABLE.run(Candidates::<T>(rows, &packs));
                    assert_eq!(expected.1 >> lane & 1 == 1, mantissa >= inside);
                    for cpu in Cpu::available() {
                        assert_eq!(cpu.run(Candidates::<T>(rows, &packs)), expected);
                    }
                }
            }
        }
    }

    #[test]
    fn bounds_are_exact() {
        assert_exact::<f64>();
        assert_exact::<f32>();
    }
}
