//! The core alone, for work on the kernels: each kernel and number of threads by itself.
//!
//! ```text
//! cargo bench --no-default-features
//! ```

use std::num::NonZero;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use paraminit::random::{Batch, Contraction, Kernel, Mt19937, Output, Scale};
use rand::SeedableRng;

fn normals(criterion: &mut Criterion) {
    for len in [1_000, 234_752, 10_000_000] {
        let mut group = criterion.benchmark_group(format!("{len} normals"));
        group.throughput(Throughput::Elements(len as u64)).sample_size(20);
        let mut weights = vec![0.0; len];
        for kernel in Kernel::available() {
            for threads in [1, 2].map(NonZero::<usize>::new).into_iter().flatten() {
                let batch = Batch::new(kernel, Contraction::None).with_threads(threads);
                let mut bit_generator = Mt19937::seed_from_u64(3);
                group.bench_function(BenchmarkId::new(kernel.name(), threads), |bencher| {
                    bencher.iter(|| {
                        let output = Output::new([(&mut weights[..], Scale(0.01))]);
                        batch.fill(&mut bit_generator, output, &mut || false)
                    });
                });
            }
        }
    }
}

criterion_group!(benches, normals);
criterion_main!(benches);
