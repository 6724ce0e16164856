//! PCG64 and PCG64DXSM in vectors whose lanes leap over each other.

use std::array;

use super::{Pcg, PcgOutput};

/// The states of as many words in a row as a vector has lanes.
pub(in super::super) trait States<const LANES: usize>: Copy {
    /// Proof that the CPU has the vectors.
    type Cpu: Copy;

    fn new(cpu: Self::Cpu, states: [u128; LANES]) -> Self;

    /// state · factor + added, modulo 2^128.
    fn leap(self, factor: u128, added: Self) -> Self;
}

/// What is made of states in vectors.
pub(in super::super) trait WideOutput<S, const LANES: usize>: PcgOutput {
    /// Stores the words of some states: see [`PcgOutput::word`].
    fn store(states: S, words: &mut [u64; LANES]);
}

/// Makes the next words, in groups of `VECTORS` chunks: while one vector waits for its products, the
/// others compute. The last words of a chunk of more than `LANES` are made one by one, because the
/// multiplier for single words would be idle.
#[inline(always)]
pub(super) fn fill<const LANES: usize, const CHUNK: usize, const VECTORS: usize, S, O>(
    cpu: S::Cpu,
    bits: &mut Pcg<O>,
    words: &mut [u64],
) where
    S: States<LANES>,
    O: WideOutput<S, LANES>,
{
    let group = CHUNK * VECTORS;
    let (groups, rest) = words.split_at_mut(words.len() / group * group);
    let groups = groups.as_chunks_mut().0.as_chunks_mut().0;
    if !groups.is_empty() {
        let (step, &mut Pcg { state, inc, .. }) = (Pcg::<O>::STEP, &mut *bits);
        let first = if O::AFTER_STEP { step.apply(state, inc) } else { state };
        let last = fill_groups::<LANES, CHUNK, VECTORS, S, O>(cpu, first, inc, groups);
        bits.state = if O::AFTER_STEP { last } else { step.apply(last, inc) };
    }
    rest.fill_with(|| bits.next_word());
}

/// Makes words from that of `state` on. Returns the state of the last word.
#[inline(always)]
fn fill_groups<const LANES: usize, const CHUNK: usize, const VECTORS: usize, S, O>(
    cpu: S::Cpu,
    mut state: u128,
    inc: u128,
    groups: &mut [[[u64; CHUNK]; VECTORS]],
) -> u128
where
    S: States<LANES>,
    O: WideOutput<S, LANES>,
{
    let step = Pcg::<O>::STEP;
    let over_lanes = const { Pcg::<O>::STEP.repeated(LANES as u128 + 1) };
    let over_chunk = const { Pcg::<O>::STEP.repeated(CHUNK as u128) };
    let over_group = const { Pcg::<O>::STEP.repeated((CHUNK * VECTORS) as u128) };
    let added = |terms: u128| S::new(cpu, [terms.wrapping_mul(inc); LANES]);

    let first = array::from_fn(|_| {
        let this = state;
        state = step.apply(state, inc);
        this
    });
    let mut vectors = [S::new(cpu, first); VECTORS];
    for vector in 1..VECTORS {
        vectors[vector] = vectors[vector - 1].leap(over_chunk.factor, added(over_chunk.terms));
    }
    let added = added(over_group.terms);
    let mut last = state;
    for group in groups {
        for (states, chunk) in vectors.iter_mut().zip(group) {
            if let Some((wide, single)) = chunk.split_first_chunk_mut() {
                O::store(*states, wide);
                *states = states.leap(over_group.factor, added);
                for index in 0..single.len() {
                    single[index] = O::word(state);
                    let step = if index + 1 < single.len() { step } else { over_lanes };
                    (last, state) = (state, step.apply(state, inc));
                }
            }
        }
    }
    last
}
