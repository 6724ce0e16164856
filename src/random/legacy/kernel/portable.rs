//! The passes in plain loops, for every CPU. Each logarithm is the C library's.

use super::{Passes, Points};
use crate::output::{Map, Output, Scale};
use crate::random::bit_generator::{double, temper, twist};
use crate::random::legacy::{Contraction, polar};

/// How many numbers a loop treats.
const GROUP: usize = 32;

pub(super) struct Portable;

impl Passes for Portable {
    fn name(&self) -> &'static str {
        "portable"
    }

    fn twist(&self, words: &mut [u32]) {
        twist(words);
    }

    fn accept(
        &self,
        contraction: Contraction,
        words: &[u32],
        limit: usize,
        points: &mut Points,
    ) -> usize {
        points.len = 0;
        for (group, words) in words.chunks(4 * GROUP).enumerate() {
            // A loop for each step, so that all but the last compile to vectors.
            let (mut tempered, mut x1, mut x2) = ([0; 4 * GROUP], [0.0; GROUP], [0.0; GROUP]);
            for (tempered, word) in tempered.iter_mut().zip(words) {
                *tempered = temper(*word);
            }
            for ((x1, x2), &[a, b, c, d]) in x1.iter_mut().zip(&mut x2).zip(tempered.as_chunks().0)
            {
                *x1 = 2.0 * double(a, b) - 1.0;
                *x2 = 2.0 * double(c, d) - 1.0;
            }
            let mut r2 = [0.0; GROUP];
            for (r2, (&x1, &x2)) in r2.iter_mut().zip(x1.iter().zip(&x2)) {
                *r2 = contraction.sum_of_squares(x1, x2);
            }
            for i in 0..words.len() / 4 {
                if points.len == limit {
                    return group * GROUP + i;
                }
                // Stored always, counted if accepted: a branch would be guessed wrongly too often.
                points.x1[points.len] = x1[i];
                points.x2[points.len] = x2[i];
                points.len += usize::from(polar::accepted(r2[i]));
            }
        }
        words.len() / 4
    }

    fn emit(&self, contraction: Contraction, points: &Points, output: &mut Output<'_, Scale<f64>>) {
        let mut buffer = [0.0; 2 * GROUP];
        let points = points.x1[..points.len].chunks(GROUP).zip(points.x2.chunks(GROUP));
        for (x1, x2) in points {
            // Straight into the output if there is room in one slice, else through the buffer.
            let chunk = if x1.len() == GROUP { output.take_chunk() } else { None };
            let in_place = chunk.is_some();
            let (drawn, scale) = chunk.unwrap_or((&mut buffer, Scale(1.0)));
            // The same here, but for the logarithm.
            let (mut r2, mut ln_r2) = ([1.0; GROUP], [0.0; GROUP]);
            for (r2, (&x1, &x2)) in r2.iter_mut().zip(x1.iter().zip(x2)) {
                *r2 = contraction.sum_of_squares(x1, x2);
            }
            for (ln_r2, r2) in ln_r2.iter_mut().zip(&r2).take(x1.len()) {
                *ln_r2 = r2.ln();
            }
            let points = x1.iter().zip(x2).zip(r2.iter().zip(&ln_r2));
            for (drawn, ((&x1, &x2), (&r2, &ln_r2))) in
                drawn.as_chunks_mut::<2>().0.iter_mut().zip(points)
            {
                *drawn = polar::normals(x1, x2, r2, ln_r2).map(|normal| scale.apply(normal));
            }
            if !in_place {
                output.extend(&buffer[..2 * x1.len()]);
            }
        }
    }
}
