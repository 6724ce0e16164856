//! The core alone, for work on the kernels: each kernel and number of threads by itself, and each pass
//! of a kernel.
//!
//! ```text
//! cargo bench --package paraminit-core
//! ```

use std::num::NonZero;
use std::time::{Duration, Instant};

use paraminit_core::random::{Batch, Contraction, Kernel, Mt19937, Output, Scale, Stretch};
use rand::SeedableRng;

use crate::timing::{bench, calls};

mod timing;

fn main() {
    normals();
    passes();
}

fn normals() {
    for len in [1_000, 234_752, 10_000_000] {
        let mut weights = vec![0.0; len];
        for kernel in Kernel::available() {
            for threads in [1, 2].map(NonZero::<usize>::new).into_iter().flatten() {
                let batch = Batch::new(kernel, Contraction::None).with_threads(threads);
                let mut bit_generator = Mt19937::seed_from_u64(3);
                let draw = || {
                    let output = Output::new([(&mut weights[..], Scale(0.01))]);
                    batch.fill(&mut bit_generator, output, &mut || false)
                };
                bench(&format!("{len} normals/{}/{threads}", kernel.name()), len, calls(draw));
            }
        }
    }
}

/// What each pass takes of the time in which one thread draws so many normals.
fn passes() {
    const LEN: usize = 234_752;
    let mut weights = vec![0.0; LEN];
    for kernel in Kernel::available() {
        let Some(mut stretch) = Stretch::new(kernel, Contraction::None, LEN / 2) else { return };
        for (number, pass) in ["twist", "accept", "emit"].into_iter().enumerate() {
            bench(&format!("passes of {LEN} normals/{}/{pass}", kernel.name()), LEN, |count| {
                (0..count).map(|_| time_passes(&mut stretch, &mut weights)[number]).sum()
            });
        }
    }
}

/// The time of twist, accept and emit, alone, for all weights.
fn time_passes(stretch: &mut Stretch, weights: &mut [f64]) -> [Duration; 3] {
    let mut output = Output::new([(weights, Scale(0.01))]);
    let mut times = [Duration::ZERO; 3];
    stretch.load(&Mt19937::seed_from_u64(3));
    while output.len() > 1 {
        let pairs = output.len() / 2;
        let start = Instant::now();
        stretch.advance(pairs);
        let twisted = Instant::now();
        stretch.accept(pairs);
        let accepted = Instant::now();
        stretch.emit(&mut output);
        let end = Instant::now();
        let spans = [twisted - start, accepted - twisted, end - accepted];
        times = std::array::from_fn(|pass| times[pass] + spans[pass]);
    }
    times
}
