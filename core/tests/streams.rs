//! Every stream, distribution, type, kernel, rounding and number of threads draws what is drawn one
//! number after the other, and stops where that stops. So it does where nobody wants the numbers.

use std::fmt::Debug;
use std::num::NonZero;

use paraminit_core::bit_generator::{
    BitGenerator, BufferedUint32, BulkBitGenerator, Mt19937, Pcg64, Pcg64Dxsm, Philox,
    SeedSequence, Sfc64,
};
use paraminit_core::scheme::{Distribution, Parameters};
use paraminit_core::{
    Arrays, Calibrated, Contraction, Cpu, Generator, Interrupted, Logarithm, Number, RandomState,
    Rounding, Sampler, StandardNormal, StandardUniform, Stream,
};
use proptest::prelude::*;
use rand::SeedableRng;

/// What a number is drawn from, what it is made of, and how it is rounded.
type What = (Distribution, Parameters, Rounding);

/// The references: one number at a time.
trait Reference: Clone + PartialEq + Debug {
    fn number<T: Calibrated>(&mut self, what: What) -> T;
}

fn uniform<T: Number>(number: T, low: T, range: T, rounding: Rounding) -> T {
    if rounding.uniform { range.mul_add(number, low) } else { low + range * number }
}

impl<B: BulkBitGenerator + PartialEq + Debug> Reference for Generator<B> {
    fn number<T: Calibrated>(&mut self, (distribution, of, rounding): What) -> T {
        let (low, range) = (T::nearest(of.low), T::nearest(of.range));
        let mut normal = |truncated| {
            self.draw::<T>(StandardNormal { fused: rounding.ziggurat, truncated }) * range
        };
        match distribution {
            Distribution::Normal => normal(false),
            Distribution::TruncatedNormal => normal(true),
            Distribution::Uniform => uniform(self.draw(StandardUniform), low, range, rounding),
        }
    }
}

impl Reference for RandomState {
    fn number<T: Calibrated>(&mut self, (distribution, of, rounding): What) -> T {
        let Parameters { low, range } = of;
        let mut normals = std::iter::repeat_with(|| self.normal(rounding.sum_of_squares));
        T::nearest(match distribution {
            Distribution::Normal => normals.next().unwrap_or_default() * range,
            Distribution::TruncatedNormal => {
                normals.find(|normal| normal.abs() <= 2.0).unwrap_or_default() * range
            }
            Distribution::Uniform => {
                uniform(self.bit_generator.next_double(), low, range, rounding)
            }
        })
    }
}

/// Draws into arrays of these lengths, each with parameters of its own.
fn assert_equal<T: Calibrated + Debug, S: Stream<T> + Reference>(
    sampler: &Sampler,
    start: &S,
    lens: &[usize],
) {
    let parameters =
        |array: u8| Parameters { low: -f64::from(array), range: 0.01 * f64::from(array) };
    for distribution in Distribution::ALL {
        let what = || format!("{sampler:?}, {distribution} numbers for {lens:?} from {start:?}");
        let [mut one, mut all, mut skipped] = [(); 3].map(|()| start.clone());
        let mut number = |of| one.number::<T>((distribution, of, sampler.rounding));
        let expected: Vec<Vec<T>> = lens
            .iter()
            .zip((1..).map(parameters))
            .map(|(&len, of)| (0..len).map(|_| number(of)).collect())
            .collect();

        let mut drawn: Vec<Vec<T>> = lens.iter().map(|&len| vec![T::default(); len]).collect();
        let arrays = drawn.iter_mut().map(Vec::as_mut_slice).zip((1..).map(parameters));
        let outcome = all.fill(distribution, sampler, Arrays::new(arrays), &mut || false);
        assert_eq!(outcome, Ok(()));
        assert!(drawn == expected, "{}: other numbers", what());
        assert!(all == one, "{}: leaves {all:?}, not {one:?}", what());

        let nowhere = Arrays::skipped(lens.iter().sum());
        assert_eq!(skipped.fill(distribution, sampler, nowhere, &mut || false), Ok(()));
        assert!(skipped == one, "{}: skips to {skipped:?}, not {one:?}", what());
    }
}

fn both_types<S: Stream<f64> + Stream<f32> + Reference>(
    sampler: &Sampler,
    start: &S,
    lens: &[usize],
) {
    assert_equal::<f64, S>(sampler, start, lens);
    assert_equal::<f32, S>(sampler, start, lens);
}

/// A bit generator of this seed after some words of 32 bits: an odd number leaves a half of one.
fn after<B: BulkBitGenerator>(words: usize, seeded: fn(&SeedSequence) -> B, seed: u64) -> B {
    let mut bits = seeded(&SeedSequence::new([seed.into()]));
    for _ in 0..words {
        bits.next_u32();
    }
    bits
}

fn every_generator(sampler: &Sampler, seed: u64, words: usize, lens: &[usize]) {
    fn draw<B: BulkBitGenerator + PartialEq + Debug>(sampler: &Sampler, bits: B, lens: &[usize]) {
        both_types(sampler, &Generator(bits), lens);
    }
    draw(sampler, after(words, Pcg64::from_seed_sequence, seed), lens);
    draw(sampler, after(words, Pcg64Dxsm::from_seed_sequence, seed), lens);
    draw(sampler, after(words, Philox::from_seed_sequence, seed), lens);
    draw(sampler, after(words, Sfc64::from_seed_sequence, seed), lens);
    draw(sampler, after(words, Mt19937::from_seed_sequence, seed), lens);
}

/// Every contraction, with each logarithm that the CPU has.
fn legacy(cpu: Cpu, threads: NonZero<usize>, start: &RandomState, lens: &[usize]) {
    let logarithms = if cpu == Cpu::PORTABLE { &[Logarithm::Library] } else { Logarithm::ALL };
    for (&logarithm, sum_of_squares) in
        logarithms.iter().flat_map(|logarithm| Contraction::ALL.map(|one| (logarithm, one)))
    {
        let rounding = Rounding { sum_of_squares, ..Rounding::default() };
        let sampler = Sampler { logarithm, threads, ..Sampler::new(cpu, rounding) };
        both_types(&sampler, start, lens);
    }
}

fn sampler(cpu: Cpu, threads: usize) -> Sampler {
    Sampler { threads: number_of(threads), ..Sampler::new(cpu, Rounding::default()) }
}

fn number_of(threads: usize) -> NonZero<usize> {
    NonZero::new(threads).unwrap_or(NonZero::<usize>::MIN)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_cut_from_anywhere(
        seed: u64,
        words in 0..1300_usize,
        cached_normal in proptest::option::of(-3.0..3.0_f64),
        fused: bool,
        lens in proptest::collection::vec(
            prop_oneof![
                0..4_usize, 0..100_usize, 0..700_usize, 1200..1300_usize, 1900..2200_usize, 0..9000_usize
            ],
            1..8,
        ),
    ) {
        let bit_generator = after(words, Mt19937::from_seed_sequence, seed);
        let start = RandomState { bit_generator, cached_normal };
        for cpu in Cpu::available() {
            let rounding = Rounding { ziggurat: fused, uniform: fused, ..Rounding::default() };
            every_generator(&Sampler::new(cpu, rounding), seed, words, &lens);
            legacy(cpu, NonZero::<usize>::MIN, &start, &lens);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn any_number_of_threads(
        seed: u64,
        words in 0..9_usize,
        threads in prop_oneof![Just(2_usize), Just(3), Just(8)],
        len in 270_000..600_000_usize,
        tiny in 0..5_usize,
    ) {
        for cpu in Cpu::available() {
            every_generator(&sampler(cpu, threads), seed, words, &[tiny, len, tiny, 1]);
        }
    }

    #[test]
    fn any_number_of_threads_for_a_legacy_stream(
        seed: u64,
        words in 0..1300_usize,
        threads in 2..9_usize,
        len in 100_000..400_000_usize,
        tiny in 0..5_usize,
    ) {
        let bit_generator = after(words, Mt19937::from_seed_sequence, seed);
        let start = RandomState { bit_generator, cached_normal: None };
        if let Some(fastest) = Cpu::available().next() {
            legacy(fastest, number_of(threads), &start, &[tiny, len, tiny, 1]);
        }
    }
}

/// One that proptest has found.
#[test]
fn a_number_that_is_left_for_the_second_thread() {
    for cpu in Cpu::available() {
        legacy(cpu, number_of(2), &RandomState::seed(0), &[1, 131_069, 1, 1]);
    }
}

/// Where words are made one after the other, only very large calls share the rest of the work.
#[test]
fn uniform_numbers_of_an_sfc64_on_threads() {
    let start = Generator(Sfc64::from_seed_sequence(&SeedSequence::new([7])));
    for cpu in Cpu::available() {
        assert_equal::<f64, _>(&sampler(cpu, 2), &start, &[(1 << 21) + 77]);
    }
}

/// Stretches end, and streams stop, at every kind of place.
#[test]
fn every_length() {
    for cpu in Cpu::available() {
        for len in (0..200).chain(1960..2120).chain(4000..4180) {
            every_generator(&sampler(cpu, 1), len as u64, len % 2, &[len]);
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
            both_types(&sampler(cpu, 1), &Generator(bits), &[400]);
        }
    }
}

#[test]
fn every_position_of_a_twister_and_every_end() {
    for cpu in Cpu::available() {
        for position in 0..=624 {
            let key = *Mt19937::seed_from_u64(position).key();
            let bits = Mt19937::from_state(key, position.cast_signed());
            let bit_generator = bits.unwrap_or_else(|e| panic!("{e}"));
            let start = RandomState { bit_generator, cached_normal: None };
            // 490 to 514 normals take about a block: the stream stops at every kind of place.
            let len = 490 + usize::try_from(position % 25).unwrap_or_default();
            legacy(cpu, NonZero::<usize>::MIN, &start, &[len]);
        }
    }
}

#[test]
fn far_beyond_what_fits_into_memory() {
    let (count, sampler) = (usize::MAX / 4, Sampler::default());
    let mut generator = Generator(Pcg64::seed_from_u64(3));
    let mut advanced = generator.0.clone();
    let numbers = Arrays::<f64>::skipped(count);
    let outcome = generator.fill(Distribution::Uniform, &sampler, numbers, &mut || false);
    assert_eq!(outcome, Ok(()));
    advanced.advance(count as u128);
    assert_eq!(generator.0, advanced);
}

/// A call ends where it is interrupted, or is complete.
fn assert_interrupts<T: Calibrated, S: Stream<T> + Reference>(start: &S) {
    let mut numbers: Vec<T> = std::iter::repeat_n(T::default(), 1_000_001).collect();
    let parameters = Distribution::Normal.parameters(1.0);
    let mut end = start.clone();
    end.draw_all(Distribution::Normal, Arrays::new([(&mut numbers[..], parameters)]));
    for threads in [1, 2, 3].map(number_of) {
        let sampler = Sampler { threads, ..Sampler::default() };
        let mut interrupted = start.clone();
        let mut questions = 0;
        let arrays = Arrays::new([(&mut numbers[..], parameters)]);
        let outcome = interrupted.fill(Distribution::Normal, &sampler, arrays, &mut || {
            questions += 1;
            questions == 5
        });
        // On a busy machine the other threads may have drawn all before this one is asked so often.
        if threads.get() > 1 && outcome.is_ok() {
            assert!(questions <= 5);
            assert_eq!(interrupted, end);
        } else {
            assert_eq!((outcome, questions), (Err(Interrupted), 5));
        }
    }
    for distribution in Distribution::ALL {
        let numbers = Arrays::skipped(usize::MAX / 8);
        let sampler = Sampler::default();
        let outcome = start.clone().fill(distribution, &sampler, numbers, &mut || true);
        assert_eq!(outcome, Err(Interrupted));
    }
}

#[test]
fn calls_are_interrupted() {
    let bit_generator = after(11, Mt19937::from_seed_sequence, 7);
    assert_interrupts::<f64, _>(&RandomState { bit_generator, cached_normal: Some(0.5) });
    assert_interrupts::<f32, _>(&Generator(after(1, Pcg64::from_seed_sequence, 7)));
}
