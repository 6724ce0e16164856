//! Which way to draw gives the bits of the NumPy that is installed.

use super::{Batch, Contraction, Kernel, RandomState};
use crate::output::{Output, Scale};
use crate::random::Mt19937;

impl Batch {
    /// The way that draws the normals of `reference`, which come from `start` with no cached normal:
    /// the fastest kernel and the contraction that give them, on one thread. `None` if there is no
    /// such way.
    ///
    /// A few thousand normals tell the contractions apart: each changes more than a tenth of them.
    #[must_use]
    pub fn calibrate(start: &Mt19937, reference: &[f64]) -> Option<Self> {
        Kernel::available()
            .flat_map(|kernel| Contraction::ALL.map(|contraction| Self::new(kernel, contraction)))
            .find(|batch| batch.draws(start, reference))
    }

    fn draws(&self, start: &Mt19937, reference: &[f64]) -> bool {
        let mut drawn = vec![0.0; reference.len()];
        let mut stream = RandomState::new(start.clone(), None);
        let output = Output::new([(&mut drawn[..], Scale(1.0))]);
        let outcome = stream.fill_with(self, output, &mut || false);
        let bits = |normals: &[f64]| normals.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        outcome.is_ok() && bits(&drawn) == bits(reference)
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;
    use crate::random::BitGenerator;
    use crate::random::legacy::polar;

    fn start() -> Mt19937 {
        Mt19937::seed_from_u64(5)
    }

    /// NumPy's normals on a machine where its C code contracts so and has this logarithm.
    fn reference(contraction: Contraction, ln: fn(f64) -> f64) -> Vec<f64> {
        let mut twister = start();
        let mut coordinate = || 2.0 * twister.next_double() - 1.0;
        let mut points = std::iter::repeat_with(|| {
            let (x1, x2) = (coordinate(), coordinate());
            (x1, x2, contraction.sum_of_squares(x1, x2))
        });
        let mut normals = Vec::new();
        while normals.len() < 4096 {
            if let Some((x1, x2, r2)) = points.find(|&(_, _, r2)| polar::accepted(r2)) {
                normals.extend(polar::normals(x1, x2, r2, ln(r2)));
            }
        }
        normals
    }

    #[test]
    fn finds_the_contraction_and_the_fastest_kernel() {
        let fastest = Kernel::available().next().map(Kernel::name);
        for contraction in Contraction::ALL {
            let found = Batch::calibrate(&start(), &reference(contraction, f64::ln));
            assert_eq!(found.map(|batch| batch.contraction()), Some(contraction));
            assert_eq!(found.map(|batch| batch.kernel().name()), fastest);
        }
    }

    #[test]
    fn refuses_another_logarithm() {
        // One ulp off for one argument in sixteen or so.
        let other = |x: f64| match x.ln() {
            y if y.to_bits() % 16 == 0 => y.next_up(),
            y => y,
        };
        assert!(Batch::calibrate(&start(), &reference(Contraction::None, other)).is_none());
    }

    #[test]
    fn refuses_another_stream() {
        let reference = reference(Contraction::None, f64::ln);
        assert!(Batch::calibrate(&Mt19937::seed_from_u64(6), &reference).is_none());
        assert!(Batch::calibrate(&start(), &reference[1..]).is_none());
    }
}
