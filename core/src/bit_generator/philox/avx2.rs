//! Philox, four blocks side by side in each vector.
#![expect(unsafe_code, reason = "vector instructions, each behind the proof that the CPU has it")]

use std::arch::x86_64::{
    __m256i, _mm256_add_epi64, _mm256_blend_epi32, _mm256_mul_epu32, _mm256_permute2x128_si256,
    _mm256_setzero_si256, _mm256_slli_epi64, _mm256_srli_epi64, _mm256_unpackhi_epi64,
    _mm256_unpacklo_epi64, _mm256_xor_si256,
};

use super::{BLOCK, FACTORS, Philox, ROUNDS, keys, round};
use crate::bit_generator::avx2::{load, splat, store};
use crate::cpu::Avx2;

/// How many vectors of four blocks: while one waits for its products, the other computes.
const VECTORS: usize = 2;

/// How many blocks are made beside them: the multiplier for single words would be idle.
const SINGLE: usize = 2;

const BLOCKS: usize = 4 * VECTORS + SINGLE;

/// See [`BulkCpu::philox`](crate::bit_generator::BulkCpu::philox).
#[inline(always)]
pub(in super::super) fn fill(avx2: Avx2, bits: &mut Philox, words: &mut [u64]) {
    let words = bits.take_buffer(words);
    let (groups, rest) = words.as_chunks_mut::<{ 4 * BLOCKS }>();
    let keys = keys(bits.key);
    for group in groups {
        if bits.counter[0] > u64::MAX - BLOCKS as u64 {
            bits.fill(group); // the lowest word of a counter carries
            continue;
        }
        let blocks = group.as_chunks_mut().0;
        make(avx2, bits.counter, &keys, blocks);
        bits.count(BLOCKS as u128);
        bits.buffer = blocks[BLOCKS - 1];
        bits.position = BLOCK;
    }
    bits.fill(rest);
}

/// Makes the blocks after the present counter's, up to which its lowest word does not carry.
#[inline(always)]
fn make(avx2: Avx2, counter: [u64; 4], keys: &[[u64; 2]; ROUNDS], blocks: &mut [[u64; 4]]) {
    let [lowest, b, c, d] = counter;
    let first = load(avx2, &[lowest + 1, lowest + 2, lowest + 3, lowest + 4]);
    let second = load(avx2, &[lowest + 5, lowest + 6, lowest + 7, lowest + 8]);
    let upper = [splat(avx2, b), splat(avx2, c), splat(avx2, d)];
    let mut wide: [_; VECTORS] =
        [[first, upper[0], upper[1], upper[2]], [second, upper[0], upper[1], upper[2]]];
    let mut single: [_; SINGLE] = [[lowest + 9, b, c, d], [lowest + 10, b, c, d]];
    for key in keys {
        for four in &mut wide {
            *four = wide_round(avx2, *four, key);
        }
        for block in &mut single {
            *block = round(*block, key);
        }
    }
    let (wide_blocks, single_blocks) = blocks.split_at_mut(4 * VECTORS);
    for (blocks, four) in wide_blocks.as_chunks_mut::<4>().0.iter_mut().zip(wide) {
        for (block, words) in blocks.iter_mut().zip(transpose(avx2, four)) {
            store(avx2, words, block);
        }
    }
    single_blocks.copy_from_slice(&single);
}

/// See [`round`].
#[inline(always)]
fn wide_round(avx2: Avx2, [a, b, c, d]: [__m256i; 4], key: &[u64; 2]) -> [__m256i; 4] {
    let [first_high, first_low] = multiply(avx2, a, FACTORS[0]);
    let [second_high, second_low] = multiply(avx2, c, FACTORS[1]);
    let (key_0, key_1) = (splat(avx2, key[0]), splat(avx2, key[1]));
    // SAFETY: `avx2` is proof that the CPU has the instructions.
    unsafe {
        let a = _mm256_xor_si256(second_high, _mm256_xor_si256(b, key_0));
        let c = _mm256_xor_si256(first_high, _mm256_xor_si256(d, key_1));
        [a, second_low, c, first_low]
    }
}

/// The upper and the lower halves of the products, as in school: limbs of 32 bits have products of 64.
#[inline(always)]
fn multiply(avx2: Avx2, x: __m256i, factor: u64) -> [__m256i; 2] {
    const ODD: i32 = 0b1010_1010; // the upper half of each lane
    let factor_0 = splat(avx2, factor); // a product takes the lower half alone
    let factor_1 = splat(avx2, factor >> 32);
    // SAFETY: `avx2` is proof that the CPU has the instructions.
    unsafe {
        let x_1 = _mm256_srli_epi64::<32>(x);
        let product_00 = _mm256_mul_epu32(x, factor_0);
        let product_01 = _mm256_mul_epu32(x, factor_1);
        let product_10 = _mm256_mul_epu32(x_1, factor_0);
        let product_11 = _mm256_mul_epu32(x_1, factor_1);
        // A product and two more limbs are below 2^64.
        let column = _mm256_add_epi64(product_10, _mm256_srli_epi64::<32>(product_00));
        let column_low = _mm256_blend_epi32::<ODD>(column, _mm256_setzero_si256());
        let column_more = _mm256_add_epi64(product_01, column_low);
        let low = _mm256_blend_epi32::<ODD>(product_00, _mm256_slli_epi64::<32>(column_more));
        let carries =
            _mm256_add_epi64(_mm256_srli_epi64::<32>(column), _mm256_srli_epi64::<32>(column_more));
        [_mm256_add_epi64(product_11, carries), low]
    }
}

/// From the blocks' first words, second words and so on to the blocks.
#[inline(always)]
fn transpose(_: Avx2, [a, b, c, d]: [__m256i; 4]) -> [__m256i; 4] {
    const LOWER: i32 = 0x20;
    const UPPER: i32 = 0x31;
    // SAFETY: the first argument is proof that the CPU has the instructions.
    unsafe {
        let (ab_02, ab_13) = (_mm256_unpacklo_epi64(a, b), _mm256_unpackhi_epi64(a, b));
        let (cd_02, cd_13) = (_mm256_unpacklo_epi64(c, d), _mm256_unpackhi_epi64(c, d));
        [
            _mm256_permute2x128_si256::<LOWER>(ab_02, cd_02),
            _mm256_permute2x128_si256::<LOWER>(ab_13, cd_13),
            _mm256_permute2x128_si256::<UPPER>(ab_02, cd_02),
            _mm256_permute2x128_si256::<UPPER>(ab_13, cd_13),
        ]
    }
}
