//! The passes in plain loops, for every CPU. Each logarithm is the C library's.
#![expect(unsafe_code, reason = "room for numbers that is not initialized")]

use std::mem::MaybeUninit;

use super::{Attempts, Passes, Points};
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

    fn accept(&self, attempts: Attempts<'_>, points: &mut Points) -> usize {
        let Attempts { contraction, words, limit } = attempts;
        points.len = 0;
        for (group, words) in words.chunks(4 * GROUP).enumerate() {
            // A loop for each step, so that all but the last compile to vectors.
            let (mut tempered, mut pairs, mut r2) =
                ([0; 4 * GROUP], [[0.0; 2]; GROUP], [0.0; GROUP]);
            for (tempered, word) in tempered.iter_mut().zip(words) {
                *tempered = temper(*word);
            }
            for (x, &[a, b]) in pairs.as_flattened_mut().iter_mut().zip(tempered.as_chunks().0) {
                *x = 2.0 * double(a, b) - 1.0;
            }
            for (r2, &[x1, x2]) in r2.iter_mut().zip(&pairs) {
                *r2 = contraction.sum_of_squares(x1, x2);
            }
            for i in 0..words.len() / 4 {
                if points.len == limit {
                    return group * GROUP + i;
                }
                // Stored always, counted if accepted: a branch would be guessed wrongly too often.
                points.pairs[points.len] = pairs[i];
                points.len += usize::from(polar::accepted(r2[i]));
            }
        }
        words.len() / 4
    }

    fn emit(&self, contraction: Contraction, points: &Points, output: &mut Output<'_, Scale<f64>>) {
        for pairs in points.pairs[..points.len].chunks(GROUP) {
            // SAFETY: two numbers are written for each point.
            unsafe {
                output.draw_chunk::<{ 2 * GROUP }>(2 * pairs.len(), |drawn, scale| {
                    emit(contraction, pairs, scale, drawn);
                });
            }
        }
    }
}

/// Writes the normals of up to `GROUP` points.
fn emit(
    contraction: Contraction,
    pairs: &[[f64; 2]],
    scale: Scale<f64>,
    drawn: &mut [MaybeUninit<f64>; 2 * GROUP],
) {
    // A loop for each step here too, but for the logarithm.
    let (mut r2, mut ln_r2) = ([1.0; GROUP], [0.0; GROUP]);
    for (r2, &[x1, x2]) in r2.iter_mut().zip(pairs) {
        *r2 = contraction.sum_of_squares(x1, x2);
    }
    for (ln_r2, r2) in ln_r2.iter_mut().zip(&r2).take(pairs.len()) {
        *ln_r2 = r2.ln();
    }
    for (drawn, (&[x1, x2], (&r2, &ln_r2))) in
        drawn.as_chunks_mut().0.iter_mut().zip(pairs.iter().zip(r2.iter().zip(&ln_r2)))
    {
        let normals = polar::normals(x1, x2, r2, ln_r2);
        *drawn = normals.map(|normal| MaybeUninit::new(scale.apply(normal)));
    }
}
