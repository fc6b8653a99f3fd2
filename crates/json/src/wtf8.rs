//! UTF-16 meaning of WTF-8 text.
//!
//! JavaScript counts, cuts, compares and searches strings by UTF-16 code units. Here they are WTF-8
//! (<https://wtf-8.codeberg.page/>): UTF-8 in which a lone surrogate is the three bytes its number would have. Every
//! function takes and keeps *well-formed* WTF-8: a high surrogate followed by a low one is always the one character of
//! four bytes. Nothing here panics on other bytes; the result is then unspecified.

mod case;
mod compare;
mod decode;
mod index;
mod search;
mod white_space;
mod write;

pub use case::{case_is_newer_than_node, case_may_be_newer_than_node, to_lower, to_upper};
pub use compare::compare;
pub use decode::{CodePoints, Units, code_points, has_lone_surrogate, to_units, units};
pub use index::{byte_of_unit, code_point_at, slice_units, unit_at, utf16_len};
pub use search::{find, rfind};
pub use white_space::{is_white_space, trim_end, trim_start};
pub(crate) use write::push_unjoined;
pub use write::{from_units, needs_join, push, push_code_point, push_unit};

/// Whether the code point or unit is the first half of a pair.
fn is_high(code: u32) -> bool {
    matches!(code, 0xD800..=0xDBFF)
}

/// Whether the code point or unit is the second half of a pair.
fn is_low(code: u32) -> bool {
    matches!(code, 0xDC00..=0xDFFF)
}

/// The character that two halves make: <https://tc39.es/ecma262/#sec-utf16decodesurrogatepair>.
fn joined(high: u32, low: u32) -> u32 {
    0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00)
}

/// The halves of a character above U+FFFF: <https://tc39.es/ecma262/#sec-utf16encodecodepoint>.
fn halves(code_point: u32) -> (u16, u16) {
    let offset = code_point.wrapping_sub(0x1_0000);
    (0xD800 | (offset >> 10 & 0x3FF) as u16, 0xDC00 | (offset & 0x3FF) as u16)
}
