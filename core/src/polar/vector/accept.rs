//! From words to points.

use super::lanes::{Lanes, Pass};
use super::{Accept, Attempts, Contraction, Points, sum_of_squares};
use crate::bit_generator::{double, temper};
use crate::polar;

impl Pass for Accept<'_> {
    /// How many attempts were read.
    type Outcome = usize;

    #[inline(always)]
    fn run<L: Lanes>(self, lanes: L) -> usize {
        let Self { attempts: Attempts { contraction, words, limit }, points } = self;
        // The compiler makes a loop for each contraction instead of asking in every round.
        match contraction {
            Contraction::None => accept(lanes, Contraction::None, words, limit, points),
            Contraction::First => accept(lanes, Contraction::First, words, limit, points),
            Contraction::Second => accept(lanes, Contraction::Second, words, limit, points),
        }
    }
}

/// Reads attempts until none is left or there are `limit` points. Returns how many were read.
#[inline(always)]
fn accept<L: Lanes>(
    lanes: L,
    contraction: Contraction,
    words: &[u32],
    limit: usize,
    points: &mut Points,
) -> usize {
    let (mut taken, mut at) = (0, 0);
    let end = limit.min(points.pairs.len()) * L::STRIDE;
    let to_second = L::to_second(points.pairs.len());
    let numbers = points.pairs.as_flattened_mut();
    // How far it is to the end of what so many points take.
    let len = |points: usize| (points - 1) * L::STRIDE + to_second + 1;
    let fit = |at: usize, points: usize| at + points * L::STRIDE <= end;
    // Two vectors at a time, and then one, while all of their points would find room.
    for attempts in words.chunks_exact(8 * L::LANES) {
        let room = numbers.get_mut(at..at + len(2 * L::LANES));
        let Some(room) = room.filter(|_| fit(at, 2 * L::LANES)) else { break };
        let (first, second) = attempts.split_at(4 * L::LANES);
        let first = Attempt::read(lanes, contraction, first);
        let second = Attempt::read(lanes, contraction, second);
        let kept = first.keep(lanes, room, to_second);
        at += kept + second.keep(lanes, &mut room[kept..], to_second);
        taken += 2 * L::LANES;
    }
    for attempts in words[4 * taken..].chunks_exact(4 * L::LANES) {
        let room = numbers.get_mut(at..at + len(L::LANES));
        let Some(room) = room.filter(|_| fit(at, L::LANES)) else { break };
        at += Attempt::read(lanes, contraction, attempts).keep(lanes, room, to_second);
        taken += L::LANES;
    }
    points.len = at / L::STRIDE;
    // The rest one by one.
    for words in &words.as_chunks::<4>().0[taken..] {
        if points.len == limit {
            break;
        }
        let [a, b, c, d] = words.map(temper);
        let [x1, x2] = [(a, b), (c, d)].map(|(high, low)| 2.0 * double(high, low) - 1.0);
        points.set::<L>(points.len, [x1, x2]);
        points.len += usize::from(polar::accepted(contraction.sum_of_squares(x1, x2)));
        taken += 1;
    }
    // Whatever fills up the last vector has normals, too, so that the CPU notes no division by 0: NumPy
    // could take that for an error of its own.
    for i in points.len..points.len + 8 {
        points.set::<L>(i, [0.5; 2]);
    }
    taken
}

/// A vector's points, and the lanes, as bits, that are accepted.
struct Attempt<L: Lanes> {
    pairs: [L::Reals; 2],
    unzipped: [L::Reals; 2],
    accepted: u8,
}

impl<L: Lanes> Attempt<L> {
    #[inline(always)]
    fn read(lanes: L, contraction: Contraction, words: &[u32]) -> Self {
        let first = lanes.coordinates(words);
        let second = lanes.coordinates(&words[2 * L::LANES..]);
        let (x1, x2) = lanes.unzip(first, second);
        let accepted = lanes.accepted(sum_of_squares(lanes, contraction, x1, x2));
        Self { pairs: [first, second], unzipped: [x1, x2], accepted }
    }

    /// Returns how far it is to the place after the last point.
    #[inline(always)]
    fn keep(self, lanes: L, room: &mut [f64], to_second: usize) -> usize {
        lanes.keep(self.accepted, self.pairs, self.unzipped, room, to_second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cpu::{Cpu, Portable, Work};

    /// How many numbers are kept of a vector of points with this r2.
    struct Kept(f64);

    impl<L: Lanes> Work<L> for Kept {
        type Result = usize;

        fn run(self, lanes: L) -> usize {
            let accepted = lanes.accepted(lanes.splat(self.0 * L::SCALE * L::SCALE));
            let pairs = [lanes.splat(0.5); 2];
            2 * lanes.keep(accepted, pairs, pairs, &mut [0.0; 16], L::to_second(8))
                / (L::LANES * L::STRIDE)
        }
    }

    impl Work<Portable> for Kept {
        type Result = usize;

        fn run(self, _: Portable) -> usize {
            2 * usize::from(polar::accepted(self.0))
        }
    }

    #[test]
    fn rejects_the_centre_and_the_rim() {
        for cpu in Cpu::available() {
            let r2 = [0.0, f64::MIN_POSITIVE, 0.5, 1.0_f64.next_down(), 1.0, 2.0];
            assert_eq!(r2.map(|r2| cpu.run(Kept(r2))), [0, 2, 2, 2, 0, 0], "{}", cpu.name());
        }
    }
}
