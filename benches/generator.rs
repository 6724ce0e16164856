//! The methods of NumPy's Generator, for work on the kernels: each by itself.
//!
//! ```text
//! cargo bench --no-default-features --bench generator
//! ```

use std::num::NonZero;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use paraminit::random::generator::{
    Batch, Kernel, Method, Number, StandardNormal, StandardUniform, TruncatedNormal, Words,
};
use paraminit::random::{
    Affine, Map, Mt19937, Output, Pcg64, Pcg64Dxsm, Philox, Scale, SeedSequence, Sfc64,
};
use rand::SeedableRng;

const LEN: usize = 200_704; // 256 x 784

fn bench<T: Number, M: Map<Drawn = T, Number = T>>(
    criterion: &mut Criterion,
    name: &str,
    len: usize,
    method: impl Method<T>,
    map: M,
    mut bits: impl Words,
) {
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Elements(len as u64)).sample_size(20);
    let mut numbers = vec![T::default(); len];
    for kernel in Kernel::available() {
        for threads in [1, 2].map(NonZero::<usize>::new).into_iter().flatten() {
            let batch = Batch::new(kernel).with_threads(threads);
            group.bench_function(BenchmarkId::new(kernel.name(), threads), |bencher| {
                bencher.iter(|| {
                    let output = Output::new([(&mut numbers[..], map)]);
                    batch.fill(method, &mut bits, output, &mut || false)
                });
            });
        }
    }
}

fn methods(criterion: &mut Criterion) {
    let bits = || Pcg64::seed_from_u64(3);
    let (wide, narrow) = (Scale(0.05), Scale(0.05_f32));
    for len in [1_000, LEN, 4_000_000] {
        bench(criterion, &format!("{len} f64 normals"), len, StandardNormal, wide, bits());
        bench(criterion, &format!("{len} f32 normals"), len, StandardNormal, narrow, bits());
    }
    let truncated = TruncatedNormal::default();
    bench(criterion, "f64 truncated normals", LEN, truncated, wide, bits());
    bench(criterion, "f32 truncated normals", LEN, truncated, narrow, bits());
    let wide = Affine { low: -0.1, range: 0.2, fused: false };
    let narrow = Affine { low: -0.1_f32, range: 0.2, fused: false };
    bench(criterion, "f64 uniforms", LEN, StandardUniform, wide, bits());
    bench(criterion, "f32 uniforms", LEN, StandardUniform, narrow, bits());
}

fn bit_generators(criterion: &mut Criterion) {
    let (seed, map) = (SeedSequence::new([3]), Scale(0.05));
    let normals = StandardNormal;
    bench(criterion, "PCG64DXSM", LEN, normals, map, Pcg64Dxsm::from_seed_sequence(&seed));
    bench(criterion, "Philox", LEN, normals, map, Philox::from_seed_sequence(&seed));
    bench(criterion, "SFC64", LEN, normals, map, Sfc64::from_seed_sequence(&seed));
    bench(criterion, "MT19937", LEN, normals, map, Mt19937::from_seed_sequence(&seed));
}

criterion_group!(benches, methods, bit_generators);
criterion_main!(benches);
