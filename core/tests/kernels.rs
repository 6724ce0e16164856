//! Every kernel, contraction and number of threads draws what is drawn one normal at a time.

use std::num::NonZero;

use paraminit_core::random::{
    Batch, Contraction, Interrupted, Kernel, Mt19937, Normals, Output, RandomState, Scale,
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
fn draw(batch: &Batch, stream: &mut RandomState, layers: &[usize]) -> Vec<Vec<f64>> {
    let mut weights: Vec<Vec<f64>> = layers.iter().map(|&len| vec![0.0; len]).collect();
    let scales = (1..).map(|layer| 0.01 * f64::from(layer));
    let output = Output::new(weights.iter_mut().map(Vec::as_mut_slice).zip(scales.map(Scale)));
    assert_eq!(stream.fill_with(batch, output, &mut || false), Ok(()));
    weights
}

/// The same, one normal a call.
fn draw_singly(batch: &Batch, stream: &mut RandomState, layers: &[usize]) -> Vec<Vec<f64>> {
    let scales = (1..).map(|layer| 0.01 * f64::from(layer));
    let mut normal = || draw_one(batch, stream);
    layers
        .iter()
        .zip(scales)
        .map(|(&len, scale)| (0..len).map(|_| normal() * scale).collect())
        .collect()
}

fn draw_one(batch: &Batch, stream: &mut RandomState) -> f64 {
    let mut weight = [0.0];
    assert_eq!(
        stream.fill_with(batch, Output::new([(&mut weight[..], Scale(1.0))]), &mut || false),
        Ok(())
    );
    weight[0]
}

fn assert_equal(kernel: Kernel, threads: usize, layers: &[usize], start: &RandomState) {
    for contraction in Contraction::ALL {
        let threads = NonZero::new(threads).unwrap_or(NonZero::<usize>::MIN);
        let batch = Batch::new(kernel, contraction).with_threads(threads);
        let (mut one, mut all) = (start.clone(), start.clone());
        let expected = draw_singly(&batch, &mut one, layers);
        let drawn = draw(&batch, &mut all, layers);
        assert!(drawn == expected, "{batch:?} draws other numbers for {layers:?} from {start:?}");
        assert!(all == one, "{batch:?} leaves another state for {layers:?} from {start:?}");
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
            let bit_generator =
                Mt19937::from_state(key, position).unwrap_or_else(|e| panic!("{e}"));
            let start = RandomState::new(bit_generator, None);
            // 490 to 514 normals take about a block: the stream stops at every kind of place.
            let len = 490 + usize::try_from(position % 25).unwrap_or_default();
            assert_equal(kernel, 1, &[len], &start);
        }
    }
}

#[test]
fn an_interrupted_stream_is_as_before() {
    let start = stream(7, 11, Some(0.5));
    let mut weights = vec![0.0; 1_000_001];
    let mut end = start.clone();
    end.fill(Output::new([(&mut weights[..], Scale(1.0))]));
    for threads in [1, 2, 3].map(NonZero::new).into_iter().flatten() {
        let batch = Batch::default().with_threads(threads);
        let mut interrupted = start.clone();
        let mut questions = 0;
        let outcome = interrupted.fill_with(
            &batch,
            Output::new([(&mut weights[..], Scale(1.0))]),
            &mut || {
                questions += 1;
                questions == 5
            },
        );
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
