//! Building text piece by piece.

use jsonmill_json::{number, wtf8};

use crate::value::{Abrupt, Completion, Heap, MAX_STRING_UNITS, Str};

/// Appends a string to the one that begins at `out[0]`; halves of a surrogate pair that meet become one character.
#[inline]
pub(crate) fn append(heap: &Heap<'_>, out: &mut Vec<u8>, piece: Str) -> Completion<()> {
    if piece.ascii {
        out.extend_from_slice(heap.text(piece));
    } else {
        wtf8::push(out, 0, heap.text(piece));
    }
    check_length(heap, out)
}

/// Fails where text grows beyond what V8 or the budget admits, before it is turned into a string.
#[inline]
pub(crate) fn check_length(heap: &Heap<'_>, out: &[u8]) -> Completion<()> {
    // A unit takes at most three bytes, so more than that is certainly too long; `Heap::string` judges the rest.
    if out.len() > 3 * MAX_STRING_UNITS {
        return Err(Abrupt::range_error("Invalid string length"));
    }
    if out.len() >= 1 << 16 {
        heap.afford(out.len())
    } else {
        Ok(())
    }
}

/// A number as messages show it.
#[must_use]
pub fn number_text(n: f64) -> String {
    let mut text = Vec::new();
    number::write(&mut text, n);
    String::from_utf8(text).expect("numbers are written in ASCII")
}

/// A string as part of an error's message, which cannot hold lone surrogates.
pub fn message_text(heap: &Heap<'_>, text: Str) -> Completion<String> {
    String::from_utf8(heap.text(text).to_vec())
        .map_err(|_| Abrupt::Unsupported("an error message with a lone surrogate"))
}
