//! From points to normals.
#![expect(unsafe_code, reason = "room for numbers that is not initialized")]

use std::mem::MaybeUninit;

use super::lanes::{Lanes, Pass};
use super::ln::minus_2_ln;
use super::{Contraction, Emit, Logarithm, Points, sum_of_squares};
use crate::output::{Map, Output, Scale};
use crate::polar;

impl<M: Map<Drawn = f64>> Pass for Emit<'_, '_, M> {
    type Outcome = ();

    #[inline(always)]
    fn run<L: Lanes>(self, lanes: L) {
        let Self { contraction, logarithm, points, output } = self;
        // The compiler makes a loop for each contraction instead of asking in every round.
        match contraction {
            Contraction::None => emit(lanes, Contraction::None, logarithm, points, output),
            Contraction::First => emit(lanes, Contraction::First, logarithm, points, output),
            Contraction::Second => emit(lanes, Contraction::Second, logarithm, points, output),
        }
    }
}

/// How many points go through the steps together.
const GROUP: usize = u64::BITS as usize;

/// How many points the last step is behind the logarithms, so that the CPU divides meanwhile.
const LAG: usize = 16;

#[inline(always)]
fn emit<L: Lanes, M: Map<Drawn = f64>>(
    lanes: L,
    contraction: Contraction,
    logarithm: Logarithm,
    points: &Points,
    output: &mut Output<'_, M>,
) {
    let mut steps = Steps::new();
    let mut doubts = Doubts::new();
    let mut buffer = [[MaybeUninit::uninit(); 2 * GROUP]];
    let mut start = 0;
    while start < points.len {
        let left = points.len - start;
        // Straight into the output if there is room in one slice, else through the buffer.
        // SAFETY: `draw` writes two numbers for each point.
        let chunks = unsafe { output.take_chunks(left / GROUP) };
        let in_place = chunks.is_some();
        let (drawn, scale) = chunks.unwrap_or((&mut buffer, Scale(1.0)));
        let len = left.min(GROUP * drawn.len());
        for (i, drawn) in drawn.iter_mut().enumerate() {
            let group = Group { points, start: start + i * GROUP, len: len.min(GROUP) };
            match logarithm {
                Logarithm::Vectors => {
                    let doubtful = draw(lanes, contraction, group, scale, drawn, &mut steps);
                    doubts.add(doubtful, i * GROUP);
                }
                Logarithm::Library => {
                    draw_with_library(lanes, contraction, group, scale, drawn, &mut steps);
                }
            }
            SETTLE
        }
        if !in_place {
            // SAFETY: so many are written.
            unsafe { output.extend_from_buffer(&buffer.as_flattened()[..2 * len]) };
        }
        start += len;
    }
}

/// What one step leaves for the next, lane by lane.
///
/// From a point to its normals it is one long chain: look-up, logarithm, division, root. Only a few
/// such chains fit into the window of instructions in which a CPU finds what it can do at once. The
/// steps are short, so many of each do.
#[repr(align(64))] // no vector lies across two cache lines
struct Steps {
    r2: [f64; GROUP],
    k: [f64; GROUP],
    z: [f64; GROUP],
    row: [u64; GROUP],
    minus_2_ln_r2: [f64; GROUP],
}

/// Draws numbers of one scale. Those beyond the points that count are undefined.
#[inline(always)]
fn draw<L: Lanes>(
    lanes: L,
    contraction: Contraction,
    group: Group<'_>,
    scale: Scale<f64>,
    drawn: &mut [MaybeUninit<f64>; 2 * GROUP],
    steps: &mut Steps,
) {
    let Group { pairs, len } = group;
    let scales = lanes.splat(scale.0);
    // Another thread may have written there last: before the call, or where its part ends.
    lanes.expect_writes(drawn);
    for i in (0..len).step_by(L::LANES) {
        let (x1, x2) = coordinates(lanes, pairs, i);
        steps.split(lanes, sum_of_squares(lanes, contraction, x1, x2), i);
    }
    let mut doubtful = 0;
    for i in (0..len.min(LAG)).step_by(L::LANES) {
        doubtful |= steps.take_logarithms(lanes, i);
    }
    for i in (LAG..len).step_by(L::LANES) {
        doubtful |= steps.take_logarithms(lanes, i);
        steps.finish(lanes, pairs, scales, drawn, i - LAG);
    }
    for i in (len.saturating_sub(LAG) / L::LANES * L::LANES..len).step_by(L::LANES) {
        steps.finish(lanes, pairs, scales, drawn, i);
    }
    while doubtful != 0 {
        let lane = doubtful.trailing_zeros() as usize;
        doubtful &= doubtful - 1;
        let i = lane / L::LANES * L::LANES + point_of::<L>(lane % L::LANES);
        let ([x1, x2], r2) = (pairs[i], steps.r2[lane]);
        let ln_r2 = r2.ln();
        // Whether or not it differs: the CPU could not guess which do.
        if i < len {
            let normals = polar::normals(x1, x2, r2, ln_r2).map(|normal| scale.apply(normal));
            drawn[2 * i].write(normals[0]);
            drawn[2 * i + 1].write(normals[1]);
        }
    }
}

/// The same, with the library's logarithm of every point.
#[inline(always)]
fn draw_with_library<L: Lanes>(
    lanes: L,
    contraction: Contraction,
    group: Group<'_>,
    scale: Scale<f64>,
    drawn: &mut [MaybeUninit<f64>; 2 * GROUP],
    steps: &mut Steps,
) {
    let Group { pairs, len } = group;
    let scales = lanes.splat(scale.0);
    lanes.expect_writes(drawn);
    for i in (0..len).step_by(L::LANES) {
        let (x1, x2) = coordinates(lanes, pairs, i);
        lanes.store(sum_of_squares(lanes, contraction, x1, x2), &mut steps.r2[i..]);
    }
    // Whole vectors: the lanes of the last one are in another order than its points.
    let logarithms = steps.minus_2_ln_r2.iter_mut().zip(&steps.r2);
    for (minus_2_ln_r2, r2) in logarithms.take(len.next_multiple_of(L::LANES)) {
        *minus_2_ln_r2 = -2.0 * r2.ln();
    }
    for i in (0..len).step_by(L::LANES) {
        steps.finish(lanes, pairs, scales, drawn, i);
    }
}

impl Steps {
    const fn new() -> Self {
        const ZEROS: [f64; GROUP] = [0.0; GROUP];
        Self { r2: ZEROS, k: ZEROS, z: ZEROS, row: [0; GROUP], minus_2_ln_r2: ZEROS }
    }

    #[inline(always)]
    fn split<L: Lanes>(&mut self, lanes: L, r2: L::Reals, i: usize) {
        let (k, z) = lanes.split(r2, &mut self.row[i..]);
        lanes.store(r2, &mut self.r2[i..]);
        lanes.store(k, &mut self.k[i..]);
        lanes.store(z, &mut self.z[i..]);
    }

    /// Returns the doubtful lanes, as bits.
    #[inline(always)]
    fn take_logarithms<L: Lanes>(&mut self, lanes: L, i: usize) -> u64 {
        let (k, z) = (lanes.load(&self.k[i..]), lanes.load(&self.z[i..]));
        let (minus_2_ln_r2, doubtful) = minus_2_ln(lanes, k, z, &self.row[i..]);
        lanes.store(minus_2_ln_r2, &mut self.minus_2_ln_r2[i..]);
        u64::from(doubtful) << i
    }

    #[inline(always)]
    fn finish<L: Lanes>(
        &self,
        lanes: L,
        pairs: &[[f64; 2]; GROUP],
        scales: L::Reals,
        drawn: &mut [MaybeUninit<f64>; 2 * GROUP],
        i: usize,
    ) {
        let (minus_2_ln_r2, r2) = (lanes.load(&self.minus_2_ln_r2[i..]), lanes.load(&self.r2[i..]));
        let f = lanes.sqrt(lanes.div(minus_2_ln_r2, r2));
        let (x1, x2) = coordinates(lanes, pairs, i);
        let first = lanes.mul(lanes.mul(f, x2), scales);
        let second = lanes.mul(lanes.mul(f, x1), scales);
        let (low, high) = lanes.unzip(first, second);
        lanes.write(low, &mut drawn[2 * i..]);
        lanes.write(high, &mut drawn[2 * i + L::LANES..]);
    }
}

/// x1 and x2 of a vector of points, from point `i` on.
#[inline(always)]
fn coordinates<L: Lanes>(lanes: L, pairs: &[[f64; 2]; GROUP], i: usize) -> (L::Reals, L::Reals) {
    let x = &pairs.as_flattened()[2 * i..];
    lanes.unzip(lanes.load(x), lanes.load(&x[L::LANES..]))
}

/// Which point of its vector a lane has, once the points are [unzipped](Lanes::unzip).
#[inline(always)]
fn point_of<L: Lanes>(lane: usize) -> usize {
    lane / 2 + lane % 2 * (L::LANES / 2)
}
