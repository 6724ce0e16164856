//! From points to normals.
#![expect(unsafe_code, reason = "room for numbers that is not initialized")]

use std::mem::MaybeUninit;

use super::lanes::{Group, Lanes, Pass};
use super::ln::minus_2_ln;
use super::{Contraction, Emit, Logarithm, Points, sum_of_squares};
use crate::doubts::{Doubts, GROUP};
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

/// How many points the last step is behind the logarithms, so that the CPU divides meanwhile.
const LAG: usize = 16;

/// With so many doubtful lanes they are settled.
const MANY: usize = 32;

type DoubtfulLanes = Doubts<[u16; MANY + GROUP]>;

#[inline(always)]
fn emit<L: Lanes, M: Map<Drawn = f64>>(
    lanes: L,
    contraction: Contraction,
    logarithm: Logarithm,
    points: &Points,
    output: &mut Output<'_, M>,
) {
    let mut steps = Steps::new();
    let mut doubts = DoubtfulLanes::new([0; MANY + GROUP]);
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
        let run = Run { contraction, points, start, scale };
        for group in 0..drawn.len() {
            let (i, len) = (group * GROUP, len.min(GROUP));
            match logarithm {
                Logarithm::Vectors => {
                    doubts.add(run.draw(lanes, i, len, &mut drawn[group], &mut steps), group);
                    if doubts.places().len() >= MANY {
                        run.settle::<L>(&mut doubts, drawn);
                    }
                }
                Logarithm::Library => {
                    run.draw_with_library(lanes, i, len, &mut drawn[group], &mut steps);
                }
            }
        }
        run.settle::<L>(&mut doubts, drawn);
        if !in_place {
            // SAFETY: so many are written.
            unsafe { output.extend_from_buffer(&buffer.as_flattened()[..2 * len]) };
        }
        start += len;
    }
}

/// Points whose normals go to consecutive memory, all of one scale.
#[derive(Clone, Copy)]
struct Run<'a> {
    contraction: Contraction,
    points: &'a Points,
    start: usize,
    scale: Scale<f64>,
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

impl Run<'_> {
    /// Draws the normals of a group of points, of which `len` count, and returns the doubtful lanes, as
    /// bits. What fills up the last vector has normals, too; the numbers beyond it are undefined.
    #[inline(always)]
    fn draw<L: Lanes>(
        self,
        lanes: L,
        start: usize,
        len: usize,
        drawn: &mut [MaybeUninit<f64>; 2 * GROUP],
        steps: &mut Steps,
    ) -> u64 {
        let Some(group) = self.group::<L>(start) else { return 0 };
        let scales = lanes.splat(self.scale.0);
        // Another thread may have written there last: before the call, or where its part ends.
        lanes.expect_writes(drawn);
        for i in (0..len).step_by(L::LANES) {
            let (x1, x2) = lanes.load_points(group, i);
            steps.split(lanes, sum_of_squares(lanes, self.contraction, x1, x2), i);
        }
        let mut doubtful = 0;
        for i in (0..len.min(LAG)).step_by(L::LANES) {
            doubtful |= steps.take_logarithms(lanes, i);
        }
        for i in (LAG..len).step_by(L::LANES) {
            doubtful |= steps.take_logarithms(lanes, i);
            let i = i - LAG;
            steps.finish(lanes, lanes.load_points(group, i), scales, drawn, i);
        }
        for i in (len.saturating_sub(LAG) / L::LANES * L::LANES..len).step_by(L::LANES) {
            steps.finish(lanes, lanes.load_points(group, i), scales, drawn, i);
        }
        doubtful
    }

    /// The same, with the library's logarithm of every point.
    #[inline(always)]
    fn draw_with_library<L: Lanes>(
        self,
        lanes: L,
        start: usize,
        len: usize,
        drawn: &mut [MaybeUninit<f64>; 2 * GROUP],
        steps: &mut Steps,
    ) {
        let Some(group) = self.group::<L>(start) else { return };
        let scales = lanes.splat(self.scale.0);
        lanes.expect_writes(drawn);
        for i in (0..len).step_by(L::LANES) {
            let (x1, x2) = lanes.load_points(group, i);
            lanes.store(sum_of_squares(lanes, self.contraction, x1, x2), &mut steps.r2[i..]);
        }
        // Whole vectors: the lanes of the last one are in another order than its points.
        let logarithms = steps.minus_2_ln_r2.iter_mut().zip(&steps.r2);
        for (minus_2_ln_r2, r2) in logarithms.take(len.next_multiple_of(L::LANES)) {
            *minus_2_ln_r2 = -2.0 * ln::<L>(*r2);
        }
        for i in (0..len).step_by(L::LANES) {
            steps.finish(lanes, lanes.load_points(group, i), scales, drawn, i);
        }
    }

    /// The group from the `i`-th point on. There always is one, as [`Points`] has room after the last.
    #[inline(always)]
    fn group<L: Lanes>(&self, i: usize) -> Option<Group<'_>> {
        let at = (self.start + i) * L::STRIDE;
        let (room, numbers) = (self.points.pairs.len(), self.points.pairs.as_flattened());
        let second = numbers.get(at + L::to_second(room)..)?.first_chunk()?;
        Some([numbers[at..].first_chunk()?, second])
    }

    /// Draws the doubtful points' normals again, with the library's logarithm.
    #[inline(always)]
    fn settle<L: Lanes>(
        self,
        doubts: &mut DoubtfulLanes,
        drawn: &mut [[MaybeUninit<f64>; 2 * GROUP]],
    ) {
        let normals = drawn.as_flattened_mut().as_chunks_mut::<2>().0;
        for lane in doubts.places().iter().map(|lane| usize::from(*lane)) {
            let i = lane / L::LANES * L::LANES + L::pair(lane % L::LANES);
            let [x1, x2] = self.points.get::<L>(self.start + i);
            let r2 = self.contraction.sum_of_squares(x1, x2);
            let both = polar::normals(x1, x2, r2, ln::<L>(r2));
            // Whether or not it differs: the CPU could not guess which do.
            normals[i] = both.map(|normal| MaybeUninit::new(self.scale.apply(normal)));
        }
        doubts.clear();
    }
}

/// The library's logarithm of r² that is made of scaled coordinates.
#[inline(always)]
fn ln<L: Lanes>(r2: f64) -> f64 {
    (r2 / (L::SCALE * L::SCALE)).ln()
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
        (x1, x2): (L::Reals, L::Reals),
        scales: L::Reals,
        drawn: &mut [MaybeUninit<f64>; 2 * GROUP],
        i: usize,
    ) {
        let (minus_2_ln_r2, r2) = (lanes.load(&self.minus_2_ln_r2[i..]), lanes.load(&self.r2[i..]));
        let f = lanes.sqrt(lanes.quotient(minus_2_ln_r2, r2, i / L::LANES));
        let first = lanes.mul(lanes.mul(f, x2), scales);
        let second = lanes.mul(lanes.mul(f, x1), scales);
        let (low, high) = lanes.zip(first, second);
        lanes.write(low, &mut drawn[2 * i..]);
        lanes.write(high, &mut drawn[2 * i + L::LANES..]);
    }
}
