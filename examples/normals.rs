//! Writes normals of NumPy's stream to standard output, drawn in a way of one's choice, and then
//! the state in which the stream is left.
//!
//! ```text
//! cargo run --release --no-default-features --example normals -- avx2 2 3 17 1000000 > normals.bin
//! ```
//!
//! The arguments are a kernel ("fastest", or a name that [`Kernel::name`] gives), a number of
//! threads, a seed, how many words to skip before, and how many normals to draw. The output is
//! little-endian: the normals as 64-bit floats, then the 624 words of the key, the position, and
//! 1 or 0 for a kept normal as 32-bit words, then the kept normal or 0.

use std::error::Error;
use std::io::{Write, stdout};

use paraminit::random::{Bulk, Contraction, Kernel, Mt19937, RandomState, Weights};
use rand::{Rng, SeedableRng};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [kernel, threads, seed, skip, count] = &arguments[..] else {
        return Err("usage: normals KERNEL THREADS SEED SKIP COUNT".into());
    };
    let kernel = Kernel::available()
        .find(|available| kernel == "fastest" || kernel == available.name())
        .ok_or("this CPU has no such kernel")?;
    let bulk = Bulk::new(kernel, Contraction::None).with_threads(threads.parse()?);

    let mut generator = Mt19937::seed_from_u64(seed.parse()?);
    for _ in 0..skip.parse::<u64>()? {
        generator.next_u32();
    }
    let mut stream = RandomState::from_state(generator, None);
    let mut normals = vec![0.0; count.parse()?];
    stream
        .fill_with(&bulk, Weights::new([(&mut normals[..], 1.0)]), &mut || false)
        .map_err(|_| "interrupted")?;

    let mut out = stdout().lock();
    for normals in normals.chunks(1 << 16) {
        out.write_all(&normals.iter().flat_map(|x| x.to_le_bytes()).collect::<Vec<_>>())?;
    }
    let generator = stream.generator();
    let position = u32::try_from(generator.position())?;
    for word in generator.key().iter().chain([&position, &u32::from(stream.kept().is_some())]) {
        out.write_all(&word.to_le_bytes())?;
    }
    out.write_all(&stream.kept().unwrap_or_default().to_le_bytes())?;
    Ok(())
}
