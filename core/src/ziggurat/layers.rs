//! The step that is done for many words at once: a layer for each, and whether the number is inside.

use super::tables::Rows;
use crate::bit_generator::{BulkCpu, halves};
use crate::cpu::Portable;

/// How a kind of CPU does it; in plain loops, unless it has something better.
pub trait Layers: BulkCpu {
    /// For each word the number in its layer, and the bits of those that are not inside.
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

    /// The same, for the halves of words.
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

    /// The bits that [`normals_f64`](Self::normals_f64) gives, without the numbers.
    #[inline(always)]
    fn doubtful_f64(self, rows: &Rows<f64, u64>, words: &[u64; 8]) -> u8 {
        self.normals_f64(rows, words, &mut [0.0; 8])
    }

    /// The bits that [`normals_f32`](Self::normals_f32) gives, without the numbers.
    #[inline(always)]
    fn doubtful_f32(self, rows: &Rows<f32, u32>, packs: &[u64; 4]) -> u8 {
        self.normals_f32(rows, packs, &mut [0.0; 8])
    }
}

impl Layers for Portable {}

#[cfg(target_arch = "aarch64")]
impl Layers for crate::cpu::Neon {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cpu::{Cpu, Work};
    use crate::ziggurat::tables::{CUT_ROWS_32, CUT_ROWS_64, ROWS_32, ROWS_64};

    /// The bits of the numbers, and the bits of those that are not inside.
    type Normals = ([u64; 8], u8);

    struct Wide<'a>(&'a Rows<f64, u64>, [u64; 8]);

    impl<C: Layers> Work<C> for Wide<'_> {
        type Result = Normals;

        #[inline(always)]
        fn run(self, cpu: C) -> Normals {
            let mut drawn = [0.0; 8];
            let doubtful = cpu.normals_f64(self.0, &self.1, &mut drawn);
            assert_eq!(doubtful, cpu.doubtful_f64(self.0, &self.1));
            (drawn.map(f64::to_bits), doubtful)
        }
    }

    struct Narrow<'a>(&'a Rows<f32, u32>, [u64; 4]);

    impl<C: Layers> Work<C> for Narrow<'_> {
        type Result = Normals;

        #[inline(always)]
        fn run(self, cpu: C) -> Normals {
            let mut drawn = [0.0; 8];
            let doubtful = cpu.normals_f32(self.0, &self.1, &mut drawn);
            assert_eq!(doubtful, cpu.doubtful_f32(self.0, &self.1));
            (drawn.map(|x| x.to_bits().into()), doubtful)
        }
    }

    /// Both sides of the bound in each row, where random words hardly ever come, in every lane.
    #[test]
    fn bounds_are_exact() {
        for cpu in Cpu::available() {
            for (row, lane) in (0..512).flat_map(|row| (0..8).map(move |lane| (row, lane))) {
                for rows in [&ROWS_64, &CUT_ROWS_64] {
                    let inside = rows.0[row].inside;
                    for mantissa in [inside.saturating_sub(1), inside] {
                        let mut words = [0; 8];
                        words[lane] = (mantissa << 9) | row as u64;
                        let (drawn, doubtful) = cpu.run(Wide(rows, words));
                        assert_eq!((drawn, doubtful), Cpu::PORTABLE.run(Wide(rows, words)));
                        assert_eq!(doubtful >> lane & 1 == 1, mantissa >= inside);
                    }
                }
                for rows in [&ROWS_32, &CUT_ROWS_32] {
                    let inside = rows.0[row].inside;
                    for mantissa in [inside.saturating_sub(1), inside] {
                        let mut packs = [0; 4];
                        packs[lane / 2] =
                            (u64::from(mantissa) << 9 | row as u64) << (lane % 2 * 32);
                        let (drawn, doubtful) = cpu.run(Narrow(rows, packs));
                        assert_eq!((drawn, doubtful), Cpu::PORTABLE.run(Narrow(rows, packs)));
                        assert_eq!(doubtful >> lane & 1 == 1, mantissa >= inside);
                    }
                }
            }
        }
    }
}
