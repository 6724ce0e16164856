//! Which way to draw gives the bits of the NumPy that is installed.
//!
//! NumPy draws some numbers, and the fastest sampler that draws the same ones is taken. What is so rare
//! that it would not be among them is drawn from a state just before it.

use rand::SeedableRng;

use crate::bit_generator::{BufferedUint32, Pcg64};
use crate::cpu::Cpu;
use crate::generator::Generator;
use crate::output::{Arrays, Parameters};
use crate::polar::{Contraction, Logarithm};
use crate::random_state::RandomState;
use crate::sampler::{Rounding, Sampler};
use crate::scheme::Distribution;
use crate::stream::Stream;
use crate::ziggurat::{Ziggurat, within};

/// Numbers that NumPy draws from the seed [`Sampler::CALIBRATION_SEED`], at least
/// [`Sampler::CALIBRATION_NUMBERS`] of each.
#[derive(Clone, Copy, Debug)]
pub struct Reference<'a, T> {
    /// `standard_normal`.
    pub normals: &'a [T],
    /// `uniform(-0.1, 0.1)` of the same seed as float64, `random` as float32.
    pub uniforms: &'a [T],
}

/// A dtype that NumPy's numbers are compared in.
pub trait Calibrated: Ziggurat {
    /// What the uniform numbers are made of.
    const UNIFORM: Parameters;
    /// State and increment of a PCG64 just before a word whose number is accepted if the height in
    /// its layer is fused, and not if it is rounded twice, or the other way round. Such a word of layer
    /// 100, with the uniform number after it, was searched for near the curve; the increment is the odd
    /// one that leads from the one to the other.
    const WEDGE: [u128; 2];
}

impl Calibrated for f64 {
    const UNIFORM: Parameters = Parameters::between(-0.1, 0.1);
    const WEDGE: [u128; 2] = [
        101_440_304_145_574_600_414_631_065_924_567_161_579,
        122_655_441_761_895_824_822_391_228_709_154_215_181,
    ];
}

impl Calibrated for f32 {
    const UNIFORM: Parameters = Parameters::between(0.0, 1.0);
    const WEDGE: [u128; 2] = [
        154_196_278_376_403_336_652_108_884_684_596_079_339,
        190_003_757_619_020_031_469_933_192_581_753_521_421,
    ];
}

impl Sampler {
    /// The seed with which NumPy should draw the numbers to calibrate with: all that is rare in a
    /// ziggurat, but for the wedge, comes early in it, with `f64` as with `f32`.
    pub const CALIBRATION_SEED: u32 = 201;

    /// How many numbers NumPy should draw for that, at least. A few thousand tell the contractions of a
    /// legacy stream apart: each changes more than a tenth of them.
    pub const CALIBRATION_NUMBERS: usize = 2048;

    /// A state from which the first normal shows how NumPy's ziggurat rounds.
    #[must_use]
    pub fn wedge<T: Calibrated>() -> Pcg64 {
        let [state, inc] = T::WEDGE;
        Pcg64::from_state(state, inc, BufferedUint32::NONE)
    }

    /// The sampler that draws these numbers of a `Generator` on a `PCG64`, and this `standard_normal` of
    /// one in the state [`wedge`](Self::wedge): with the code for the fastest CPU that gives them, on one
    /// thread. `None` if there is none, or there are too few numbers.
    #[must_use]
    pub fn calibrate<T: Calibrated>(reference: &Reference<'_, T>, wedge: T) -> Option<Self> {
        let Reference { normals, uniforms } = *reference;
        if normals.len().min(uniforms.len()) < Self::CALIBRATION_NUMBERS {
            return None;
        }
        let seeded = Generator(Pcg64::seed_from_u64(Self::CALIBRATION_SEED.into()));
        let in_wedge = Generator(Self::wedge::<T>());
        let truncated: Vec<T> = normals.iter().copied().filter(|&x| within(x)).collect();
        Cpu::available().find_map(|cpu| {
            let ziggurat = [false, true].into_iter().find(|&ziggurat| {
                let sampler = Self::new(cpu, Rounding { ziggurat, ..Rounding::default() });
                sampler.draws(&in_wedge, Distribution::Normal, &[wedge])
                    && sampler.draws(&seeded, Distribution::Normal, normals)
                    && sampler.draws(&seeded, Distribution::TruncatedNormal, &truncated)
            })?;
            let uniform = find_uniform(cpu, &seeded, uniforms)?;
            Some(Self::new(cpu, Rounding { ziggurat, uniform, ..Rounding::default() }))
        })
    }

    /// The same for numbers of a `RandomState`.
    #[must_use]
    pub fn calibrate_legacy(reference: &Reference<'_, f64>) -> Option<Self> {
        let Reference { normals, uniforms } = *reference;
        if normals.len().min(uniforms.len()) < Self::CALIBRATION_NUMBERS {
            return None;
        }
        let seeded = RandomState::seed(Self::CALIBRATION_SEED);
        Cpu::available().find_map(|cpu| {
            let uniform = find_uniform(cpu, &seeded, uniforms)?;
            let mut samplers = Logarithm::ALL.iter().flat_map(|&logarithm| {
                Contraction::ALL.map(|sum_of_squares| {
                    let rounding = Rounding { sum_of_squares, uniform, ..Rounding::default() };
                    Self { logarithm, ..Self::new(cpu, rounding) }
                })
            });
            samplers.find(|sampler| sampler.draws(&seeded, Distribution::Normal, normals))
        })
    }

    /// The numbers that it draws from there.
    fn drawn<T: Calibrated, S: Stream<T> + Clone>(
        &self,
        start: &S,
        distribution: Distribution,
        len: usize,
    ) -> Vec<T> {
        let mut drawn = vec![T::default(); len];
        let arrays = Arrays::new([(&mut drawn[..], parameters::<T>(distribution))]);
        let _ = start.clone().fill(distribution, self, arrays, &mut || false); // never interrupted
        drawn
    }

    /// Whether it draws all bits of these numbers: a zero's sign counts, and there is no NaN.
    fn draws<T: Calibrated, S: Stream<T> + Clone>(
        &self,
        start: &S,
        distribution: Distribution,
        reference: &[T],
    ) -> bool {
        let drawn = self.drawn(start, distribution, reference.len());
        let bits = |&number: &T| Into::<f64>::into(number).to_bits();
        drawn.iter().map(bits).eq(reference.iter().map(bits))
    }
}

fn parameters<T: Calibrated>(distribution: Distribution) -> Parameters {
    match distribution {
        Distribution::Normal | Distribution::TruncatedNormal => distribution.parameters(1.0),
        Distribution::Uniform => T::UNIFORM,
    }
}

/// Whether uniform numbers are [fused](Rounding::uniform), if they are drawn.
fn find_uniform<T: Calibrated, S: Stream<T> + Clone>(
    cpu: Cpu,
    start: &S,
    reference: &[T],
) -> Option<bool> {
    [false, true].into_iter().find(|&uniform| {
        let sampler = Sampler::new(cpu, Rounding { uniform, ..Rounding::default() });
        sampler.draws(start, Distribution::Uniform, reference)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    const NUMBERS: usize = Sampler::CALIBRATION_NUMBERS;

    /// What can happen to a word.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    enum Path {
        Inside,
        WedgeTaken,
        WedgeRefused,
        Tail,
        LeftTail,
    }

    fn paths<T: Ziggurat>() -> HashSet<Path> {
        let mut bits = Pcg64::seed_from_u64(Sampler::CALIBRATION_SEED.into());
        let mut paths = HashSet::new();
        let mut numbers = 0;
        while numbers < NUMBERS {
            let word = T::next_word(&mut bits);
            let mut uniforms = 0;
            let (x, accepted) = T::settle(false, word, || {
                uniforms += 1;
                T::next_uniform(&mut bits)
            });
            numbers += usize::from(accepted);
            paths.insert(match uniforms {
                0 => Path::Inside,
                1 if accepted => Path::WedgeTaken,
                1 => Path::WedgeRefused,
                _ if x.into() < 0.0 => Path::LeftTail,
                _ => Path::Tail,
            });
        }
        paths
    }

    #[test]
    fn all_that_is_rare_is_tried() {
        assert_eq!(paths::<f64>().len(), 5);
        assert_eq!(paths::<f32>().len(), 5);
    }

    /// Normals, uniform numbers, and one in the wedge, of a NumPy that rounds so.
    fn numbers<T: Calibrated>(rounding: Rounding) -> [Vec<T>; 3] {
        let numpy = Sampler::new(Cpu::PORTABLE, rounding);
        let seeded = Generator(Pcg64::seed_from_u64(Sampler::CALIBRATION_SEED.into()));
        [
            numpy.drawn(&seeded, Distribution::Normal, NUMBERS),
            numpy.drawn(&seeded, Distribution::Uniform, NUMBERS),
            numpy.drawn(&Generator(Sampler::wedge::<T>()), Distribution::Normal, 1),
        ]
    }

    fn calibrate<T: Calibrated>([normals, uniforms, wedge]: &[Vec<T>; 3]) -> Option<Sampler> {
        Sampler::calibrate(&Reference { normals, uniforms }, wedge[0])
    }

    fn fastest(rounding: Rounding) -> Option<Sampler> {
        Cpu::available().next().map(|cpu| Sampler::new(cpu, rounding))
    }

    #[test]
    fn finds_the_fastest_code_and_the_rounding() {
        for (ziggurat, uniform) in [(false, false), (false, true), (true, false), (true, true)] {
            let rounding = Rounding { ziggurat, uniform, ..Rounding::default() };
            assert_eq!(calibrate(&numbers::<f64>(rounding)), fastest(rounding));
            let rounding = Rounding { uniform: false, ..rounding }; // 0 + 1 u is exact
            assert_eq!(calibrate(&numbers::<f32>(rounding)), fastest(rounding));
        }
    }

    #[test]
    fn refuses_other_numbers() {
        let reference = numbers(Rounding::default());
        let changes: [fn(&mut [Vec<f64>; 3]); 4] = [
            |[normals, ..]| normals.truncate(NUMBERS - 1),
            |[normals, ..]| normals[NUMBERS - 1] *= 1.0 + f64::EPSILON,
            |[_, uniforms, _]| uniforms[0] *= 1.0 + f64::EPSILON,
            |[.., wedge]| wedge[0] = 0.0,
        ];
        for change in changes {
            let mut other = reference.clone();
            change(&mut other);
            assert_eq!(calibrate(&other), None);
        }
    }

    #[test]
    fn finds_the_contraction_of_a_legacy_stream() {
        for sum_of_squares in Contraction::ALL {
            let rounding = Rounding { sum_of_squares, uniform: true, ..Rounding::default() };
            let numpy = Sampler::new(Cpu::PORTABLE, rounding);
            let seeded = RandomState::seed(Sampler::CALIBRATION_SEED);
            let [mut normals, uniforms] = [Distribution::Normal, Distribution::Uniform]
                .map(|distribution| numpy.drawn(&seeded, distribution, 2 * NUMBERS));
            let calibrate = |normals: &[f64]| {
                Sampler::calibrate_legacy(&Reference { normals, uniforms: &uniforms })
            };
            assert_eq!(calibrate(&normals), fastest(rounding));
            assert_eq!(calibrate(&normals[1..]), None);
            // Of another logarithm, one that is an ulp off for one argument in many.
            normals[NUMBERS] = normals[NUMBERS].next_up();
            assert_eq!(calibrate(&normals), None);
        }
    }
}
