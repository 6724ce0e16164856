//! Writes normals of NumPy's stream to standard output, drawn in a way of one's choice, and then
//! the state in which the stream is left.
//!
//! ```text
//! cargo run --release --package paraminit-core --example normals -- avx2 2 3 17 1000000 > normals.bin
//! ```
//!
//! The arguments are a kernel ("fastest", or a name that [`Cpu::name`] gives), a number of
//! threads, a seed, how many words to skip before, and how many normals to draw. The output is
//! little-endian: the normals as 64-bit floats, then the 624 words of the key, the position, and
//! 1 or 0 for a cached normal as 32-bit words, then the cached normal or 0.

use std::error::Error;
use std::io::{Write, stdout};

use paraminit_core::bit_generator::Mt19937;
use paraminit_core::{Cpu, Output, RandomState, Rounding, Sampler, Scale};
use rand::{Rng, SeedableRng};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [kernel, threads, seed, skip, count] = &arguments[..] else {
        return Err("usage: normals KERNEL THREADS SEED SKIP COUNT".into());
    };
    let cpu = Cpu::available()
        .find(|available| kernel == "fastest" || kernel == available.name())
        .ok_or("this CPU has no such kernel")?;
    let sampler = Sampler::new(cpu, Rounding::default()).with_threads(threads.parse()?);

    let mut bit_generator = Mt19937::seed_from_u64(seed.parse()?);
    for _ in 0..skip.parse::<u64>()? {
        bit_generator.next_u32();
    }
    let mut stream = RandomState::new(bit_generator, None);
    let mut normals = vec![0.0; count.parse()?];
    stream
        .fill(&sampler, Output::new([(&mut normals[..], Scale(1.0))]), &mut || false)
        .map_err(|_| "interrupted")?;

    let mut out = stdout().lock();
    for normals in normals.chunks(1 << 16) {
        out.write_all(&normals.iter().flat_map(|x| x.to_le_bytes()).collect::<Vec<_>>())?;
    }
    let bit_generator = stream.bit_generator();
    let position = u32::try_from(bit_generator.position())?;
    for word in
        bit_generator.key().iter().chain([&position, &u32::from(stream.cached_normal().is_some())])
    {
        out.write_all(&word.to_le_bytes())?;
    }
    out.write_all(&stream.cached_normal().unwrap_or_default().to_le_bytes())?;
    Ok(())
}
