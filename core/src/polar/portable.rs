//! The passes in plain loops, for every CPU. Each logarithm is the C library's.
#![expect(unsafe_code, reason = "room for numbers that is not initialized")]

use std::mem::MaybeUninit;

use super::passes::{Accept, Attempts, Emit, Twist};
use super::{Contraction, accepted, normals};
use crate::bit_generator::{double, temper, twist};
use crate::cpu::{Portable, Work};
use crate::output::{Map, Scale};

/// How many points a loop treats.
const GROUP: usize = 32;

/// The passes of a CPU in plain loops.
macro_rules! plain_loops {
    ($($cpu:ty),+) => {$(
        impl Work<$cpu> for Twist<'_> {
            type Result = ();

            #[inline(always)]
            fn run(self, _: $cpu) {
                twist(self.0);
            }
        }

        impl Work<$cpu> for Accept<'_> {
            type Result = usize;

            #[inline(always)]
            fn run(self, _: $cpu) -> usize {
                accept(self)
            }
        }

        impl<M: Map<Drawn = f64>> Work<$cpu> for Emit<'_, '_, M> {
            type Result = ();

            #[inline(always)]
            fn run(self, _: $cpu) {
                emit(self);
            }
        }
    )+};
}

plain_loops!(Portable);
/// The vector passes are for the other order of bytes.
#[cfg(all(target_arch = "aarch64", target_endian = "big"))]
plain_loops!(crate::cpu::Neon);

#[inline(always)]
fn accept(pass: Accept<'_>) -> usize {
    let Accept { attempts: Attempts { contraction, words, limit }, points } = pass;
    points.len = 0;
    for (group, words) in words.chunks(4 * GROUP).enumerate() {
        // A loop for each step, so that all but the last compile to vectors.
        let (mut tempered, mut pairs, mut r2) = ([0; 4 * GROUP], [[0.0; 2]; GROUP], [0.0; GROUP]);
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
            points.len += usize::from(accepted(r2[i]));
        }
    }
    words.len() / 4
}

#[inline(always)]
fn emit<M: Map<Drawn = f64>>(pass: Emit<'_, '_, M>) {
    let Emit { contraction, points, output, .. } = pass;
    for pairs in points.pairs[..points.len].chunks(GROUP) {
        let (len, mut buffer) = (2 * pairs.len(), [[MaybeUninit::uninit(); 2 * GROUP]]);
        // Straight into the output if there is room in one slice, else through the buffer.
        // SAFETY: two numbers are written for each point.
        let chunks = unsafe { output.take_chunks(pairs.len() / GROUP) };
        let in_place = chunks.is_some();
        let (drawn, scale) = chunks.unwrap_or((&mut buffer, Scale(1.0)));
        draw(contraction, pairs, scale, &mut drawn[0]);
        if !in_place {
            // SAFETY: so many are written.
            unsafe { output.extend_from_buffer(&buffer.as_flattened()[..len]) };
        }
    }
}

/// Writes the normals of up to `GROUP` points.
#[inline(always)]
fn draw(
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
        let drawn_two = normals(x1, x2, r2, ln_r2);
        *drawn = drawn_two.map(|normal| MaybeUninit::new(scale.apply(normal)));
    }
}
