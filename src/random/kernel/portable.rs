//! The passes in plain loops, for every CPU. Each logarithm is the C library's.

use super::{Passes, Points};
use crate::random::Weights;
use crate::random::mt19937::{self, temper};
use crate::random::polar::{self, Contraction};

pub(super) struct Portable;

impl Passes for Portable {
    fn name(&self) -> &'static str {
        "portable"
    }

    fn twist(&self, words: &mut [u32]) {
        mt19937::twist(words);
    }

    fn accept(
        &self,
        contraction: Contraction,
        words: &[u32],
        limit: usize,
        points: &mut Points,
    ) -> usize {
        points.len = 0;
        let (attempts, _) = words.as_chunks::<4>();
        for (taken, attempt) in attempts.iter().enumerate() {
            if points.len == limit {
                return taken;
            }
            let [a, b, c, d] = attempt.map(temper);
            let x1 = 2.0 * polar::uniform(a, b) - 1.0;
            let x2 = 2.0 * polar::uniform(c, d) - 1.0;
            // Stored always and counted if accepted: a branch would be guessed wrongly too often.
            points.x1[points.len] = x1;
            points.x2[points.len] = x2;
            points.len += usize::from(polar::accepted(contraction.sum_of_squares(x1, x2)));
        }
        attempts.len()
    }

    fn emit(&self, contraction: Contraction, points: &Points, weights: &mut Weights<'_>) {
        const GROUP: usize = 32;
        let points = points.x1[..points.len].chunks(GROUP).zip(points.x2.chunks(GROUP));
        for (x1, x2) in points {
            // A loop for each step, so that all but the logarithm compile to vectors.
            let (mut r2, mut ln_r2, mut normals) = ([1.0; GROUP], [0.0; GROUP], [[0.0; 2]; GROUP]);
            for (r2, (&x1, &x2)) in r2.iter_mut().zip(x1.iter().zip(x2)) {
                *r2 = contraction.sum_of_squares(x1, x2);
            }
            for (ln_r2, r2) in ln_r2.iter_mut().zip(&r2).take(x1.len()) {
                *ln_r2 = r2.ln();
            }
            let points = x1.iter().zip(x2).zip(r2.iter().zip(&ln_r2));
            for (normals, ((&x1, &x2), (&r2, &ln_r2))) in normals.iter_mut().zip(points) {
                *normals = polar::normals(x1, x2, r2, ln_r2);
            }
            weights.extend(normals[..x1.len()].as_flattened());
        }
    }
}
