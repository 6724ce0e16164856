//! Uniform numbers: each word is one.

use rand::Rng;
use rand_distr::Distribution;

use crate::bit_generator::{BitGenerator, BulkBitGenerator};
use crate::cpu::{Cpu, Work};
use crate::method::Method;
use crate::number::Number;
use crate::output::{Map, Output};
use crate::stretch::{Reading, Stretch};
use crate::words::Words;

/// Uniform numbers in \[0, 1), with 53 bits as `f64` and with 24 as `f32`:
/// `np.random.Generator.random`.
///
/// As a [`Distribution`] it takes any generator's words; see
/// [`StandardNormal`](crate::StandardNormal) about the difference.
///
/// # Example
///
/// ```
/// use paraminit_core::bit_generator::Pcg64;
/// use paraminit_core::{Method, StandardUniform};
/// use rand::SeedableRng;
///
/// let mut bits = Pcg64::seed_from_u64(3);
/// let u: f64 = StandardUniform.draw(&mut bits); // np.random.default_rng(3).random()
/// assert_eq!(u, 0.085_649_167_143_624_36);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StandardUniform;

impl<T: Number> Method<T> for StandardUniform {
    type Stretch<B: BulkBitGenerator> = UniformStretch<T, B>;

    #[inline]
    fn draw<B: BitGenerator + ?Sized>(self, bits: &mut B) -> T {
        T::next_uniform(bits)
    }

    fn for_a_thread<B: BulkBitGenerator>(self) -> usize {
        B::UNIFORMS_FOR_A_THREAD
    }

    fn takes_each_word(self) -> bool {
        true
    }

    fn stretch<B: BulkBitGenerator>(
        self,
        cpu: Cpu,
        start: &B,
        numbers: usize,
    ) -> Option<UniformStretch<T, B>> {
        Some(UniformStretch { cpu, words: Words::new(start, numbers)? })
    }
}

impl<T: Number> Distribution<T> for StandardUniform {
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> T {
        T::uniform_of_word(rng)
    }
}

/// Words, each of which is a number.
#[derive(Debug)]
pub struct UniformStretch<T, B> {
    cpu: Cpu,
    words: Words<T, B>,
}

impl<T: Number, B: BulkBitGenerator> Stretch<B> for UniformStretch<T, B> {
    type Number = T;
    const JUMPS: bool = B::JUMPS;

    fn jump(bits: &mut B) {
        bits.skip_for::<T>(Words::<T, B>::MOST as u64);
    }

    fn load(&mut self, bits: &mut B, numbers: usize) {
        self.words.load(self.cpu, bits, numbers);
    }

    fn read(&mut self, _: usize, limit: usize, _: bool) -> Reading {
        let numbers = limit.min(self.words.len());
        Reading { numbers, end: numbers, beyond: 0 }
    }

    fn bit_generator(&self, words: usize) -> B {
        self.words.bit_generator(words)
    }

    fn store<M: Map<Drawn = T>>(&self, numbers: usize, output: &mut Output<'_, M>) {
        self.cpu.run(Store { words: &self.words, numbers, output });
    }
}

struct Store<'a, 'o, T, B, M: Map> {
    words: &'a Words<T, B>,
    numbers: usize,
    output: &'a mut Output<'o, M>,
}

impl<C, T: Number, B: BulkBitGenerator, M: Map<Drawn = T>> Work<C> for Store<'_, '_, T, B, M> {
    type Result = ();

    #[inline(always)]
    fn run(self, _: C) {
        const PACKS: usize = 64;
        let mut drawn = [T::default(); 2 * PACKS];
        let mut left = self.numbers;
        for packs in self.words.packs().chunks(PACKS) {
            let len = (packs.len() * T::PER_PACK).min(left);
            T::uniforms::<B>(packs, &mut drawn);
            self.output.extend(&drawn[..len]);
            left -= len;
        }
    }
}
