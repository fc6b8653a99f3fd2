//! Percent encoding of text as UTF-8: what the URI functions share.

use jsonmill_json::wtf8;

use crate::builtins::arguments::argument;
use crate::ecma::to_string;
use crate::value::{Abrupt, Completion, ErrorClass, Heap, JsError, Value};

/// Characters that need no escape in any part of a URI, besides letters and digits.
pub(super) const MARKS: &[u8] = b"-.!~*'()_";

/// These and the ones with a meaning of their own in a URI.
pub(super) const MARKS_AND_RESERVED: &[u8] = b"-.!~*'()_;/?:@&=+$,#";

/// What `decodeURI` leaves encoded.
pub(super) const RESERVED: &[u8] = b";/?:@&=+$,#";

/// Encodes all but some characters: <https://tc39.es/ecma262/#sec-encode>
pub(super) fn encode(heap: &mut Heap<'_>, arguments: &[Value], unescaped: &[u8]) -> Completion {
    let s = to_string(heap, argument(arguments, 0))?;
    let text = heap.text(s);
    if !s.ascii && wtf8::has_lone_surrogate(text) {
        return Err(uri_error());
    }
    let mut encoded = Vec::with_capacity(text.len());
    for &byte in text {
        if byte.is_ascii_alphanumeric() || unescaped.contains(&byte) {
            encoded.push(byte);
        } else {
            encoded.push(b'%');
            encoded.push(HEX[usize::from(byte >> 4)]);
            encoded.push(HEX[usize::from(byte & 15)]);
        }
    }
    Ok(Value::String(heap.string(&encoded)?))
}

const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Decodes escapes, but for those of some characters: <https://tc39.es/ecma262/#sec-decode>
pub(super) fn decode(heap: &mut Heap<'_>, arguments: &[Value], preserved: &[u8]) -> Completion {
    let s = to_string(heap, argument(arguments, 0))?;
    let text = heap.text(s);
    let mut decoded = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        if text[at] != b'%' {
            decoded.push(text[at]);
            at += 1;
            continue;
        }
        let first = escaped_byte(text, at)?;
        let length = match first {
            0..=0x7F => 1,
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF4 => 4,
            _ => return Err(uri_error()),
        };
        let mut character = [0; 4];
        for (index, byte) in character[..length].iter_mut().enumerate() {
            *byte = escaped_byte(text, at + 3 * index)?;
        }
        let character = &character[..length];
        if std::str::from_utf8(character).is_err() {
            return Err(uri_error());
        }
        if length == 1 && preserved.contains(&first) {
            decoded.extend_from_slice(&text[at..at + 3]);
        } else {
            decoded.extend_from_slice(character);
        }
        at += 3 * length;
    }
    Ok(Value::String(heap.string(&decoded)?))
}

/// The byte that `%XX` stands for.
fn escaped_byte(text: &[u8], at: usize) -> Completion<u8> {
    let digit = |index: usize| (text.get(at + index).copied().unwrap_or(0) as char).to_digit(16);
    match (text.get(at), digit(1), digit(2)) {
        (Some(b'%'), Some(high), Some(low)) => Ok((high << 4 | low) as u8),
        _ => Err(uri_error()),
    }
}

fn uri_error() -> Abrupt {
    Abrupt::Error(Box::new(JsError {
        class: ErrorClass::UriError,
        message: "URI malformed".into(),
    }))
}
