use super::passes::{ATTEMPTS, Accept, Attempts, Emit, LINE, MOST_BLOCKS, Points, Twist};
use super::{Contraction, Logarithm};
use crate::bit_generator::{BLOCK, Mt19937};
use crate::cpu::Cpu;
use crate::output::{Map, Output};
use crate::stretch::{Reading, Stretch, boxed};

/// A stretch of a Mersenne Twister's words on its way through the passes: the block in which it stands,
/// untempered, with blocks that follow it, and the points that were accepted last.
///
/// An attempt of the polar method takes four words, wherever the bit generator stood, so up to three
/// words at the end are left for the attempt that continues in the next block.
pub(crate) struct PolarStretch {
    cpu: Cpu,
    contraction: Contraction,
    logarithm: Logarithm,
    words: Box<[u32]>,
    /// Where the first block stands: at the start of a cache line, as all of them then do.
    first: usize,
    /// The first word that is not used up.
    start: usize,
    /// Where the words end.
    end: usize,
    points: Points,
}

impl PolarStretch {
    /// Room for the words of up to so many normals. `None` if there is no memory for it.
    pub(crate) fn new(
        cpu: Cpu,
        contraction: Contraction,
        logarithm: Logarithm,
        normals: usize,
    ) -> Option<Self> {
        let blocks = blocks(attempts(normals));
        let words = boxed(0, (1 + blocks) * BLOCK + LINE)?;
        Some(Self {
            cpu,
            contraction,
            logarithm,
            first: words.as_ptr().align_offset(size_of::<[u32; LINE]>()).min(LINE),
            words,
            start: 0,
            end: 0,
            points: Points::new((1 + blocks) * ATTEMPTS)?,
        })
    }

    /// Copies the bit generator's block, with room for blocks behind it.
    fn copy(&mut self, bits: &Mt19937, normals: usize) {
        self.words[self.first..][..BLOCK].copy_from_slice(bits.key());
        self.start = self.first + bits.position();
        let missing = (4 * attempts(normals)).saturating_sub(BLOCK - bits.position());
        let blocks = if missing == 0 { 0 } else { blocks(missing / 4) };
        self.end = self.first + (self.words.len() - LINE).min((1 + blocks) * BLOCK);
    }

    /// Makes the words of those blocks.
    fn twist(&mut self) {
        self.cpu.run(Twist(&mut self.words[self.first..self.end]));
    }

    /// Reads attempts until there are `limit` points or no more attempts. Returns where the next one
    /// begins.
    fn accept(&mut self, limit: usize) -> usize {
        let words = self.words[self.start..self.end].as_chunks::<4>().0.as_flattened();
        let attempts = Attempts { contraction: self.contraction, words, limit };
        self.start + 4 * self.cpu.run(Accept { attempts, points: &mut self.points })
    }

    fn bit_generator_at(&self, word: usize) -> Mt19937 {
        // After a block's last word the bit generator is at the end of that block, not in the next.
        let start = self.first + (word - self.first).saturating_sub(1) / BLOCK * BLOCK;
        Mt19937::new(&self.words[start..start + BLOCK], word - start)
    }
}

/// About how many attempts so many normals take: 4/π for two of them, and a few more. At most
/// what a stretch has room for.
fn attempts(normals: usize) -> usize {
    let pairs = normals.div_ceil(2).min((1 + MOST_BLOCKS) * ATTEMPTS);
    (pairs + pairs / 16 * 5 + 8).min((1 + MOST_BLOCKS) * ATTEMPTS)
}

/// How many blocks are made for so many attempts.
fn blocks(attempts: usize) -> usize {
    attempts.div_ceil(ATTEMPTS).clamp(1, MOST_BLOCKS)
}

impl Stretch<Mt19937> for PolarStretch {
    type Number = f64;
    const JUMPS: bool = false;

    fn jump(bits: &mut Mt19937) {
        bits.skip((MOST_BLOCKS * BLOCK) as u64);
    }

    fn load(&mut self, bits: &mut Mt19937, normals: usize) {
        self.copy(bits, normals);
        self.twist();
        *bits = self.bit_generator_at(self.end - (self.end - self.start) % 4);
    }

    fn read(&mut self, _: usize, limit: usize, _: bool) -> Reading {
        let end = self.accept(limit / 2);
        Reading { numbers: 2 * self.points.len, end, beyond: 0 }
    }

    fn bit_generator(&self, words: usize) -> Mt19937 {
        self.bit_generator_at(words)
    }

    fn store<M: Map<Drawn = f64>>(&self, _: usize, output: &mut Output<'_, M>) {
        let (contraction, logarithm) = (self.contraction, self.logarithm);
        self.cpu.run(Emit { contraction, logarithm, points: &self.points, output });
    }
}
