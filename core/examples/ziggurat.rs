//! How long the ziggurat of `rand_distr` takes, for the benchmark: on the same bit generator, one
//! thread, to a new vector each time.
//!
//! Reads lines of a number of normals and a number of calls, and answers each with the seconds that a
//! call took.

use std::error::Error;
use std::hint::black_box;
use std::io::stdin;
use std::time::Instant;

use paraminit_core::bit_generator::{Pcg64, SeedSequence};
use rand_distr::{Distribution, StandardNormal};

fn main() -> Result<(), Box<dyn Error>> {
    let mut bits = Pcg64::from_seed_sequence(&SeedSequence::new([3]));
    for line in stdin().lines() {
        let line = line?;
        let (count, calls) = line.split_once(' ').ok_or("two numbers are wanted")?;
        let (count, calls): (usize, u32) = (count.parse()?, calls.parse()?);
        let began = Instant::now();
        for _ in 0..calls {
            let mut normals = Vec::with_capacity(count);
            normals.extend(StandardNormal.sample_iter(&mut bits).take(count).map(scaled));
            black_box(normals);
        }
        println!("{}", began.elapsed().as_secs_f64() / f64::from(calls));
    }
    Ok(())
}

fn scaled(normal: f64) -> f64 {
    normal * 0.05
}
