//! Every kernel, contraction and number of threads draws what is drawn one normal at a time.

use std::num::NonZero;

use paraminit::random::{Bulk, Contraction, Interrupted, Kernel, Mt19937, RandomState, Weights};
use proptest::prelude::*;
use rand::{Rng, SeedableRng};

/// The stream of a seed after some words, with or without a kept normal.
fn stream(seed: u32, skip: usize, kept: Option<f64>) -> RandomState {
    let mut generator = Mt19937::seed_from_u64(seed.into());
    for _ in 0..skip {
        generator.next_u32();
    }
    RandomState::from_state(generator, kept)
}

/// The weights of layers of these lengths, each with a scale of its own.
fn draw(bulk: &Bulk, stream: &mut RandomState, layers: &[usize]) -> Vec<Vec<f64>> {
    let mut weights: Vec<Vec<f64>> = layers.iter().map(|&len| vec![0.0; len]).collect();
    let scales = (1..).map(|layer| 0.01 * f64::from(layer));
    let list = Weights::new(weights.iter_mut().map(Vec::as_mut_slice).zip(scales));
    assert_eq!(stream.fill_with(bulk, list, &mut || false), Ok(()));
    weights
}

/// The same, one normal a call.
fn draw_singly(bulk: &Bulk, stream: &mut RandomState, layers: &[usize]) -> Vec<Vec<f64>> {
    let scales = (1..).map(|layer| 0.01 * f64::from(layer));
    let mut normal = || draw_one(bulk, stream);
    layers
        .iter()
        .zip(scales)
        .map(|(&len, scale)| (0..len).map(|_| normal() * scale).collect())
        .collect()
}

fn draw_one(bulk: &Bulk, stream: &mut RandomState) -> f64 {
    let mut weight = [0.0];
    assert_eq!(
        stream.fill_with(bulk, Weights::new([(&mut weight[..], 1.0)]), &mut || false),
        Ok(())
    );
    weight[0]
}

fn assert_equal(kernel: Kernel, threads: usize, layers: &[usize], start: &RandomState) {
    for contraction in Contraction::ALL {
        let threads = NonZero::new(threads).unwrap_or(NonZero::<usize>::MIN);
        let bulk = Bulk::new(kernel, contraction).with_threads(threads);
        let (mut one, mut all) = (start.clone(), start.clone());
        let expected = draw_singly(&bulk, &mut one, layers);
        let drawn = draw(&bulk, &mut all, layers);
        assert!(drawn == expected, "{bulk:?} draws other numbers for {layers:?} from {start:?}");
        assert!(all == one, "{bulk:?} leaves another state for {layers:?} from {start:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_cut_from_anywhere(
        seed: u32,
        skip in 0..1300_usize,
        kept in proptest::option::of(-3.0..3.0_f64),
        layers in proptest::collection::vec(
            prop_oneof![0..4_usize, 0..700_usize, 1200..1300_usize, 0..9000_usize],
            1..8,
        ),
    ) {
        let start = stream(seed, skip, kept);
        for kernel in Kernel::available() {
            assert_equal(kernel, 1, &layers, &start);
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
        if let Some(fastest) = Kernel::available().next() {
            assert_equal(fastest, threads, &[tiny, len, tiny, 1], &start);
        }
    }
}

#[test]
fn every_position_and_every_end() {
    for kernel in Kernel::available() {
        for position in 0..=624 {
            let key = *Mt19937::seed_from_u64(position).key();
            let position = i64::try_from(position).unwrap_or_default();
            let generator = Mt19937::from_state(key, position).unwrap_or_else(|e| panic!("{e}"));
            let start = RandomState::from_state(generator, None);
            // 490 to 514 normals take about a block: the stream stops at every kind of place.
            let len = 490 + usize::try_from(position % 25).unwrap_or_default();
            assert_equal(kernel, 1, &[len], &start);
        }
    }
}

#[test]
fn an_interrupted_stream_is_as_before() {
    for threads in [1, 2, 3].map(NonZero::new).into_iter().flatten() {
        let start = stream(7, 11, Some(0.5));
        let bulk = Bulk::default().with_threads(threads);
        let mut weights = vec![0.0; 1_000_001];
        let mut interrupted = start.clone();
        let mut questions = 0;
        let outcome =
            interrupted.fill_with(&bulk, Weights::new([(&mut weights[..], 1.0)]), &mut || {
                questions += 1;
                questions == 5
            });
        assert_eq!((outcome, questions), (Err(Interrupted), 5));
        assert_eq!(interrupted, start);
    }
}
