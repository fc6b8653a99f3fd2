//! Numbers and words that are wanted.

use crate::number;
use crate::walk::Slots;
use crate::walk::ordinary::{Scalar, is_white_space, scalar};

/// Puts the number or word at `at` somewhere, if nothing is behind it before the token `after`; where it ended, and whether
/// it is canonical if that is asked for.
#[inline(always)]
pub(super) fn scalar_value<const WHOLE: bool, S: Slots>(
    bytes: &[u8],
    (byte, at, after): (u8, usize, usize),
    slots: &mut S,
    put: impl FnOnce(&mut S, S::Value),
) -> Option<Scalar> {
    if let (b'-' | b'0'..=b'9', Some(quick)) = (byte, number::short(bytes, at)) {
        let ends = quick.end == after || is_white_space(bytes, quick.end);
        if ends {
            let number = slots.number(quick.value);
            put(slots, number);
        }
        return ends.then_some(Scalar {
            end: quick.end,
            canonical: quick.canonical,
        });
    }
    let scalar = scalar(bytes, at, after, WHOLE)?;
    match byte {
        b'n' => {
            let null = slots.null();
            put(slots, null);
        }
        b't' | b'f' => {
            let boolean = slots.boolean(byte == b't');
            put(slots, boolean);
        }
        _ => {
            let number = slots.number(number::parse(&bytes[at..scalar.end]));
            put(slots, number);
        }
    }
    Some(scalar)
}
