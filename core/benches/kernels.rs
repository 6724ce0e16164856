//! The core alone, for work on the kernels: each kernel and number of threads by itself, and each pass
//! of a kernel.
//!
//! ```text
//! cargo bench --package paraminit-core
//! ```

use std::num::NonZero;
use std::time::{Duration, Instant};

use paraminit_core::bit_generator::Mt19937;
use paraminit_core::{
    Contraction, Cpu, Logarithm, Output, PolarStretch, RandomState, Rounding, Sampler, Scale,
    Stretch,
};
use rand::SeedableRng;

use crate::timing::{bench, calls};

mod timing;

fn main() {
    normals();
    passes();
}

/// Each CPU with each logarithm that it has.
fn kernels() -> impl Iterator<Item = (Cpu, Logarithm)> {
    Cpu::available().flat_map(|cpu| {
        let all = if cpu == Cpu::PORTABLE { &[Logarithm::Library] } else { Logarithm::ALL };
        all.iter().map(move |&logarithm| (cpu, logarithm))
    })
}

fn normals() {
    for len in [1_000, 234_752, 10_000_000] {
        let mut weights = vec![0.0; len];
        for (cpu, logarithm) in kernels() {
            for threads in [1, 2].map(NonZero::<usize>::new).into_iter().flatten() {
                let sampler = Sampler::new(cpu, Rounding::default())
                    .with_logarithm(logarithm)
                    .with_threads(threads);
                let mut stream = RandomState::seed(3);
                let draw = || {
                    let output = Output::new([(&mut weights[..], Scale(0.01))]);
                    stream.fill(&sampler, output, &mut || false)
                };
                let name = format!("{len} normals/{}/{logarithm:?}/{threads}", cpu.name());
                bench(&name, len, calls(draw));
            }
        }
    }
}

/// What each pass takes of the time in which one thread draws so many normals.
fn passes() {
    const LEN: usize = 234_752;
    let mut weights = vec![0.0; LEN];
    for (cpu, logarithm) in kernels() {
        let Some(mut stretch) = PolarStretch::new(cpu, Contraction::None, logarithm, LEN) else {
            return;
        };
        for (number, pass) in ["twist", "accept", "emit"].into_iter().enumerate() {
            let name = format!("passes of {LEN} normals/{}/{logarithm:?}/{pass}", cpu.name());
            bench(&name, LEN, |count| {
                (0..count).map(|_| time_passes(&mut stretch, &mut weights)[number]).sum()
            });
        }
    }
}

/// The time of twist, accept and emit, alone, for all weights.
fn time_passes(stretch: &mut PolarStretch, weights: &mut [f64]) -> [Duration; 3] {
    let mut output = Output::new([(weights, Scale(0.01))]);
    let mut times = [Duration::ZERO; 3];
    let mut bits = Mt19937::seed_from_u64(3);
    while output.len() > 1 {
        let start = Instant::now();
        stretch.load(&mut bits, output.len());
        let twisted = Instant::now();
        let reading = stretch.read(0, output.len(), true);
        let accepted = Instant::now();
        stretch.store(reading.numbers, &mut output);
        let end = Instant::now();
        let spans = [twisted - start, accepted - twisted, end - accepted];
        times = std::array::from_fn(|pass| times[pass] + spans[pass]);
    }
    times
}
