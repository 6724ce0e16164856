//! The passes for lanes of any kind.

mod avx2;
mod avx512;
mod lanes;
mod ln;
mod ln_table;

use super::{Kernel, Points};
use crate::output::{Map, Output, Scale};
use crate::random::legacy::{Contraction, polar};
use lanes::Lanes;
use ln::minus_2_ln;

/// The kernels for which the CPU has the vectors, the longest first.
pub(super) fn kernels() -> impl Iterator<Item = Kernel> {
    let avx512 = avx512::Avx512::detect().map(|passes| Kernel { passes });
    let avx2 = avx2::Avx2::detect().map(|passes| Kernel { passes });
    avx512.into_iter().chain(avx2)
}

impl Points {
    /// Keeps the first `len` points. Whatever fills up the last vector has normals, too, so that
    /// the CPU notes no division by 0: NumPy could take that for an error of its own.
    fn truncate(&mut self, len: usize) {
        self.len = len;
        self.x1[len..len + 8].fill(0.5);
        self.x2[len..len + 8].fill(0.5);
    }
}

/// x1\*x1 + x2\*x2, see [`Contraction::sum_of_squares`].
#[inline(always)]
fn sum_of_squares<L: Lanes>(
    lanes: L,
    contraction: Contraction,
    x1: L::Reals,
    x2: L::Reals,
) -> L::Reals {
    match contraction {
        Contraction::None => lanes.add(lanes.mul(x1, x1), lanes.mul(x2, x2)),
        Contraction::First => lanes.mul_add(x1, x1, lanes.mul(x2, x2)),
        Contraction::Second => lanes.mul_add(x2, x2, lanes.mul(x1, x1)),
    }
}

/// See [`Passes::accept`](super::Passes::accept).
#[inline(always)]
fn accept<L: Lanes>(
    lanes: L,
    contraction: Contraction,
    words: &[u32],
    limit: usize,
    points: &mut Points,
) -> usize {
    // The compiler makes a loop for each contraction instead of asking in every round.
    match contraction {
        Contraction::None => accept_loop(lanes, Contraction::None, words, limit, points),
        Contraction::First => accept_loop(lanes, Contraction::First, words, limit, points),
        Contraction::Second => accept_loop(lanes, Contraction::Second, words, limit, points),
    }
}

#[inline(always)]
fn accept_loop<L: Lanes>(
    lanes: L,
    contraction: Contraction,
    words: &[u32],
    limit: usize,
    points: &mut Points,
) -> usize {
    let step = 4 * L::LANES;
    let vectors = words.chunks_exact(step);
    let rest = vectors.remainder();
    let mut padded = [0; 32]; // words of 0 make a point outside of the disc
    padded[..rest.len()].copy_from_slice(rest);

    let mut len = 0;
    for (vector, attempts) in vectors.chain([&padded[..step]]).enumerate() {
        let first = lanes.coordinates(lanes.temper(attempts));
        let second = lanes.coordinates(lanes.temper(&attempts[step / 2..]));
        let (x1, x2) = lanes.deinterleave(first, second);
        let mut accepted = lanes.accepted(sum_of_squares(lanes, contraction, x1, x2));
        lanes.store(lanes.compress(accepted, x1), &mut points.x1[len..]);
        lanes.store(lanes.compress(accepted, x2), &mut points.x2[len..]);
        len += accepted.count_ones() as usize;
        if len >= limit {
            for _ in limit..len {
                accepted &= !(1 << accepted.ilog2()); // the last one is not wanted
            }
            points.truncate(limit);
            return vector * L::LANES + (u8::BITS - accepted.leading_zeros()) as usize;
        }
    }
    points.truncate(len);
    words.len() / 4
}

/// See [`Passes::emit`](super::Passes::emit).
#[inline(always)]
fn emit<L: Lanes>(
    lanes: L,
    contraction: Contraction,
    points: &Points,
    output: &mut Output<'_, Scale<f64>>,
) {
    match contraction {
        Contraction::None => emit_loop(lanes, Contraction::None, points, output),
        Contraction::First => emit_loop(lanes, Contraction::First, points, output),
        Contraction::Second => emit_loop(lanes, Contraction::Second, points, output),
    }
}

/// How many points are treated before the doubtful logarithms among them are looked at.
const GROUP: usize = u64::BITS as usize;

#[inline(always)]
fn emit_loop<L: Lanes>(
    lanes: L,
    contraction: Contraction,
    points: &Points,
    output: &mut Output<'_, Scale<f64>>,
) {
    let mut buffer = [0.0; 2 * GROUP];
    for start in (0..points.len).step_by(GROUP) {
        let x1 = &points.x1[start..];
        let x2 = &points.x2[start..];
        let len = GROUP.min(points.len - start);
        // Straight into the output if there is room in one slice, else through the buffer.
        let chunk = if len == GROUP { output.take_chunk() } else { None };
        let in_place = chunk.is_some();
        let (drawn, scale) = chunk.unwrap_or((&mut buffer, Scale(1.0)));
        emit_group(lanes, contraction, x1, x2, len, scale, drawn);
        if !in_place {
            output.extend(&buffer[..2 * len]);
        }
    }
}

/// Draws numbers of one scale. Those beyond `len` points are undefined.
#[inline(always)]
fn emit_group<L: Lanes>(
    lanes: L,
    contraction: Contraction,
    x1: &[f64],
    x2: &[f64],
    len: usize,
    scale: Scale<f64>,
    drawn: &mut [f64; 2 * GROUP],
) {
    let scales = lanes.splat(scale.0);
    let mut logarithms = [0.0; GROUP];
    let mut doubtful = 0_u64;
    for i in (0..len).step_by(L::LANES) {
        let (x1, x2) = (lanes.load(&x1[i..]), lanes.load(&x2[i..]));
        let r2 = sum_of_squares(lanes, contraction, x1, x2);
        let (minus_2_ln_r2, doubt) = minus_2_ln(lanes, r2);
        let f = lanes.sqrt(lanes.div(minus_2_ln_r2, r2));
        let first = lanes.mul(lanes.mul(f, x2), scales);
        let second = lanes.mul(lanes.mul(f, x1), scales);
        let (low, high) = lanes.interleave(first, second);
        lanes.store(low, &mut drawn[2 * i..]);
        lanes.store(high, &mut drawn[2 * i + L::LANES..]);
        lanes.store(minus_2_ln_r2, &mut logarithms[i..]);
        doubtful |= u64::from(doubt) << i;
    }
    doubtful &= u64::MAX >> (GROUP - len);
    while doubtful != 0 {
        let i = doubtful.trailing_zeros() as usize;
        doubtful &= doubtful - 1;
        let r2 = contraction.sum_of_squares(x1[i], x2[i]);
        let ln_r2 = r2.ln();
        if -2.0 * ln_r2 != logarithms[i] {
            for (drawn, normal) in
                drawn[2 * i..].iter_mut().zip(polar::normals(x1[i], x2[i], r2, ln_r2))
            {
                *drawn = scale.apply(normal);
            }
        }
    }
}
