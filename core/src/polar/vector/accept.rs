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
        let limit = limit.min(points.pairs.len());
        let room = &mut points.pairs[..limit];
        // The compiler makes a loop for each contraction instead of asking in every round.
        let (taken, len) = match contraction {
            Contraction::None => accept(lanes, Contraction::None, words, room),
            Contraction::First => accept(lanes, Contraction::First, words, room),
            Contraction::Second => accept(lanes, Contraction::Second, words, room),
        };
        points.truncate(len);
        taken
    }
}

impl Points {
    /// Keeps the first `len` points. Whatever fills up the last vector has normals, too, so that
    /// the CPU notes no division by 0: NumPy could take that for an error of its own.
    fn truncate(&mut self, len: usize) {
        self.len = len;
        self.pairs[len..len + 8].fill([0.5; 2]);
    }
}

/// Reads attempts until none is left or the room is full. Returns how many, and how many points there
/// are.
#[inline(always)]
fn accept<L: Lanes>(
    lanes: L,
    contraction: Contraction,
    words: &[u32],
    room: &mut [[f64; 2]],
) -> (usize, usize) {
    let (mut taken, mut numbers) = (0, 0);
    // Two vectors at a time, and then one, while all of their points would find room.
    for attempts in words.chunks_exact(8 * L::LANES) {
        let room = room.as_flattened_mut().get_mut(numbers..numbers + 4 * L::LANES);
        let Some(room) = room else { break };
        let (first, second) = attempts.split_at(4 * L::LANES);
        let first = Attempt::read(lanes, contraction, first);
        let second = Attempt::read(lanes, contraction, second);
        let kept = first.keep(lanes, room);
        numbers += kept + second.keep(lanes, &mut room[kept..]);
        taken += 2 * L::LANES;
    }
    for attempts in words[4 * taken..].chunks_exact(4 * L::LANES) {
        let room = room.as_flattened_mut().get_mut(numbers..numbers + 2 * L::LANES);
        let Some(room) = room else { break };
        numbers += Attempt::read(lanes, contraction, attempts).keep(lanes, room);
        taken += L::LANES;
    }
    let mut len = numbers / 2;
    // The rest one by one.
    for words in &words.as_chunks::<4>().0[taken..] {
        let Some(point) = room.get_mut(len) else { break };
        let [a, b, c, d] = words.map(temper);
        let [x1, x2] = [(a, b), (c, d)].map(|(high, low)| 2.0 * double(high, low) - 1.0);
        *point = [x1, x2];
        len += usize::from(polar::accepted(contraction.sum_of_squares(x1, x2)));
        taken += 1;
    }
    (taken, len)
}

/// A vector's points, and the lanes, as bits, that are accepted.
struct Attempt<L: Lanes> {
    pairs: [L::Reals; 2],
    accepted: u8,
}

impl<L: Lanes> Attempt<L> {
    #[inline(always)]
    fn read(lanes: L, contraction: Contraction, words: &[u32]) -> Self {
        let first = lanes.coordinates(lanes.temper(words));
        let second = lanes.coordinates(lanes.temper(&words[2 * L::LANES..]));
        let (x1, x2) = lanes.unzip(first, second);
        let accepted = lanes.accepted(sum_of_squares(lanes, contraction, x1, x2));
        Self { pairs: [first, second], accepted }
    }

    #[inline(always)]
    fn keep(self, lanes: L, room: &mut [f64]) -> usize {
        let [first, second] = self.pairs;
        lanes.keep(self.accepted, first, second, room)
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
            let (accepted, x) = (lanes.accepted(lanes.splat(self.0)), lanes.splat(0.5));
            lanes.keep(accepted, x, x, &mut [0.0; 16]) / L::LANES
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
