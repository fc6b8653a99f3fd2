//! The kernel for x86-64 processors of the last decade.

use std::arch::asm;
use std::arch::x86_64::{
    __m256i, _mm_clmulepi64_si128, _mm_cvtsi128_si64, _mm_set_epi64x, _mm_set1_epi8, _mm256_cmpeq_epi8,
    _mm256_loadu_si256, _mm256_max_epu8, _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8, _mm256_setr_epi8,
    _mm256_shuffle_epi8,
};

use super::BLOCK;
use super::carry::{Carry, Masks};
use super::prefetch;
use super::sink::Sink;

/// Whether this processor can run [`scan`].
pub(super) fn is_available() -> bool {
    is_x86_feature_detected!("avx2")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("pclmulqdq")
        && is_x86_feature_detected!("popcnt")
}

/// Appends the tokens of `blocks`. Callable only where [`is_available`].
#[target_feature(enable = "avx2,bmi1,bmi2,pclmulqdq,popcnt")]
pub(super) fn scan<const LINES: bool>(blocks: &[[u8; BLOCK]], carry: &mut Carry, sink: &mut Sink<'_>) {
    let mut state = *carry;
    for block in blocks {
        prefetch::a_chunk_ahead(block);
        let masks = classify::<LINES>(block);
        let strings = state.strings(&masks);
        sink.push_block(state.tokens::<LINES>(&masks, strings, prefix_xor(strings.quotes)));
    }
    *carry = state;
}

#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,pclmulqdq,popcnt")]
fn classify<const LINES: bool>(block: &[u8; BLOCK]) -> Masks {
    let (low, high) = block.split_at(32);
    // SAFETY: the first half of a block is 32 readable bytes, and the load needs no alignment.
    let low = unsafe { _mm256_loadu_si256(low.as_ptr().cast()) };
    // SAFETY: so is the second half.
    let high = unsafe { _mm256_loadu_si256(high.as_ptr().cast()) };
    // White space and operators are found by a table over the low half of a byte: an entry is the only byte with these
    // low bits that belongs to the class, or, where there is none, a byte with other low bits, which matches nothing.
    // A byte from 0x80 on selects 0, which it is not.
    let white_space = table([32, 100, 100, 100, 17, 100, 113, 2, 100, 9, 10, 112, 100, 13, 100, 100]);
    // With bit 5 set `[` is `{` and `]` is `}`. It makes 0x0C look like `,` and 0x1A like `:`: the carry logic removes
    // control bytes from this mask.
    let op = table([
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, b':' as i8, b'{' as i8, b',' as i8, b'}' as i8, 0, 0,
    ]);
    let bit_5 = _mm256_set1_epi8(0x20);
    let last_control = _mm256_set1_epi8(0x1F);
    Masks {
        quote: equal(low, high, b'"'),
        backslash: equal(low, high, b'\\'),
        op: mask(
            _mm256_cmpeq_epi8(_mm256_or_si256(low, bit_5), _mm256_shuffle_epi8(op, low)),
            _mm256_cmpeq_epi8(_mm256_or_si256(high, bit_5), _mm256_shuffle_epi8(op, high)),
        ),
        white_space: mask(
            _mm256_cmpeq_epi8(low, _mm256_shuffle_epi8(white_space, low)),
            _mm256_cmpeq_epi8(high, _mm256_shuffle_epi8(white_space, high)),
        ),
        control: mask(
            _mm256_cmpeq_epi8(_mm256_max_epu8(low, last_control), last_control),
            _mm256_cmpeq_epi8(_mm256_max_epu8(high, last_control), last_control),
        ),
        line_feed: if LINES { equal(low, high, b'\n') } else { 0 },
    }
}

#[inline]
#[target_feature(enable = "avx2")]
fn table(entries: [i8; 16]) -> __m256i {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = entries;
    _mm256_setr_epi8(
        a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p,
    )
}

#[inline]
#[target_feature(enable = "avx2")]
fn equal(low: __m256i, high: __m256i, byte: u8) -> u64 {
    let wanted = _mm256_set1_epi8(byte as i8);
    mask(_mm256_cmpeq_epi8(low, wanted), _mm256_cmpeq_epi8(high, wanted))
}

/// One bit a byte.
#[inline]
#[target_feature(enable = "avx2")]
fn mask(low: __m256i, high: __m256i) -> u64 {
    let low = u64::from(_mm256_movemask_epi8(low) as u32);
    let high = u64::from(_mm256_movemask_epi8(high) as u32);
    let mut mask = low | (high << 32);
    // Where LLVM sees that these bits come from byte vectors, it moves the logic on them back into byte vectors, element
    // by element, which is three times slower. What passes through here it cannot see through.
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
