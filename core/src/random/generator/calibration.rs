//! Which way to draw gives the bits of the NumPy that is installed.

use super::{Batch, Kernel, Method, Number, StandardUniform};
use crate::output::{Affine, Map, Output, Scale};
use crate::random::Pcg64;

impl Batch {
    /// The seed of the `np.random.PCG64` with which NumPy should draw the numbers to calibrate with:
    /// all that is rare in a ziggurat comes early in it, with `f64` as with `f32`.
    pub const CALIBRATION_SEED: u64 = 201;

    /// How many numbers NumPy should draw for that.
    pub const CALIBRATION_NUMBERS: usize = 2048;

    /// The way that draws the numbers of `reference`, which come from `start`: that of the fastest
    /// kernel that gives them, on one thread. `None` if there is no such way, or if there are fewer
    /// than [`CALIBRATION_NUMBERS`](Self::CALIBRATION_NUMBERS).
    #[must_use]
    pub fn calibrate<T: Number + From<i8>>(
        method: impl Method<T>,
        start: &Pcg64,
        reference: &[T],
    ) -> Option<Self> {
        Kernel::available()
            .map(Self::new)
            .find(|batch| batch.draws(method, start, Scale(T::from(1)), reference))
    }

    /// The same for `uniform(low, low + range)` of `np.random.Generator` in `f64`, and whether it
    /// fuses product and sum: see [`Affine`].
    ///
    /// Some thousand numbers tell the two apart, if neither `low` nor `range` is a power of 2.
    #[must_use]
    pub fn calibrate_uniform(
        low: f64,
        range: f64,
        start: &Pcg64,
        reference: &[f64],
    ) -> Option<(Self, bool)> {
        Kernel::available()
            .flat_map(|kernel| [false, true].map(|fused| (Self::new(kernel), fused)))
            .find(|(batch, fused)| {
                let map = Affine { low, range, fused: *fused };
                batch.draws(StandardUniform, start, map, reference)
            })
    }

    fn draws<T: Number, M: Map<Drawn = T, Number = T>>(
        self,
        method: impl Method<T>,
        start: &Pcg64,
        map: M,
        reference: &[T],
    ) -> bool {
        let mut drawn = vec![T::default(); reference.len()];
        let output = Output::new([(&mut drawn[..], map)]);
        let outcome = self.fill(method, &mut start.clone(), output, &mut || false);
        // A zero's sign counts, and there is no NaN.
        let bits = |numbers: &[T]| -> Vec<u64> {
            numbers.iter().map(|&number| Into::<f64>::into(number).to_bits()).collect()
        };
        outcome.is_ok()
            && reference.len() >= Self::CALIBRATION_NUMBERS
            && bits(&drawn) == bits(reference)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use rand::{Rng, SeedableRng};

    use super::*;
    use crate::random::generator::StandardNormal;

    fn start() -> Pcg64 {
        Pcg64::seed_from_u64(Batch::CALIBRATION_SEED)
    }

    fn reference<T: Number>() -> Vec<T> {
        let mut bits = start();
        (0..Batch::CALIBRATION_NUMBERS).map(|_| StandardNormal.draw(&mut bits)).collect()
    }

    /// What can happen to a word.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    enum Path {
        Inside,
        WedgeTaken,
        WedgeRefused,
        Tail,
        LeftTail,
    }

    fn paths<T: Number>(seed: u64) -> HashSet<Path> {
        let mut bits = Pcg64::seed_from_u64(seed);
        let mut paths = HashSet::new();
        let mut numbers = 0;
        while numbers < Batch::CALIBRATION_NUMBERS {
            let word = T::next_word(&mut bits);
            let mut uniforms = 0;
            let (x, accepted) = T::settle(word, || {
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
        assert_eq!(paths::<f64>(Batch::CALIBRATION_SEED).len(), 5);
        assert_eq!(paths::<f32>(Batch::CALIBRATION_SEED).len(), 5);
    }

    #[test]
    fn finds_the_fastest_kernel() {
        let fastest = Kernel::available().next().map(Batch::new);
        assert_eq!(Batch::calibrate(StandardNormal, &start(), &reference::<f64>()), fastest);
        assert_eq!(Batch::calibrate(StandardNormal, &start(), &reference::<f32>()), fastest);
    }

    #[test]
    fn finds_what_uniform_fuses() {
        for fused in [false, true] {
            let map = Affine { low: -0.1, range: 0.3, fused };
            let mut reference = vec![0.0; Batch::CALIBRATION_NUMBERS];
            let mut bits = start();
            for number in &mut reference {
                *number = map.apply(StandardUniform.draw(&mut bits));
            }
            let found = Batch::calibrate_uniform(-0.1, 0.3, &start(), &reference);
            assert_eq!(found.map(|(_, fused)| fused), Some(fused));
        }
    }

    #[test]
    fn refuses_other_numbers() {
        let calibrate = |reference: &[f64]| Batch::calibrate(StandardNormal, &start(), reference);
        let mut reference = reference();
        assert!(calibrate(&reference[1..]).is_none());
        let last = reference.len() - 1;
        reference[last] = reference[last].next_up();
        assert!(calibrate(&reference).is_none());
        let mut other = start();
        other.next_u64();
        assert!(Batch::calibrate(StandardNormal, &other, &reference).is_none());
    }
}
