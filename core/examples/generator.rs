//! Writes numbers of a NumPy generator to standard output, drawn in a way of one's choice, and then
//! the state in which the bit generator is left.
//!
//! ```text
//! cargo run --release --package paraminit-core --example generator -- \
//!     PCG64 normal f64 avx2 2 3 17 1000000 > normals.bin
//! ```
//!
//! The arguments are a bit generator by NumPy's name, a method ("normal", "truncated" or "uniform"), a
//! type ("f64" or "f32"), a kernel ("fastest", or a name that [`Cpu::name`] gives), a number of
//! threads, a seed, how many words of 32 bits to skip before, and how many numbers to draw. The
//! output is little-endian: the numbers, then the fields of NumPy's `state` in its order: `state` and
//! `inc` of 128 bits, `counter`, `key` and `buffer` of 64-bit words, `buffer_pos`, `has_uint32` and
//! `uinteger` as 32-bit words; of MT19937 `key` and `pos`, of 32-bit words.

use std::error::Error;
use std::io::{Write, stdout};

use paraminit_core::bit_generator::{
    BufferedUint32, BulkBitGenerator, Mt19937, Pcg64, Pcg64Dxsm, Philox, SeedSequence, Sfc64,
};
use paraminit_core::{
    Cpu, Map, Method, Number, Output, Rounding, Sampler, Scale, StandardNormal, StandardUniform,
    TruncatedNormal,
};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [bits, method, dtype, kernel, threads, seed, skip, count] = &arguments[..] else {
        return Err("usage: generator BITGEN METHOD DTYPE KERNEL THREADS SEED SKIP COUNT".into());
    };
    let cpu = Cpu::available()
        .find(|available| kernel == "fastest" || kernel == available.name())
        .ok_or("this CPU has no such kernel")?;
    let run = Run {
        method,
        dtype,
        sampler: Sampler::new(cpu, Rounding::default()).with_threads(threads.parse()?),
        skip: skip.parse()?,
        count: count.parse()?,
    };
    let seed = SeedSequence::new([seed.parse()?]);
    match &bits[..] {
        "PCG64" => {
            let bits = run.draw(Pcg64::from_seed_sequence(&seed))?;
            write([bits.state(), bits.inc()].map(u128::to_le_bytes).as_flattened())?;
            write_buffered(bits.buffered())
        }
        "PCG64DXSM" => {
            let bits = run.draw(Pcg64Dxsm::from_seed_sequence(&seed))?;
            write([bits.state(), bits.inc()].map(u128::to_le_bytes).as_flattened())?;
            write_buffered(bits.buffered())
        }
        "Philox" => {
            let bits = run.draw(Philox::from_seed_sequence(&seed))?;
            let words = [&bits.counter()[..], &bits.key(), &bits.buffer()].concat();
            write(&words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<_>>())?;
            write(&u32::try_from(bits.buffer_pos())?.to_le_bytes())?;
            write_buffered(bits.buffered())
        }
        "SFC64" => {
            let bits = run.draw(Sfc64::from_seed_sequence(&seed))?;
            write(bits.words().map(u64::to_le_bytes).as_flattened())?;
            write_buffered(bits.buffered())
        }
        "MT19937" => {
            let bits = run.draw(Mt19937::from_seed_sequence(&seed))?;
            write(bits.key().map(u32::to_le_bytes).as_flattened())?;
            write(&u32::try_from(bits.position())?.to_le_bytes())
        }
        _ => Err("no such bit generator".into()),
    }
}

struct Run<'a> {
    method: &'a str,
    dtype: &'a str,
    sampler: Sampler,
    skip: u64,
    count: usize,
}

impl Run<'_> {
    /// Writes the numbers and returns the bit generator as it is then.
    fn draw<B: BulkBitGenerator>(&self, mut bits: B) -> Result<B, Box<dyn Error>> {
        for _ in 0..self.skip {
            bits.next_u32();
        }
        match (self.method, self.dtype) {
            ("normal", "f64") => self.draw_as(StandardNormal::default(), Scale(1.0_f64), &mut bits),
            ("normal", "f32") => self.draw_as(StandardNormal::default(), Scale(1.0_f32), &mut bits),
            ("truncated", "f64") => {
                self.draw_as(TruncatedNormal::default(), Scale(1.0_f64), &mut bits)
            }
            ("truncated", "f32") => {
                self.draw_as(TruncatedNormal::default(), Scale(1.0_f32), &mut bits)
            }
            ("uniform", "f64") => self.draw_as(StandardUniform, Scale(1.0_f64), &mut bits),
            ("uniform", "f32") => self.draw_as(StandardUniform, Scale(1.0_f32), &mut bits),
            _ => Err("no such method or type".into()),
        }?;
        Ok(bits)
    }

    fn draw_as<T: Number + Bytes, M: Map<Drawn = T, Number = T>>(
        &self,
        method: impl Method<T>,
        map: M,
        bits: &mut impl BulkBitGenerator,
    ) -> Result<(), Box<dyn Error>> {
        let mut numbers = vec![T::default(); self.count];
        let output = Output::new([(&mut numbers[..], map)]);
        self.sampler.fill(method, bits, output, &mut || false).map_err(|_| "interrupted")?;
        for numbers in numbers.chunks(1 << 16) {
            write(&numbers.iter().flat_map(Bytes::bytes).collect::<Vec<_>>())?;
        }
        Ok(())
    }
}

trait Bytes {
    fn bytes(&self) -> Vec<u8>;
}

impl Bytes for f64 {
    fn bytes(&self) -> Vec<u8> {
        self.to_le_bytes().to_vec()
    }
}

impl Bytes for f32 {
    fn bytes(&self) -> Vec<u8> {
        self.to_le_bytes().to_vec()
    }
}

fn write(bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    Ok(stdout().lock().write_all(bytes)?)
}

fn write_buffered(buffered: BufferedUint32) -> Result<(), Box<dyn Error>> {
    write(&u32::from(buffered.has_uint32).to_le_bytes())?;
    write(&buffered.uinteger.to_le_bytes())
}
