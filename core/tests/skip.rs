//! What is skipped is what would have been drawn: the same state is left.

use std::fmt::Debug;
use std::num::NonZero;

use paraminit_core::bit_generator::{
    BulkBitGenerator, Mt19937, Pcg64, Pcg64Dxsm, Philox, SeedSequence, Sfc64,
};
use paraminit_core::scheme::Distribution;
use paraminit_core::{
    Arrays, Calibrated, Cpu, Generator, Interrupted, RandomState, Rounding, Sampler, Stream,
};
use proptest::prelude::*;
use rand::Rng;

fn samplers(cpu: Cpu) -> impl Iterator<Item = Sampler> {
    let threads = [1, 2, 3].map(NonZero::new).into_iter().flatten();
    threads.map(move |threads| Sampler::new(cpu, Rounding::default()).with_threads(threads))
}

fn assert_skips<T: Calibrated, S: Stream<T> + Clone + PartialEq + Debug>(start: &S, count: usize) {
    for distribution in Distribution::ALL {
        let mut drawn = start.clone();
        let mut numbers = vec![T::default(); count];
        let arrays = Arrays::new([(&mut numbers[..], distribution.parameters(1.0))]);
        drawn.draw_all(distribution, arrays);
        for sampler in Cpu::available().flat_map(samplers) {
            let mut skipped = start.clone();
            let outcome = skipped.skip(distribution, &sampler, count, &mut || false);
            assert_eq!(outcome, Ok(()));
            assert!(
                skipped == drawn,
                "{sampler:?} skips {count} {distribution} numbers from {start:?} to {skipped:?}, not \
                 {drawn:?}"
            );
        }
    }
}

fn every_bit_generator(seed: u64, before: usize, count: usize) {
    fn both_types<B: BulkBitGenerator + PartialEq + Debug>(
        mut bits: B,
        before: usize,
        count: usize,
    ) {
        for _ in 0..before {
            bits.next_u32(); // an odd number leaves a half of a word
        }
        let start = Generator::new(bits);
        assert_skips::<f64, _>(&start, count);
        assert_skips::<f32, _>(&start, count);
    }
    let seed = SeedSequence::new([seed.into()]);
    both_types(Pcg64::from_seed_sequence(&seed), before, count);
    both_types(Pcg64Dxsm::from_seed_sequence(&seed), before, count);
    both_types(Philox::from_seed_sequence(&seed), before, count);
    both_types(Sfc64::from_seed_sequence(&seed), before, count);
    both_types(Mt19937::from_seed_sequence(&seed), before, count);
}

fn legacy_stream(seed: u64, before: usize, cached_normal: Option<f64>, count: usize) {
    let mut bits = Mt19937::from_seed_sequence(&SeedSequence::new([seed.into()]));
    for _ in 0..before {
        bits.next_u32();
    }
    let start = RandomState::new(bits, cached_normal);
    assert_skips::<f64, _>(&start, count);
    assert_skips::<f32, _>(&start, count);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_number_from_anywhere(
        seed: u64,
        before in 0..1300_usize,
        cached_normal in proptest::option::of(-3.0..3.0_f64),
        count in prop_oneof![0..4_usize, 0..300_usize, 0..9000_usize],
    ) {
        every_bit_generator(seed, before, count);
        legacy_stream(seed, before, cached_normal, count);
    }
}

#[test]
fn many_numbers() {
    for (count, cached_normal) in [(300_001, None), (300_000, Some(0.5)), (1_000_000, None)] {
        every_bit_generator(3, count % 2, count);
        legacy_stream(3, 17, cached_normal, count);
    }
}

#[test]
fn far_beyond_what_fits_into_memory() {
    let (count, sampler) = (usize::MAX / 4, Sampler::default());
    let mut generator = Generator::new(Pcg64::from_seed_sequence(&SeedSequence::new([3])));
    let mut advanced = generator.bit_generator().clone();
    let outcome =
        Stream::<f64>::skip(&mut generator, Distribution::Uniform, &sampler, count, &mut || false);
    assert_eq!(outcome, Ok(()));
    advanced.advance(count as u128);
    assert_eq!(generator.bit_generator(), &advanced);
}

#[test]
fn an_interrupted_stream_is_as_before() {
    let start = RandomState::seed(3);
    for distribution in Distribution::ALL {
        let mut stream = start.clone();
        let sampler = Sampler::default();
        let outcome =
            Stream::<f64>::skip(&mut stream, distribution, &sampler, usize::MAX / 8, &mut || true);
        assert_eq!(outcome, Err(Interrupted));
        assert_eq!(stream, start);
    }
}
