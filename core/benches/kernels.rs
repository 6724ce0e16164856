//! Each kernel by itself, on one thread and on two: the methods, the bit generators, the legacy stream's
//! logarithms, and what is skipped.
//!
//! ```text
//! cargo bench --package paraminit-core -- normal/avx2
//! ```
//!
//! Arguments are parts of the names to run; without one, all are.

use std::env;
use std::hint::black_box;
use std::num::NonZero;
use std::time::{Duration, Instant};

use paraminit_core::bit_generator::{Mt19937, Pcg64, Pcg64Dxsm, Philox, Sfc64};
use paraminit_core::scheme::Distribution;
use paraminit_core::{
    Arrays, Cpu, Generator, Logarithm, Number, RandomState, Rounding, Sampler, Stream,
};
use rand::SeedableRng;

const LEN: usize = 200_704; // 256 x 784

const ROUNDS: usize = 20;

/// The least that a round takes, so that one interruption is little of it.
const ROUND: Duration = Duration::from_millis(20);

fn main() {
    for distribution in Distribution::ALL {
        for len in [1_000, LEN, 4_000_000] {
            let name = format!("PCG64/{len} {distribution}");
            let mut generator = Generator(Pcg64::seed_from_u64(3));
            every_kernel::<f64>(&format!("{name} f64"), distribution, len, &mut generator);
            every_kernel::<f32>(&format!("{name} f32"), distribution, len, &mut generator);
        }
        let mut stream = RandomState::seed(3);
        every_kernel::<f64>(&format!("RandomState/{distribution}"), distribution, LEN, &mut stream);
        every_generator(distribution);
    }
}

fn every_generator(distribution: Distribution) {
    fn one(name: &str, distribution: Distribution, stream: &mut impl Stream<f64>) {
        every_kernel(&format!("{name}/{distribution}"), distribution, LEN, stream);
    }
    one("PCG64DXSM", distribution, &mut Generator(Pcg64Dxsm::seed_from_u64(3)));
    one("Philox", distribution, &mut Generator(Philox::seed_from_u64(3)));
    one("SFC64", distribution, &mut Generator(Sfc64::seed_from_u64(3)));
    one("MT19937", distribution, &mut Generator(Mt19937::seed_from_u64(3)));
}

/// Each CPU with each logarithm that it has, drawn and skipped.
fn every_kernel<T: Number>(
    name: &str,
    distribution: Distribution,
    len: usize,
    stream: &mut impl Stream<T>,
) {
    let mut numbers = vec![T::default(); len];
    for cpu in Cpu::available() {
        let is_legacy = name.starts_with("RandomState/normal");
        let all =
            if is_legacy && cpu != Cpu::PORTABLE { Logarithm::ALL } else { &Logarithm::ALL[..1] };
        for (&logarithm, threads) in all.iter().flat_map(|one| [(one, 1), (one, 2)]) {
            let threads = NonZero::new(threads).unwrap_or(NonZero::<usize>::MIN);
            let sampler = Sampler { logarithm, threads, ..Sampler::new(cpu, Rounding::default()) };
            let name = format!("{name}/{}/{logarithm:?}/{threads}", cpu.name());
            bench(&name, len, || {
                let arrays = Arrays::new([(&mut numbers[..], distribution.parameters(0.05))]);
                stream.fill(distribution, &sampler, arrays, &mut || false)
            });
            bench(&format!("{name}/skipped"), len, || {
                stream.fill(distribution, &sampler, Arrays::skipped(len), &mut || false)
            });
        }
    }
}

/// Prints how long each of `len` numbers takes, in the median round and in the extreme ones.
fn bench<R>(name: &str, len: usize, mut call: impl FnMut() -> R) {
    let mut wanted = env::args().skip(1).filter(|argument| !argument.starts_with('-')).peekable();
    if wanted.peek().is_some() && !wanted.any(|part| name.contains(&part)) {
        return;
    }
    let mut time = |calls: u32| {
        let start = Instant::now();
        for _ in 0..calls {
            black_box(call());
        }
        start.elapsed()
    };
    let mut calls = 1;
    while time(calls) < ROUND {
        calls *= 2;
    }
    let numbers = u128::from(calls) * len as u128;
    let mut rounds = [(); ROUNDS].map(|()| time(calls).as_nanos() * 1000 / numbers);
    rounds.sort_unstable();
    let [shortest, .., longest] = rounds;
    let median = rounds[ROUNDS / 2];
    println!("{name:44}{median:8} ps a number, {shortest} to {longest}");
}
