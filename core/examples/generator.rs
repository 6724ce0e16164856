//! Writes numbers of a NumPy stream to standard output, drawn in a way of one's choice, and then the
//! state in which the stream is left.
//!
//! ```text
//! cargo run --release --package paraminit-core --example generator -- \
//!     PCG64 normal f64 avx2 2 3 17 1000000 > normals.bin
//! ```
//!
//! The arguments are `RandomState`, or a Generator's bit generator by NumPy's name; a distribution by
//! its name in Python; a type ("f64" or "f32"); a kernel ("fastest", or a name that [`Cpu::name`]
//! gives); a number of threads; a seed; how many words of 32 bits to skip before; and how many numbers
//! to draw. The output is little-endian: the numbers, then the fields of NumPy's `state` in its order:
//! `state` and `inc` of 128 bits, `counter`, `key` and `buffer` of 64-bit words, `buffer_pos`,
//! `has_uint32` and `uinteger` as 32-bit words; of MT19937 `key` and `pos`, of 32-bit words, and for a
//! `RandomState` `has_gauss`, too, and `gauss` as a 64-bit float.
//!
//! With `kernels` for all arguments it writes the names of those that this CPU has.

use std::error::Error;
use std::io::{Write, stdout};

use paraminit_core::bit_generator::{
    BufferedUint32, BulkBitGenerator, Mt19937, Pcg, Pcg64, Pcg64Dxsm, PcgOutput, Philox,
    SeedSequence, Sfc64,
};
use paraminit_core::scheme::{Distribution, Parameters};
use paraminit_core::{Arrays, Cpu, Generator, Number, RandomState, Rounding, Sampler, Stream};
use rand::{Rng, SeedableRng};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments == ["kernels"] {
        Cpu::available().for_each(|cpu| println!("{}", cpu.name()));
        return Ok(());
    }
    let [stream, distribution, dtype, kernel, threads, seed, skip, count] = &arguments[..] else {
        return Err(
            "usage: generator STREAM DISTRIBUTION DTYPE KERNEL THREADS SEED SKIP COUNT".into()
        );
    };
    let cpu = Cpu::available()
        .find(|available| kernel == "fastest" || kernel == available.name())
        .ok_or("this CPU has no such kernel")?;
    let run = Run {
        distribution: distribution.parse()?,
        dtype,
        sampler: Sampler { threads: threads.parse()?, ..Sampler::new(cpu, Rounding::default()) },
        skip: skip.parse()?,
        count: count.parse()?,
    };
    let seed: u64 = seed.parse()?;
    let sequence = SeedSequence::new([seed.into()]);
    match &stream[..] {
        "RandomState" => {
            let bit_generator = run.skipped(Mt19937::seed_from_u64(seed));
            let mut stream = RandomState { bit_generator, cached_normal: None };
            run.draw(&mut stream)?;
            write_twister(&stream.bit_generator)?;
            write(&u32::from(stream.cached_normal.is_some()).to_le_bytes())?;
            write(&stream.cached_normal.unwrap_or_default().to_le_bytes())
        }
        "PCG64" => write_pcg(&run.draw_from(Pcg64::from_seed_sequence(&sequence))?),
        "PCG64DXSM" => write_pcg(&run.draw_from(Pcg64Dxsm::from_seed_sequence(&sequence))?),
        "Philox" => {
            let bits = run.draw_from(Philox::from_seed_sequence(&sequence))?;
            let words = [&bits.counter[..], &bits.key, &bits.buffer].concat();
            write(&words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<_>>())?;
            write(&u32::try_from(bits.buffer_pos())?.to_le_bytes())?;
            write_buffered(bits.buffered)
        }
        "SFC64" => {
            let bits = run.draw_from(Sfc64::from_seed_sequence(&sequence))?;
            write(bits.words.map(u64::to_le_bytes).as_flattened())?;
            write_buffered(bits.buffered)
        }
        "MT19937" => write_twister(&run.draw_from(Mt19937::from_seed_sequence(&sequence))?),
        _ => Err("no such stream".into()),
    }
}

struct Run<'a> {
    distribution: Distribution,
    dtype: &'a str,
    sampler: Sampler,
    skip: u64,
    count: usize,
}

impl Run<'_> {
    fn skipped<B: Rng>(&self, mut bits: B) -> B {
        for _ in 0..self.skip {
            bits.next_u32();
        }
        bits
    }

    /// Writes the numbers of a Generator and returns its bit generator as it is then.
    fn draw_from<B: BulkBitGenerator>(&self, bits: B) -> Outcome<B> {
        let mut generator = Generator(self.skipped(bits));
        self.draw(&mut generator)?;
        Ok(generator.0)
    }

    fn draw(&self, stream: &mut (impl Stream<f64> + Stream<f32>)) -> Outcome {
        match self.dtype {
            "f64" => self.draw_as(stream, |number: f64| number.to_le_bytes()),
            "f32" => self.draw_as(stream, |number: f32| number.to_le_bytes()),
            _ => Err("no such type".into()),
        }
    }

    fn draw_as<T: Number, const SIZE: usize>(
        &self,
        stream: &mut impl Stream<T>,
        bytes: fn(T) -> [u8; SIZE],
    ) -> Outcome {
        let mut numbers = vec![T::default(); self.count];
        let arrays = Arrays::new([(&mut numbers[..], Parameters::between(0.0, 1.0))]);
        stream
            .fill(self.distribution, &self.sampler, arrays, &mut || false)
            .map_err(|_| "interrupted")?;
        for numbers in numbers.chunks(1 << 16) {
            write(&numbers.iter().flat_map(|&number| bytes(number)).collect::<Vec<_>>())?;
        }
        Ok(())
    }
}

fn write(bytes: &[u8]) -> Outcome {
    Ok(stdout().lock().write_all(bytes)?)
}

fn write_pcg<O: PcgOutput>(bits: &Pcg<O>) -> Outcome {
    write([bits.state, bits.inc].map(u128::to_le_bytes).as_flattened())?;
    write_buffered(bits.buffered)
}

fn write_twister(bits: &Mt19937) -> Outcome {
    write(bits.key().map(u32::to_le_bytes).as_flattened())?;
    write(&u32::try_from(bits.position())?.to_le_bytes())
}

fn write_buffered(buffered: BufferedUint32) -> Outcome {
    write(&u32::from(buffered.has_uint32).to_le_bytes())?;
    write(&buffered.uinteger.to_le_bytes())
}
