//! The passes for lanes of any kind.

use super::ln::ln;
use super::{Lanes, Points};
use crate::random::Weights;
use crate::random::polar::{self, Contraction};

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
pub(super) fn accept<L: Lanes>(
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
    points.len = 0;
    for (vector, mut attempts) in words.chunks(step).enumerate() {
        let mut padded = [0; 32];
        if attempts.len() < step {
            // Words of 0 make a point outside of the disc.
            padded[..attempts.len()].copy_from_slice(attempts);
            attempts = &padded[..step];
        }
        let first = lanes.coordinates(lanes.temper(attempts));
        let second = lanes.coordinates(lanes.temper(&attempts[step / 2..]));
        let (x1, x2) = lanes.deinterleave(first, second);
        let mut accepted = lanes.accepted(sum_of_squares(lanes, contraction, x1, x2));
        lanes.store(lanes.compress(accepted, x1), &mut points.x1[points.len..]);
        lanes.store(lanes.compress(accepted, x2), &mut points.x2[points.len..]);
        points.len += accepted.count_ones() as usize;
        if points.len >= limit {
            for _ in limit..points.len {
                accepted &= !(1 << accepted.ilog2()); // the last one is not wanted
            }
            points.len = limit;
            return vector * L::LANES + (u8::BITS - accepted.leading_zeros()) as usize;
        }
    }
    words.len() / 4
}

/// See [`Passes::emit`](super::Passes::emit).
#[inline(always)]
pub(super) fn emit<L: Lanes>(
    lanes: L,
    contraction: Contraction,
    points: &Points,
    weights: &mut Weights<'_>,
) {
    match contraction {
        Contraction::None => emit_loop(lanes, Contraction::None, points, weights),
        Contraction::First => emit_loop(lanes, Contraction::First, points, weights),
        Contraction::Second => emit_loop(lanes, Contraction::Second, points, weights),
    }
}

#[inline(always)]
fn emit_loop<L: Lanes>(
    lanes: L,
    contraction: Contraction,
    points: &Points,
    weights: &mut Weights<'_>,
) {
    const GROUP: usize = u64::BITS as usize;
    let minus_two = lanes.splat(-2.0);
    let mut group = Group { r2: [0.0; GROUP], ln_r2: [0.0; GROUP], normals: [[0.0; 2]; GROUP] };
    for start in (0..points.len).step_by(GROUP) {
        let (x1, x2) = (&points.x1[start..], &points.x2[start..]);
        let len = GROUP.min(points.len - start);
        let mut doubtful = 0_u64;
        for i in (0..len).step_by(L::LANES) {
            let (x1, x2) = (lanes.load(&x1[i..]), lanes.load(&x2[i..]));
            let r2 = sum_of_squares(lanes, contraction, x1, x2);
            let (ln_r2, doubt) = ln(lanes, r2);
            let f = lanes.sqrt(lanes.div(lanes.mul(minus_two, ln_r2), r2));
            let (low, high) = lanes.interleave(lanes.mul(f, x2), lanes.mul(f, x1));
            let normals = &mut group.normals.as_flattened_mut()[2 * i..];
            lanes.store(low, normals);
            lanes.store(high, &mut normals[L::LANES..]);
            lanes.store(r2, &mut group.r2[i..]);
            lanes.store(ln_r2, &mut group.ln_r2[i..]);
            doubtful |= u64::from(doubt) << i;
        }
        group.mend(doubtful & (u64::MAX >> (GROUP - len)), x1, x2);
        weights.extend(group.normals[..len].as_flattened());
    }
}

/// Points on their way to normals.
struct Group {
    r2: [f64; 64],
    ln_r2: [f64; 64],
    normals: [[f64; 2]; 64],
}

impl Group {
    /// Puts the C library's logarithm in the place of the doubtful ones.
    #[inline(always)]
    fn mend(&mut self, mut doubtful: u64, x1: &[f64], x2: &[f64]) {
        while doubtful != 0 {
            let i = doubtful.trailing_zeros() as usize;
            doubtful &= doubtful - 1;
            let ln_r2 = self.r2[i].ln();
            if ln_r2 != self.ln_r2[i] {
                self.normals[i] = polar::normals(x1[i], x2[i], self.r2[i], ln_r2);
            }
        }
    }
}
