//! Bytes that are not UTF-8, as `Buffer.prototype.toString` treats them.
//!
//! The [WHATWG decoder](https://encoding.spec.whatwg.org/#utf-8-decoder) replaces each *maximal subpart* of an
//! ill-formed sequence by one U+FFFD; so does Node, and so does Rust's standard library.

use std::borrow::Cow;

use simdutf8::{basic, compat};

/// Whether bytes are UTF-8.
pub(crate) fn is_valid_utf8(bytes: &[u8]) -> bool {
    basic::from_utf8(bytes).is_ok()
}

/// The input if it is valid UTF-8, or else a copy in which U+FFFD stands for what is not.
pub fn to_valid_utf8(input: &[u8]) -> Cow<'_, [u8]> {
    if is_valid_utf8(input) {
        return Cow::Borrowed(input);
    }
    match String::from_utf8_lossy(input) {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    }
}

/// The offset of the first byte that is not part of valid UTF-8.
pub fn first_invalid(input: &[u8]) -> Option<usize> {
    compat::from_utf8(input).err().map(|error| error.valid_up_to())
}

/// The offset in the input of what stands at an offset of the repaired text; all of a U+FFFD comes from the start of
/// what it replaces. Offsets at or behind the end give the length of the input.
pub fn original_offset(input: &[u8], repaired: usize) -> usize {
    const REPLACEMENT_LEN: usize = '\u{FFFD}'.len_utf8();
    let (mut original, mut left) = (0, repaired);
    for chunk in input.utf8_chunks() {
        let valid = chunk.valid().len();
        if left < valid {
            return original + left;
        }
        original += valid;
        left -= valid;
        if left < REPLACEMENT_LEN {
            return original;
        }
        original += chunk.invalid().len();
        left -= REPLACEMENT_LEN;
    }
    input.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_maximal_subparts() {
        for (input, repaired) in [
            (b"abc".as_slice(), "abc"),
            (b"\xFF", "\u{FFFD}"),
            (b"\xE2\x82", "\u{FFFD}"),
            (b"\xE2\x82x", "\u{FFFD}x"),
            (b"\xED\xA0\x80", "\u{FFFD}\u{FFFD}\u{FFFD}"),
            (b"\xF0\x9F\x98", "\u{FFFD}"),
            (b"\xF4\x90\x80\x80", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
            (b"\xC0\x80", "\u{FFFD}\u{FFFD}"),
            (b"\xEF\xBB\xBF{}", "\u{FEFF}{}"),
        ] {
            assert_eq!(to_valid_utf8(input), repaired.as_bytes(), "{input:x?}");
        }
        assert!(matches!(to_valid_utf8("é😀".as_bytes()), Cow::Borrowed(_)));
    }

    #[test]
    fn finds_the_first_invalid_byte() {
        assert_eq!(first_invalid("é".as_bytes()), None);
        assert_eq!(first_invalid(b"ab\xFFcd\xFF"), Some(2));
        assert_eq!(first_invalid(b"ab\xE2\x82"), Some(2));
    }

    #[test]
    fn maps_offsets_back() {
        let input = b"a\xFFb\xE2\x82c\xF0\x9F\x98";
        let repaired = to_valid_utf8(input);
        assert_eq!(repaired.len(), 12);
        let offsets: Vec<_> = (0..=13).map(|offset| original_offset(input, offset)).collect();
        assert_eq!(offsets, [0, 1, 1, 1, 2, 3, 3, 3, 5, 6, 6, 6, 9, 9]);
        assert_eq!(original_offset(b"abc", 2), 2);
        assert_eq!(original_offset(b"abc", 3), 3);
        assert_eq!(original_offset(b"", 0), 0);
    }
}
