//! From points to normals.

use super::lanes::{Lanes, Pass};
use super::ln::minus_2_ln;
use super::{Points, sum_of_squares};
use crate::output::{Map, Output, Scale};
use crate::random::legacy::{Contraction, polar};

/// See [`Passes::emit`](super::Passes::emit).
pub(super) struct Emit<'a, 'o> {
    pub(super) contraction: Contraction,
    pub(super) points: &'a Points,
    pub(super) output: &'a mut Output<'o, Scale<f64>>,
}

impl Pass for Emit<'_, '_> {
    type Outcome = ();

    #[inline(always)]
    fn run<L: Lanes>(self, lanes: L) {
        match self.contraction {
            Contraction::None => emit(lanes, Contraction::None, self.points, self.output),
            Contraction::First => emit(lanes, Contraction::First, self.points, self.output),
            Contraction::Second => emit(lanes, Contraction::Second, self.points, self.output),
        }
    }
}

/// How many points go through the steps together.
const GROUP: usize = u64::BITS as usize;

#[inline(always)]
fn emit<L: Lanes>(
    lanes: L,
    contraction: Contraction,
    points: &Points,
    output: &mut Output<'_, Scale<f64>>,
) {
    let mut group = Group::new();
    let mut buffer = [0.0; 2 * GROUP];
    for start in (0..points.len).step_by(GROUP) {
        let len = GROUP.min(points.len - start);
        let Some(pairs) = points.pairs[start..].first_chunk() else { return };
        // Straight into the output if there is room in one slice, else through the buffer.
        let chunk = if len == GROUP { output.take_chunk() } else { None };
        let in_place = chunk.is_some();
        let (drawn, scale) = chunk.unwrap_or((&mut buffer, Scale(1.0)));
        group.draw(lanes, contraction, (pairs, len), scale, drawn);
        if !in_place {
            output.extend(&buffer[..2 * len]);
        }
    }
}

/// What one step leaves for the next, lane by lane.
///
/// A point's way is one long chain: look-up, logarithm, division, root. Step by step, the CPU has
/// many points under way at once.
#[repr(align(64))] // no vector lies across two cache lines
struct Group {
    r2: [f64; GROUP],
    k: [f64; GROUP],
    z: [f64; GROUP],
    row: [u64; GROUP],
    minus_2_ln_r2: [f64; GROUP],
}

impl Group {
    /// How many points the last step is behind the logarithms: the CPU divides meanwhile.
    const LAG: usize = 16;

    const fn new() -> Self {
        let zeros = [0.0; GROUP];
        Self { r2: zeros, k: zeros, z: zeros, row: [0; GROUP], minus_2_ln_r2: zeros }
    }

    /// Draws numbers of one scale. Those beyond `len` points are undefined.
    #[inline(always)]
    fn draw<L: Lanes>(
        &mut self,
        lanes: L,
        contraction: Contraction,
        (pairs, len): (&[[f64; 2]; GROUP], usize),
        scale: Scale<f64>,
        drawn: &mut [f64; 2 * GROUP],
    ) {
        let x = pairs.as_flattened();
        let scales = lanes.splat(scale.0);
        let mut doubtful = 0;
        for i in (0..len).step_by(L::LANES) {
            let (x1, x2) = lanes.unzip(lanes.load(&x[2 * i..]), lanes.load(&x[2 * i + L::LANES..]));
            let r2 = sum_of_squares(lanes, contraction, x1, x2);
            let (k, z, row) = lanes.split(r2);
            lanes.store(r2, &mut self.r2[i..]);
            lanes.store(k, &mut self.k[i..]);
            lanes.store(z, &mut self.z[i..]);
            lanes.store_words(row, &mut self.row[i..]);
        }
        for i in (0..len + Self::LAG).step_by(L::LANES) {
            if i < len {
                let (minus_2_ln_r2, doubt) = minus_2_ln(
                    lanes,
                    lanes.load(&self.k[i..]),
                    lanes.load(&self.z[i..]),
                    &self.row[i..],
                );
                lanes.store(minus_2_ln_r2, &mut self.minus_2_ln_r2[i..]);
                doubtful |= u64::from(doubt) << i;
            }
            if let Some(i) = i.checked_sub(Self::LAG) {
                let (x1, x2) =
                    lanes.unzip(lanes.load(&x[2 * i..]), lanes.load(&x[2 * i + L::LANES..]));
                let minus_2_ln_r2 = lanes.load(&self.minus_2_ln_r2[i..]);
                let f = lanes.sqrt(lanes.div(minus_2_ln_r2, lanes.load(&self.r2[i..])));
                let first = lanes.mul(lanes.mul(f, x2), scales);
                let second = lanes.mul(lanes.mul(f, x1), scales);
                let (low, high) = lanes.unzip(first, second);
                lanes.store(low, &mut drawn[2 * i..]);
                lanes.store(high, &mut drawn[2 * i + L::LANES..]);
            }
        }
        while doubtful != 0 {
            let lane = doubtful.trailing_zeros() as usize;
            doubtful &= doubtful - 1;
            let i = lane / L::LANES * L::LANES + point_of::<L>(lane % L::LANES);
            if i >= len {
                continue;
            }
            let [x1, x2] = pairs[i];
            let r2 = contraction.sum_of_squares(x1, x2);
            let ln_r2 = r2.ln();
            if -2.0 * ln_r2 != self.minus_2_ln_r2[lane] {
                for (drawn, normal) in
                    drawn[2 * i..].iter_mut().zip(polar::normals(x1, x2, r2, ln_r2))
                {
                    *drawn = scale.apply(normal);
                }
            }
        }
    }
}

/// Which point of its vector a lane has: see [`Lanes::unzip`].
#[inline(always)]
fn point_of<L: Lanes>(lane: usize) -> usize {
    lane / 2 + lane % 2 * (L::LANES / 2)
}
