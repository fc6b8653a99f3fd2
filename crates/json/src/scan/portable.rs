//! The kernel for every processor, and the oracle of the others.
//!
//! Plain loops over fixed-size arrays, in a form that compilers turn into whatever vector instructions the target has.

use super::BLOCK;
use super::carry::{Carry, Masks};
use super::sink::Sink;

/// Appends the tokens of `blocks`.
pub(super) fn scan<const LINES: bool>(blocks: &[[u8; BLOCK]], carry: &mut Carry, sink: &mut Sink<'_>) {
    let mut state = *carry;
    for block in blocks {
        let masks = Masks {
            quote: mask(block, |byte| byte == b'"'),
            backslash: mask(block, |byte| byte == b'\\'),
            // With bit 5 set `[` is `{` and `]` is `}`; 0x0C and 0x1A, which then look like `,` and `:`, are removed
            // with the other control bytes by the carry logic.
            op: mask(block, |byte| {
                let folded = byte | 0x20;
                (folded == b'{') | (folded == b'}') | (folded == b':') | (folded == b',')
            }),
            white_space: mask(block, |byte| {
                (byte == b' ') | (byte == b'\t') | (byte == b'\n') | (byte == b'\r')
            }),
            control: mask(block, |byte| byte < 0x20),
            line_feed: if LINES { mask(block, |byte| byte == b'\n') } else { 0 },
        };
        let strings = state.strings(&masks);
        sink.push_block(state.tokens::<LINES>(&masks, strings, prefix_xor(strings.quotes)));
    }
    *carry = state;
}

/// One bit a byte: whether `is_wanted` holds for it.
#[inline(always)]
fn mask(block: &[u8; BLOCK], is_wanted: impl Fn(u8) -> bool) -> u64 {
    let mut flags = [0u8; BLOCK];
    for (flag, &byte) in flags.iter_mut().zip(block) {
        *flag = u8::from(is_wanted(byte));
    }
    let mut mask = 0;
    for (index, word) in flags.as_chunks::<8>().0.iter().enumerate() {
        // The product brings the eight flags, one a byte, together in its highest byte, the first flag lowest.
        let bits = u64::from_le_bytes(*word).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        mask |= bits << (8 * index);
    }
    mask
}

/// Bit `i` of the result is the xor of bits `0..=i`.
#[inline(always)]
fn prefix_xor(mut bits: u64) -> u64 {
    for distance in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << distance;
    }
    bits
}
