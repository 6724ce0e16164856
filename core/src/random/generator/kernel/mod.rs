//! The steps that are done for many words at once, for each kind of CPU.
//!
//! The passes are written once, as [`Work`] over [`Lanes`]. A kernel compiles them for the CPU's
//! features.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod portable;

use super::ziggurat_tables::Rows;
use crate::random::{Pcg64, Pcg64Dxsm, Philox};
use portable::Portable;

/// What a kind of CPU does in its own way. A value is proof that this CPU can.
pub trait Lanes: Copy {
    /// Makes the next words.
    fn pcg64(self, bits: &mut Pcg64, words: &mut [u64]);
    /// Makes the next words.
    fn pcg64dxsm(self, bits: &mut Pcg64Dxsm, words: &mut [u64]);
    /// Makes the next words.
    fn philox(self, bits: &mut Philox, words: &mut [u64]);

    /// For each word the number in its layer, and the bits of those that are not inside.
    fn normals_f64(self, rows: &Rows<f64, u64>, words: &[u64; 8], drawn: &mut [f64; 8]) -> u8;

    /// The same, for the halves of words.
    fn normals_f32(self, rows: &Rows<f32, u32>, packs: &[u64; 4], drawn: &mut [f32; 8]) -> u8;
}

/// Work that is compiled for each kind of CPU.
pub(super) trait Work {
    type Result;

    /// To be inlined, always.
    fn run(self, lanes: impl Lanes) -> Self::Result;
}

/// Code for one kind of CPU that draws numbers, and that this CPU can run.
///
/// All kernels give the same bits.
///
/// # Example
///
/// ```
/// use paraminit_core::random::generator::Kernel;
///
/// let names: Vec<_> = Kernel::available().map(Kernel::name).collect();
/// assert_eq!(names.last(), Some(&"portable"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Kernel(Kind);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2(avx2::Avx2),
    #[cfg(target_arch = "x86_64")]
    Avx512(avx512::Avx512),
}

impl Kernel {
    /// Plain loops, which every CPU runs.
    pub const PORTABLE: Self = Self(Kind::Portable);

    /// The kernels that this CPU can run, the fastest first and the portable one last.
    pub fn available() -> impl Iterator<Item = Self> {
        #[cfg(target_arch = "x86_64")]
        let vectors = [
            avx512::Avx512::detect().map(|avx512| Self(Kind::Avx512(avx512))),
            avx2::Avx2::detect().map(|avx2| Self(Kind::Avx2(avx2))),
        ];
        #[cfg(not(target_arch = "x86_64"))]
        let vectors: [Option<Self>; 0] = [];
        vectors.into_iter().flatten().chain([Self::PORTABLE])
    }

    /// What the kernel needs of a CPU: "avx512", "avx2" or "portable".
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self.0 {
            Kind::Portable => "portable",
            #[cfg(target_arch = "x86_64")]
            Kind::Avx2(_) => "avx2",
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512(_) => "avx512",
        }
    }

    pub(super) fn run<W: Work>(self, work: W) -> W::Result {
        match self.0 {
            Kind::Portable => work.run(Portable),
            #[cfg(target_arch = "x86_64")]
            Kind::Avx2(avx2) => avx2.run(work),
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512(avx512) => avx512.run(work),
        }
    }
}

impl std::fmt::Debug for Kernel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Kernel").field(&self.name()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::generator::ziggurat_tables::{CUT_ROWS_32, CUT_ROWS_64, ROWS_32, ROWS_64};

    /// The bits of the numbers, and the bits of those that are not inside.
    type Normals = ([u64; 8], u8);

    struct Wide<'a>(&'a Rows<f64, u64>, [u64; 8]);

    impl Work for Wide<'_> {
        type Result = Normals;

        #[inline(always)]
        fn run(self, lanes: impl Lanes) -> Normals {
            let mut drawn = [0.0; 8];
            let doubtful = lanes.normals_f64(self.0, &self.1, &mut drawn);
            (drawn.map(f64::to_bits), doubtful)
        }
    }

    struct Narrow<'a>(&'a Rows<f32, u32>, [u64; 4]);

    impl Work for Narrow<'_> {
        type Result = Normals;

        #[inline(always)]
        fn run(self, lanes: impl Lanes) -> Normals {
            let mut drawn = [0.0; 8];
            let doubtful = lanes.normals_f32(self.0, &self.1, &mut drawn);
            (drawn.map(|x| x.to_bits().into()), doubtful)
        }
    }

    /// Both sides of the bound in each row, where random words hardly ever come, in every lane.
    #[test]
    fn bounds_are_exact() {
        for kernel in Kernel::available() {
            for (row, lane) in (0..512).flat_map(|row| (0..8).map(move |lane| (row, lane))) {
                for rows in [&ROWS_64, &CUT_ROWS_64] {
                    let inside = rows.0[row].inside;
                    for mantissa in [inside.saturating_sub(1), inside] {
                        let mut words = [0; 8];
                        words[lane] = (mantissa << 9) | row as u64;
                        let (drawn, doubtful) = kernel.run(Wide(rows, words));
                        assert_eq!((drawn, doubtful), Kernel::PORTABLE.run(Wide(rows, words)));
                        assert_eq!(doubtful >> lane & 1 == 1, mantissa >= inside);
                    }
                }
                for rows in [&ROWS_32, &CUT_ROWS_32] {
                    let inside = rows.0[row].inside;
                    for mantissa in [inside.saturating_sub(1), inside] {
                        let mut packs = [0; 4];
                        packs[lane / 2] =
                            (u64::from(mantissa) << 9 | row as u64) << (lane % 2 * 32);
                        let (drawn, doubtful) = kernel.run(Narrow(rows, packs));
                        assert_eq!((drawn, doubtful), Kernel::PORTABLE.run(Narrow(rows, packs)));
                        assert_eq!(doubtful >> lane & 1 == 1, mantissa >= inside);
                    }
                }
            }
        }
    }
}
