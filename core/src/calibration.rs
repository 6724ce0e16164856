//! Which way to draw gives the bits of the NumPy that is installed.
//!
//! NumPy draws some numbers, and the fastest sampler that draws the same ones is taken. What is so rare
//! that it would not be among them is drawn from a state just before it.

use rand::SeedableRng;

use crate::bit_generator::{BufferedUint32, BulkBitGenerator, Pcg64};
use crate::cpu::Cpu;
use crate::method::Method;
use crate::number::Number;
use crate::output::{Map, Output, Scale};
use crate::polar::{Contraction, Logarithm};
use crate::random_state::RandomState;
use crate::sampler::{Rounding, Sampler};
use crate::scheme::Parameters;
use crate::uniform::StandardUniform;
use crate::ziggurat::{Ziggurat, within};

/// How many numbers a reference has at least, but for the one in the wedge.
const NUMBERS: usize = 2048;

/// Numbers of a `np.random.Generator` of one dtype.
#[derive(Clone, Copy, Debug)]
pub struct GeneratorReference<'a, T> {
    /// `standard_normal` of a `PCG64` of the seed [`Sampler::CALIBRATION_SEED`].
    pub normals: &'a [T],
    /// `uniform(-0.1, 0.1)` of the same as float64, `random` as float32.
    pub uniforms: &'a [T],
    /// `standard_normal` of a `PCG64` in the state [`Sampler::wedge`]: one number is enough.
    pub wedge: &'a [T],
}

/// Numbers of a `np.random.RandomState` of the seed [`Sampler::CALIBRATION_SEED`].
#[derive(Clone, Copy, Debug)]
pub struct LegacyReference<'a> {
    /// `standard_normal`. A few thousand tell the contractions apart: each changes more than a tenth
    /// of them.
    pub normals: &'a [f64],
    /// `uniform(-0.1, 0.1)` of the same seed.
    pub uniforms: &'a [f64],
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

    /// How many numbers NumPy should draw for that.
    pub const CALIBRATION_NUMBERS: usize = NUMBERS;

    /// A state from which the first normal shows how NumPy's ziggurat rounds.
    #[must_use]
    pub fn wedge<T: Calibrated>() -> Pcg64 {
        let [state, inc] = T::WEDGE;
        Pcg64::from_state(state, inc, BufferedUint32::NONE)
    }

    /// The sampler that draws these numbers: with the code for the fastest CPU that gives them, on one
    /// thread. `None` if there is none, or there are too few numbers.
    #[must_use]
    pub fn calibrate<T: Calibrated>(reference: &GeneratorReference<'_, T>) -> Option<Self> {
        let seeded = Pcg64::seed_from_u64(Self::CALIBRATION_SEED.into());
        let GeneratorReference { normals, uniforms, wedge } = *reference;
        let truncated: Vec<T> = normals.iter().copied().filter(|&x| within(x)).collect();
        let one = Scale(T::from(1));
        Cpu::available().find_map(|cpu| {
            let draws_normals = |fused| {
                let sampler = Self::new(cpu, Rounding { ziggurat: fused, ..Rounding::default() });
                let normal = sampler.standard_normal();
                wedge == draw_singly(normal, &mut Self::wedge::<T>(), wedge.len())
                    && sampler.draws(normal, one, &seeded, normals)
                    && sampler.draws(sampler.truncated_normal(), one, &seeded, &truncated)
            };
            let ziggurat = [false, true].into_iter().find(|&fused| draws_normals(fused))?;
            let uniform = find_uniform(cpu, &seeded, uniforms)?;
            let rounding = Rounding { ziggurat, uniform, ..Rounding::default() };
            let enough = normals.len() >= NUMBERS && !wedge.is_empty();
            enough.then_some(Self::new(cpu, rounding))
        })
    }

    /// The same for a legacy stream.
    #[must_use]
    pub fn calibrate_legacy(reference: &LegacyReference<'_>) -> Option<Self> {
        let seeded = RandomState::seed(Self::CALIBRATION_SEED);
        let LegacyReference { normals, uniforms } = *reference;
        Cpu::available().find_map(|cpu| {
            let mut samplers = Logarithm::ALL.iter().flat_map(|&logarithm| {
                Contraction::ALL.map(|sum_of_squares| {
                    Self::new(cpu, Rounding { sum_of_squares, ..Rounding::default() })
                        .with_logarithm(logarithm)
                })
            });
            let sampler = samplers.find(|sampler| {
                let mut drawn = vec![0.0; normals.len()];
                let output = Output::new([(&mut drawn[..], Scale(1.0))]);
                seeded.clone().fill_normals(sampler, output, &mut || false).is_ok()
                    && same(&drawn, normals)
            })?;
            let start = seeded.bit_generator();
            let uniform = find_uniform(cpu, start, uniforms)?;
            let rounding = Rounding { uniform, ..sampler.rounding() };
            (normals.len() >= NUMBERS).then_some(sampler.with_rounding(rounding))
        })
    }

    fn draws<T: Number, B: BulkBitGenerator, M: Map<Drawn = T, Number = T>>(
        &self,
        method: impl Method<T>,
        map: M,
        start: &B,
        reference: &[T],
    ) -> bool {
        let mut drawn = vec![T::default(); reference.len()];
        let output = Output::new([(&mut drawn[..], map)]);
        self.fill(method, &mut start.clone(), output, &mut || false).is_ok()
            && same(&drawn, reference)
    }
}

/// Whether uniform numbers are [fused](Rounding::uniform), if they are drawn.
fn find_uniform<T: Calibrated>(
    cpu: Cpu,
    start: &impl BulkBitGenerator,
    reference: &[T],
) -> Option<bool> {
    [false, true].into_iter().find(|&uniform| {
        let sampler = Sampler::new(cpu, Rounding { uniform, ..Rounding::default() });
        let map = sampler.affine::<T>(T::UNIFORM);
        reference.len() >= NUMBERS && sampler.draws(StandardUniform, map, start, reference)
    })
}

fn draw_singly<T: Number>(method: impl Method<T>, bits: &mut Pcg64, len: usize) -> Vec<T> {
    (0..len).map(|_| method.draw(bits)).collect()
}

/// Whether all bits are the same: a zero's sign counts, and there is no NaN.
fn same<T: Number>(drawn: &[T], reference: &[T]) -> bool {
    let bits = |numbers: &[T]| -> Vec<u64> {
        numbers.iter().map(|&number| Into::<f64>::into(number).to_bits()).collect()
    };
    bits(drawn) == bits(reference)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::bit_generator::BitGenerator;

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

    /// Numbers of a NumPy that rounds so.
    #[derive(Clone)]
    struct Numbers<T> {
        normals: Vec<T>,
        uniforms: Vec<T>,
        wedge: Vec<T>,
    }

    impl<T: Calibrated> Numbers<T> {
        fn of(rounding: Rounding) -> Self {
            let sampler = Sampler::new(Cpu::PORTABLE, rounding);
            let mut bits = Pcg64::seed_from_u64(Sampler::CALIBRATION_SEED.into());
            let normal = sampler.standard_normal();
            Self {
                normals: draw_singly(normal, &mut bits.clone(), NUMBERS),
                uniforms: draw_singly(StandardUniform, &mut bits, NUMBERS)
                    .into_iter()
                    .map(|u| sampler.affine::<T>(T::UNIFORM).apply(u))
                    .collect(),
                wedge: draw_singly(normal, &mut Sampler::wedge::<T>(), 1),
            }
        }

        fn calibrate(&self) -> Option<Sampler> {
            let Self { normals, uniforms, wedge } = self;
            Sampler::calibrate(&GeneratorReference { normals, uniforms, wedge })
        }
    }

    fn fastest() -> Option<Cpu> {
        Cpu::available().next()
    }

    #[test]
    fn finds_the_fastest_code_and_the_rounding() {
        for (ziggurat, uniform) in [(false, false), (false, true), (true, false), (true, true)] {
            let rounding = Rounding { ziggurat, uniform, ..Rounding::default() };
            let found = Numbers::<f64>::of(rounding).calibrate();
            assert_eq!(found, fastest().map(|cpu| Sampler::new(cpu, rounding)));
            let rounding = Rounding { uniform: false, ..rounding }; // 0 + 1 u is exact
            let found = Numbers::<f32>::of(rounding).calibrate();
            assert_eq!(found, fastest().map(|cpu| Sampler::new(cpu, rounding)));
        }
    }

    #[test]
    fn refuses_other_numbers() {
        let reference = Numbers::<f64>::of(Rounding::default());
        let refused = |change: fn(&mut Numbers<f64>)| {
            let mut changed = reference.clone();
            change(&mut changed);
            changed.calibrate().is_none()
        };
        assert!(refused(|numbers| numbers.normals.truncate(NUMBERS - 1)));
        assert!(refused(|numbers| numbers.normals[NUMBERS - 1] *= 1.0 + f64::EPSILON));
        assert!(refused(|numbers| numbers.uniforms[0] *= 1.0 + f64::EPSILON));
        assert!(refused(|numbers| numbers.wedge[0] = 0.0));
        assert!(refused(|numbers| numbers.wedge.clear()));
    }

    /// Numbers of a NumPy whose C compiler has fused so, the uniform ones included.
    fn legacy(sum_of_squares: Contraction) -> [Vec<f64>; 2] {
        let mut stream = RandomState::seed(Sampler::CALIBRATION_SEED);
        let rounding = Rounding { uniform: true, ..Rounding::default() };
        let map = Sampler::new(Cpu::PORTABLE, rounding).affine::<f64>(f64::UNIFORM);
        let mut bits = stream.bit_generator().clone();
        let uniforms = (0..NUMBERS).map(|_| map.apply(bits.next_double())).collect();
        [(0..2 * NUMBERS).map(|_| stream.normal(sum_of_squares)).collect(), uniforms]
    }

    #[test]
    fn finds_the_contraction_of_a_legacy_stream() {
        for sum_of_squares in Contraction::ALL {
            let rounding = Rounding { sum_of_squares, uniform: true, ..Rounding::default() };
            let [mut normals, uniforms] = legacy(sum_of_squares);
            let calibrate = |normals: &[f64]| {
                Sampler::calibrate_legacy(&LegacyReference { normals, uniforms: &uniforms })
            };
            let expected = fastest().map(|cpu| Sampler::new(cpu, rounding));
            assert_eq!(calibrate(&normals), expected);
            assert_eq!(calibrate(&normals[1..]), None);
            // Of another logarithm, one that is an ulp off for one argument in many.
            normals[NUMBERS] = normals[NUMBERS].next_up();
            assert_eq!(calibrate(&normals), None);
        }
    }
}
