//! The methods of NumPy's Generator, for work on the kernels: each by itself.
//!
//! ```text
//! cargo bench --package paraminit-core --bench generator
//! ```

use std::num::NonZero;

use paraminit_core::bit_generator::{
    BulkBitGenerator, Mt19937, Pcg64, Pcg64Dxsm, Philox, SeedSequence, Sfc64,
};
use paraminit_core::{
    Affine, Cpu, Map, Method, Number, Output, RandomState, Rounding, Sampler, Scale,
    StandardNormal, StandardUniform, TruncatedNormal,
};
use rand::SeedableRng;

use crate::timing::{bench, calls};

mod timing;

const LEN: usize = 200_704; // 256 x 784

fn main() {
    methods();
    bit_generators();
    skipping();
}

fn every_kernel<T: Number, M: Map<Drawn = T, Number = T>>(
    name: &str,
    len: usize,
    method: impl Method<T>,
    map: M,
    mut bits: impl BulkBitGenerator,
) {
    let mut numbers = vec![T::default(); len];
    for cpu in Cpu::available() {
        for threads in [1, 2].map(NonZero::<usize>::new).into_iter().flatten() {
            let sampler = Sampler::new(cpu, Rounding::default()).with_threads(threads);
            let draw = || {
                let output = Output::new([(&mut numbers[..], map)]);
                sampler.fill(method, &mut bits, output, &mut || false)
            };
            bench(&format!("{name}/{}/{threads}", cpu.name()), len, calls(draw));
        }
    }
}

fn methods() {
    let bits = || Pcg64::seed_from_u64(3);
    let (wide, narrow) = (Scale(0.05), Scale(0.05_f32));
    for len in [1_000, LEN, 4_000_000] {
        every_kernel(&format!("{len} f64 normals"), len, StandardNormal::default(), wide, bits());
        every_kernel(&format!("{len} f32 normals"), len, StandardNormal::default(), narrow, bits());
    }
    let truncated = TruncatedNormal::default();
    every_kernel("f64 truncated normals", LEN, truncated, wide, bits());
    every_kernel("f32 truncated normals", LEN, truncated, narrow, bits());
    let wide = Affine { low: -0.1, range: 0.2, fused: false };
    let narrow = Affine { low: -0.1_f32, range: 0.2, fused: false };
    every_kernel("f64 uniforms", LEN, StandardUniform, wide, bits());
    every_kernel("f32 uniforms", LEN, StandardUniform, narrow, bits());
}

fn bit_generators() {
    let (seed, map) = (SeedSequence::new([3]), Scale(0.05));
    let normals = StandardNormal::default();
    every_kernel("PCG64DXSM", LEN, normals, map, Pcg64Dxsm::from_seed_sequence(&seed));
    every_kernel("Philox", LEN, normals, map, Philox::from_seed_sequence(&seed));
    every_kernel("SFC64", LEN, normals, map, Sfc64::from_seed_sequence(&seed));
    every_kernel("MT19937", LEN, normals, map, Mt19937::from_seed_sequence(&seed));
}

/// What is skipped, beside what is drawn.
fn skipping() {
    let normal = StandardNormal::default();
    let mut bits = Pcg64::seed_from_u64(3);
    for threads in [1, 2].map(NonZero::<usize>::new).into_iter().flatten() {
        let sampler = Sampler::default().with_threads(threads);
        let wide = || Output::<Scale<f64>>::skipped(LEN);
        let mut skip = || sampler.fill(normal, &mut bits, wide(), &mut || false);
        bench(&format!("skipped f64 normals/{threads}"), LEN, calls(&mut skip));
        let narrow = || Output::<Scale<f32>>::skipped(LEN);
        let mut skip = || sampler.fill(normal, &mut bits, narrow(), &mut || false);
        bench(&format!("skipped f32 normals/{threads}"), LEN, calls(&mut skip));
        let mut skip = || sampler.fill(TruncatedNormal(normal), &mut bits, wide(), &mut || false);
        bench(&format!("skipped f64 truncated normals/{threads}"), LEN, calls(&mut skip));
        let mut stream = RandomState::seed(3);
        let mut skip = || stream.fill(&sampler, wide(), &mut || false);
        bench(&format!("skipped legacy normals/{threads}"), LEN, calls(&mut skip));
    }
}
