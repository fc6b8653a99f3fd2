//! The kernel for x86-64 processors with AVX-512 VBMI2 (Ice Lake, Zen 4 and later).
//!
//! What it gains lies in the second half: one instruction compresses the offsets of a block's tokens.

use std::arch::asm;
use std::arch::x86_64::{
    __m512i, _mm_clmulepi64_si128, _mm_cvtsi128_si64, _mm_set_epi64x, _mm_set1_epi8, _mm512_add_epi32,
    _mm512_castsi512_si128, _mm512_cmpeq_epi8_mask, _mm512_cmple_epu8_mask, _mm512_cvtepu8_epi32,
    _mm512_extracti32x4_epi32, _mm512_loadu_si512, _mm512_maskz_compress_epi8, _mm512_or_si512, _mm512_set1_epi8,
    _mm512_set1_epi32, _mm512_shuffle_epi8, _mm512_storeu_si512,
};

use super::BLOCK;
use super::carry::{Carry, Masks};
use super::prefetch;
use super::sink::Sink;

/// Whether this processor can run [`scan`].
pub(super) fn is_available() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vbmi2")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("pclmulqdq")
        && is_x86_feature_detected!("popcnt")
}

/// Appends the tokens of `blocks`. Callable only where [`is_available`].
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,bmi1,bmi2,pclmulqdq,popcnt")]
pub(super) fn scan<const LINES: bool>(blocks: &[[u8; BLOCK]], carry: &mut Carry, sink: &mut Sink<'_>) {
    let mut state = *carry;
    for block in blocks {
        prefetch::a_chunk_ahead(block);
        let masks = classify::<LINES>(block);
        let strings = state.strings(&masks);
        push(sink, state.tokens::<LINES>(&masks, strings, prefix_xor(strings.quotes)));
    }
    *carry = state;
}

/// The offset of each byte of a block.
const PLACES: [u8; BLOCK] = repeated([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], 16);

/// The tables are those of the AVX2 kernel: see there.
const WHITE_SPACE: [u8; BLOCK] = repeated(
    [32, 100, 100, 100, 17, 100, 113, 2, 100, 9, 10, 112, 100, 13, 100, 100],
    0,
);
const OP: [u8; BLOCK] = repeated([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, b':', b'{', b',', b'}', 0, 0], 0);

/// Sixteen entries for each quarter of a block, growing by `step` from one quarter to the next.
const fn repeated(entries: [u8; 16], step: u8) -> [u8; BLOCK] {
    let mut all = [0; BLOCK];
    let mut place = 0;
    while place < BLOCK {
        all[place] = entries[place % 16] + step * (place / 16) as u8;
        place += 1;
    }
    all
}

/// Hands the offsets of set bits over.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,popcnt")]
fn push(sink: &mut Sink<'_>, tokens: u64) {
    let packed = _mm512_maskz_compress_epi8(tokens, load(&PLACES));
    let at = _mm512_set1_epi32(sink.at() as i32);
    let count = tokens.count_ones() as usize;
    let [first, second, third, fourth] = sink.window();
    store(
        first,
        _mm512_add_epi32(at, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed))),
    );
    // Dense text has about 16 tokens a block: asking whether there are more would be mispredicted half the time.
    store(
        second,
        _mm512_add_epi32(at, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32::<1>(packed))),
    );
    if count > 32 {
        store(
            third,
            _mm512_add_epi32(at, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32::<2>(packed))),
        );
        store(
            fourth,
            _mm512_add_epi32(at, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32::<3>(packed))),
        );
    }
    sink.advance(count);
}

#[inline]
#[target_feature(enable = "avx512f")]
fn load(bytes: &[u8; BLOCK]) -> __m512i {
    // SAFETY: a block is 64 readable bytes, and the load needs no alignment.
    unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx512f")]
fn store(slots: &mut [std::mem::MaybeUninit<u32>; 16], offsets: __m512i) {
    // SAFETY: sixteen slots of four bytes are 64 writable bytes, and the store needs no alignment.
    unsafe { _mm512_storeu_si512(slots.as_mut_ptr().cast(), offsets) };
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,bmi1,bmi2,pclmulqdq,popcnt")]
fn classify<const LINES: bool>(block: &[u8; BLOCK]) -> Masks {
    let bytes = load(block);
    let folded = _mm512_or_si512(bytes, _mm512_set1_epi8(0x20));
    Masks {
        quote: equal(bytes, b'"'),
        backslash: equal(bytes, b'\\'),
        op: opaque(_mm512_cmpeq_epi8_mask(folded, _mm512_shuffle_epi8(load(&OP), bytes))),
        white_space: opaque(_mm512_cmpeq_epi8_mask(
            bytes,
            _mm512_shuffle_epi8(load(&WHITE_SPACE), bytes),
        )),
        control: opaque(_mm512_cmple_epu8_mask(bytes, _mm512_set1_epi8(0x1F))),
        line_feed: if LINES { equal(bytes, b'\n') } else { 0 },
    }
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn equal(bytes: __m512i, byte: u8) -> u64 {
    opaque(_mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(byte as i8)))
}

/// Keeps the logic on masks in general registers: see the AVX2 kernel.
#[inline]
fn opaque(mut mask: u64) -> u64 {
    // SAFETY: an empty instruction that keeps its register.
    unsafe { asm!("/* {0} */", inout(reg) mask, options(pure, nomem, nostack, preserves_flags)) };
    mask
}

/// Bit `i` of the result is the xor of bits `0..=i`: multiplication without carries by all ones.
#[inline]
#[target_feature(enable = "pclmulqdq")]
fn prefix_xor(bits: u64) -> u64 {
    let product = _mm_clmulepi64_si128::<0>(_mm_set_epi64x(0, bits as i64), _mm_set1_epi8(-1));
    _mm_cvtsi128_si64(product) as u64
}
