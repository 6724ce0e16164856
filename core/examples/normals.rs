//! How long normals take that Python cannot ask for, for the benchmark: on one thread, to a new vector
//! each time. The argument says which.
//!
//! - `ziggurat`: by the ziggurat of `rand_distr`, on the same bit generator.
//! - `library`: the legacy stream's, where the C library computes each logarithm.
//!
//! Reads lines of a number of normals and a number of calls, and answers each with the seconds that a
//! call took.

use std::env;
use std::error::Error;
use std::hint::black_box;
use std::io::stdin;
use std::num::NonZero;
use std::time::Instant;

use paraminit_core::bit_generator::{Pcg64, SeedSequence};
use paraminit_core::scheme::Distribution;
use paraminit_core::{Arrays, Interrupted, Logarithm, RandomState, Sampler, Stream};
use rand_distr::{Distribution as _, StandardNormal};

const STD: f64 = 0.05;

fn main() -> Result<(), Box<dyn Error>> {
    match env::args().nth(1).as_deref() {
        Some("ziggurat") => {
            let mut bits = Pcg64::from_seed_sequence(&SeedSequence::new([3]));
            answer(|count| {
                let mut normals = Vec::with_capacity(count);
                let drawn = StandardNormal.sample_iter(&mut bits).take(count);
                normals.extend(drawn.map(|normal: f64| normal * STD));
                Ok(normals)
            })
        }
        Some("library") => {
            let mut stream = RandomState::seed(3);
            let threads = NonZero::<usize>::MIN;
            let sampler = Sampler { logarithm: Logarithm::Library, threads, ..Sampler::default() };
            answer(|count| {
                let mut normals = vec![0.0; count];
                let parameters = Distribution::Normal.parameters(STD);
                let arrays = Arrays::new([(&mut normals[..], parameters)]);
                stream.fill(Distribution::Normal, &sampler, arrays, &mut || false)?;
                Ok(normals)
            })
        }
        _ => Err("which normals?".into()),
    }
}

fn answer(
    mut draw: impl FnMut(usize) -> Result<Vec<f64>, Interrupted>,
) -> Result<(), Box<dyn Error>> {
    for line in stdin().lines() {
        let line = line?;
        let (count, calls) = line.split_once(' ').ok_or("two numbers are wanted")?;
        let (count, calls): (usize, u32) = (count.parse()?, calls.parse()?);
        let began = Instant::now();
        for _ in 0..calls {
            black_box(draw(count)?);
        }
        println!("{}", began.elapsed().as_secs_f64() / f64::from(calls));
    }
    Ok(())
}
