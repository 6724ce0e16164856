//! Every kernel, contraction and number of threads draws what is drawn one normal at a time.

use std::num::NonZero;

use paraminit_core::bit_generator::Mt19937;
use paraminit_core::{
    Contraction, Cpu, Interrupted, Logarithm, Output, RandomState, Rounding, Sampler, Scale,
};
use proptest::prelude::*;
use rand::{Rng, SeedableRng};

/// The stream of a seed after some words, with or without a cached normal.
fn stream(seed: u32, skip: usize, cached_normal: Option<f64>) -> RandomState {
    let mut bit_generator = Mt19937::seed_from_u64(seed.into());
    for _ in 0..skip {
        bit_generator.next_u32();
    }
    RandomState::new(bit_generator, cached_normal)
}

/// The weights of layers of these lengths, each with a scale of its own.
fn draw(sampler: &Sampler, stream: &mut RandomState, layers: &[usize]) -> Vec<Vec<f64>> {
    let mut weights: Vec<Vec<f64>> = layers.iter().map(|&len| vec![0.0; len]).collect();
    let scales = (1..).map(|layer| 0.01 * f64::from(layer));
    let output = Output::new(weights.iter_mut().map(Vec::as_mut_slice).zip(scales.map(Scale)));
    assert_eq!(stream.fill(sampler, output, &mut || false), Ok(()));
    weights
}

/// The same, one normal a call.
fn draw_singly(sampler: &Sampler, stream: &mut RandomState, layers: &[usize]) -> Vec<Vec<f64>> {
    let scales = (1..).map(|layer| 0.01 * f64::from(layer));
    let mut normal = || draw_one(sampler, stream);
    layers
        .iter()
        .zip(scales)
        .map(|(&len, scale)| (0..len).map(|_| normal() * scale).collect())
        .collect()
}

fn draw_one(sampler: &Sampler, stream: &mut RandomState) -> f64 {
    let mut weight = [0.0];
    assert_eq!(
        stream.fill(sampler, Output::new([(&mut weight[..], Scale(1.0))]), &mut || false),
        Ok(())
    );
    weight[0]
}

fn assert_equal(cpu: Cpu, threads: usize, layers: &[usize], start: &RandomState) {
    let logarithms = if cpu == Cpu::PORTABLE { &[Logarithm::Library] } else { Logarithm::ALL };
    let choices = Contraction::ALL.map(|c| logarithms.iter().map(move |&logarithm| (c, logarithm)));
    for (contraction, logarithm) in choices.into_iter().flatten() {
        let threads = NonZero::new(threads).unwrap_or(NonZero::<usize>::MIN);
        let sampler =
            Sampler::new(cpu, Rounding { sum_of_squares: contraction, ..Rounding::default() })
                .with_logarithm(logarithm)
                .with_threads(threads);
        let (mut one, mut all) = (start.clone(), start.clone());
        let expected = draw_singly(&sampler, &mut one, layers);
        let drawn = draw(&sampler, &mut all, layers);
        assert!(drawn == expected, "{sampler:?} draws other numbers for {layers:?} from {start:?}");
        assert!(all == one, "{sampler:?} leaves another state for {layers:?} from {start:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_cut_from_anywhere(
        seed: u32,
        skip in 0..1300_usize,
        cached_normal in proptest::option::of(-3.0..3.0_f64),
        layers in proptest::collection::vec(
            prop_oneof![0..4_usize, 0..700_usize, 1200..1300_usize, 0..9000_usize],
            1..8,
        ),
    ) {
        let start = stream(seed, skip, cached_normal);
        for cpu in Cpu::available() {
            assert_equal(cpu, 1, &layers, &start);
        }
    }

    #[test]
    fn any_number_of_threads(
        seed: u32,
        skip in 0..1300_usize,
        threads in 2..9_usize,
        len in 60_000..300_000_usize,
        tiny in 0..5_usize,
    ) {
        let start = stream(seed, skip, None);
        if let Some(fastest) = Cpu::available().next() {
            assert_equal(fastest, threads, &[tiny, len, tiny, 1], &start);
        }
    }
}

#[test]
fn every_position_and_every_end() {
    for cpu in Cpu::available() {
        for position in 0..=624 {
            let key = *Mt19937::seed_from_u64(position).key();
            let position = i64::try_from(position).unwrap_or_default();
            let bit_generator =
                Mt19937::from_state(key, position).unwrap_or_else(|e| panic!("{e}"));
            let start = RandomState::new(bit_generator, None);
            // 490 to 514 normals take about a block: the stream stops at every kind of place.
            let len = 490 + usize::try_from(position % 25).unwrap_or_default();
            assert_equal(cpu, 1, &[len], &start);
        }
    }
}

#[test]
fn an_interrupted_stream_is_as_before() {
    let start = stream(7, 11, Some(0.5));
    let mut weights = vec![0.0; 1_000_001];
    let mut end = start.clone();
    let output = Output::new([(&mut weights[..], Scale(1.0))]);
    assert_eq!(end.fill(&Sampler::default(), output, &mut || false), Ok(()));
    for threads in [1, 2, 3].map(NonZero::new).into_iter().flatten() {
        let sampler = Sampler::default().with_threads(threads);
        let mut interrupted = start.clone();
        let mut questions = 0;
        let outcome =
            interrupted.fill(&sampler, Output::new([(&mut weights[..], Scale(1.0))]), &mut || {
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
