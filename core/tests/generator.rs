//! Every bit generator, method, type, kernel and number of threads draws what is drawn one number
//! after the other, and stops where that stops.

use std::fmt::Debug;
use std::num::NonZero;

use paraminit_core::bit_generator::{
    BufferedUint32, BulkBitGenerator, Mt19937, Pcg64, Pcg64Dxsm, Philox, SeedSequence, Sfc64,
};
use paraminit_core::{
    Affine, Cpu, Interrupted, Map, Method, Number, Output, Rounding, Sampler, Scale,
    StandardNormal, StandardUniform, TruncatedNormal, fill_singly,
};
use proptest::prelude::*;
use rand::Rng;

/// Draws into slices of these lengths, each with a map of its own.
fn assert_equal<
    T: Number + Debug,
    B: BulkBitGenerator + PartialEq + Debug,
    M: Map<Drawn = T, Number = T>,
>(
    sampler: Sampler,
    method: impl Method<T> + Debug,
    map: impl Fn(u8) -> M,
    start: &B,
    lens: &[usize],
) {
    let mut all = start.clone();
    let mut drawn: Vec<Vec<T>> = lens.iter().map(|&len| vec![T::default(); len]).collect();
    let output = Output::new(drawn.iter_mut().map(Vec::as_mut_slice).zip((1..).map(&map)));
    assert_eq!(sampler.fill(method, &mut all, output, &mut || false), Ok(()));

    let mut one = start.clone();
    let expected: Vec<Vec<T>> = lens
        .iter()
        .zip((1..).map(&map))
        .map(|(&len, map)| (0..len).map(|_| map.apply(method.draw(&mut one))).collect())
        .collect();
    assert!(
        drawn == expected,
        "{sampler:?} {method:?} draws other numbers for {lens:?} from {start:?}"
    );
    assert!(
        all == one,
        "{sampler:?} {method:?} leaves {all:?} for {lens:?} from {start:?}, not {one:?}"
    );
}

fn every_method<B: BulkBitGenerator + PartialEq + Debug>(
    sampler: Sampler,
    start: &B,
    lens: &[usize],
) {
    let wide = |i| Scale(0.01 * f64::from(i));
    let narrow = |i| Scale(0.01 * f32::from(i));
    assert_equal(sampler, StandardNormal::default(), wide, start, lens);
    assert_equal(sampler, StandardNormal::default(), narrow, start, lens);
    assert_equal(sampler, TruncatedNormal::default(), wide, start, lens);
    assert_equal(sampler, TruncatedNormal::default(), narrow, start, lens);
    let wide = |i| Affine { low: -f64::from(i), range: 0.7, fused: i % 2 == 0 };
    let narrow = |i| Affine { low: -f32::from(i), range: 0.7, fused: i % 2 == 0 };
    assert_equal(sampler, StandardUniform, wide, start, lens);
    assert_equal(sampler, StandardUniform, narrow, start, lens);
}

fn every_bit_generator(sampler: Sampler, seed: u64, skip: usize, lens: &[usize]) {
    fn skipped<B: BulkBitGenerator>(mut bits: B, skip: usize) -> B {
        for _ in 0..skip {
            bits.next_u32(); // an odd number leaves a half of a word
        }
        bits
    }
    let seed = SeedSequence::new([seed.into()]);
    every_method(sampler, &skipped(Pcg64::from_seed_sequence(&seed), skip), lens);
    every_method(sampler, &skipped(Pcg64Dxsm::from_seed_sequence(&seed), skip), lens);
    every_method(sampler, &skipped(Philox::from_seed_sequence(&seed), skip), lens);
    every_method(sampler, &skipped(Sfc64::from_seed_sequence(&seed), skip), lens);
    every_method(sampler, &skipped(Mt19937::from_seed_sequence(&seed), skip), lens);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_cut_from_anywhere(
        seed: u64,
        skip in 0..1300_usize,
        lens in proptest::collection::vec(
            prop_oneof![0..4_usize, 0..100_usize, 1900..2200_usize, 0..9000_usize],
            1..8,
        ),
    ) {
        for cpu in Cpu::available() {
            every_bit_generator(Sampler::new(cpu, Rounding::default()), seed, skip, &lens);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn any_number_of_threads(
        seed: u64,
        skip in 0..9_usize,
        threads in prop_oneof![Just(2_usize), Just(3), Just(8)],
        len in 270_000..600_000_usize,
        tiny in 0..5_usize,
    ) {
        for cpu in Cpu::available() {
            let sampler = Sampler::new(cpu, Rounding::default()).with_threads(NonZero::new(threads).unwrap_or(NonZero::<usize>::MIN));
            every_bit_generator(sampler, seed, skip, &[tiny, len, tiny, 1]);
        }
    }
}

/// Where words are made one after the other, only very large calls share the rest of the work.
#[test]
fn uniform_numbers_of_an_sfc64_on_threads() {
    let start = Sfc64::from_seed_sequence(&SeedSequence::new([7]));
    for cpu in Cpu::available() {
        let sampler = Sampler::new(cpu, Rounding::default());
        let sampler = sampler.with_threads(NonZero::<usize>::MIN.saturating_add(1));
        let map = |_| Affine { low: -0.5, range: 1.0, fused: false };
        assert_equal(sampler, StandardUniform, map, &start, &[(1 << 21) + 77]);
    }
}

/// Stretches end, and streams stop, at every kind of place.
#[test]
fn every_length() {
    for cpu in Cpu::available() {
        for len in (0..200).chain(1960..2120).chain(4000..4180) {
            every_bit_generator(
                Sampler::new(cpu, Rounding::default()),
                len as u64,
                len % 2,
                &[len],
            );
        }
    }
}

/// At every place of a group of blocks.
#[test]
fn philox_counters_carry() {
    for cpu in Cpu::available() {
        for left in 0..40 {
            let counter = [u64::MAX - left, u64::MAX, 7, 0];
            let bits = Philox::from_state(counter, [3, 5], [1, 2, 3, 4], 2, BufferedUint32::NONE);
            let bits = bits.unwrap_or_else(|e| panic!("{e}"));
            every_method(Sampler::new(cpu, Rounding::default()), &bits, &[400]);
        }
    }
}

#[test]
fn an_interrupted_bit_generator_is_as_before() {
    let mut start = Pcg64::from_seed_sequence(&SeedSequence::new([7]));
    start.next_u32();
    let mut numbers = vec![0.0_f32; 1_000_001];
    let mut end = start.clone();
    let output = Output::new([(&mut numbers[..], Scale(1.0_f32))]);
    assert!(fill_singly(StandardNormal::default(), &mut end, output, &mut || false).is_ok());
    for threads in [1, 2, 3].map(NonZero::new).into_iter().flatten() {
        let sampler = Sampler::default().with_threads(threads);
        let mut interrupted = start.clone();
        let mut questions = 0;
        let output = Output::new([(&mut numbers[..], Scale(1.0_f32))]);
        let outcome =
            sampler.fill(StandardNormal::default(), &mut interrupted, output, &mut || {
                questions += 1;
                questions == 5
            });
        // On a busy machine the other threads may have drawn all before this one is asked so often.
        if threads.get() > 1 && outcome.is_ok() {
            assert!(questions <= 5);
            assert_eq!(interrupted, end);
        } else {
            assert_eq!((outcome, questions), (Err(Interrupted), 5));
            assert_eq!(interrupted, start);
        }
    }
}
