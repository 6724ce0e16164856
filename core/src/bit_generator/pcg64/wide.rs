//! PCG64 and PCG64DXSM in vectors whose lanes leap over each other.

use std::array;

use super::{Pcg, PcgOutput};

/// How many words are made one by one beside those in vectors: the multiplier for single words would
/// be idle.
const SINGLE: usize = 4;

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

/// Makes the next words, in groups: those of some vectors, because while one waits for its products the
/// others compute, and the single ones.
#[inline(always)]
pub(super) fn fill<const LANES: usize, const VECTORS: usize, const GROUP: usize, S, O>(
    cpu: S::Cpu,
    bits: &mut Pcg<O>,
    words: &mut [u64],
) where
    S: States<LANES>,
    O: WideOutput<S, LANES>,
{
    const { assert!(GROUP == LANES * VECTORS + SINGLE) };
    let (groups, rest) = words.as_chunks_mut();
    if !groups.is_empty() {
        let (step, &mut Pcg { state, inc, .. }) = (Pcg::<O>::STEP, &mut *bits);
        let first = if O::AFTER_STEP { step.apply(state, inc) } else { state };
        let last = fill_groups::<LANES, VECTORS, GROUP, S, O>(cpu, first, inc, groups);
        bits.state = if O::AFTER_STEP { last } else { step.apply(last, inc) };
    }
    rest.fill_with(|| bits.next_word());
}

/// Makes words from that of `state` on. Returns the state of the last word.
#[inline(always)]
fn fill_groups<const LANES: usize, const VECTORS: usize, const GROUP: usize, S, O>(
    cpu: S::Cpu,
    mut state: u128,
    inc: u128,
    groups: &mut [[u64; GROUP]],
) -> u128
where
    S: States<LANES>,
    O: WideOutput<S, LANES>,
{
    let step = Pcg::<O>::STEP;
    let leap = const { Pcg::<O>::STEP.repeated(GROUP as u128) };
    // From the last single word to the first of the next group.
    let over = const { Pcg::<O>::STEP.repeated((GROUP - SINGLE + 1) as u128) };
    let mut next = || {
        let this = state;
        state = step.apply(state, inc);
        this
    };
    let mut vectors: [S; VECTORS] = array::from_fn(|_| S::new(cpu, array::from_fn(|_| next())));
    let added = S::new(cpu, [leap.terms.wrapping_mul(inc); LANES]);
    let mut last = state;
    for group in groups {
        let (wide, single) = group.split_at_mut(GROUP - SINGLE);
        for (states, words) in vectors.iter_mut().zip(wide.as_chunks_mut().0) {
            O::store(*states, words);
            *states = states.leap(leap.factor, added);
        }
        for (word, step) in single.iter_mut().zip([step, step, step, over]) {
            *word = O::word(state);
            (last, state) = (state, step.apply(state, inc));
        }
    }
    last
}
