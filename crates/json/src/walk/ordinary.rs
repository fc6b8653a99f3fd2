//! What the fast ways share: units of text that are in order and wholly there, or `None`, which says nothing.

use crate::number;
use crate::string;

/// The next tokens, if there are so many.
#[inline(always)]
pub(super) fn ahead<const N: usize>(tokens: &[u32], next: usize) -> Option<&[u32; N]> {
    tokens.get(next..)?.first_chunk()
}

/// The closing quote of a string with escapes that are all in order, and its tokens.
#[inline(never)]
pub(super) fn escaped_string(text: &[u8], tokens: &[u32], next: usize) -> Option<(usize, usize)> {
    let mut count = 1;
    loop {
        let at = *tokens.get(next + count)? as usize;
        count += 1;
        match text[at] {
            b'"' => return Some((at, count)),
            b'\\' => string::check_escape(text, at).ok()?,
            _ => return None,
        };
    }
}

/// The end of the number or literal at `at`, and, if asked for, whether JSON.stringify writes it so; `after` is the next
/// token.
#[inline(always)]
pub(super) fn scalar(text: &[u8], at: usize, after: usize, canonical: bool) -> Option<(usize, bool)> {
    let (end, exact) = match text[at] {
        b'-' | b'0'..=b'9' => match number::quick(text, at) {
            Some(number) => (number.end, number.canonical),
            None => long_number(text, at, canonical)?,
        },
        b't' if text.get(at..at + 4) == Some(b"true") => (at + 4, true),
        b'f' if text.get(at..at + 5) == Some(b"false") => (at + 5, true),
        b'n' if text.get(at..at + 4) == Some(b"null") => (at + 4, true),
        _ => return None,
    };
    (end == after || matches!(text.get(end), Some(b' ' | b'\n' | b'\r' | b'\t'))).then_some((end, exact))
}

#[inline(never)]
fn long_number(text: &[u8], at: usize, canonical: bool) -> Option<(usize, bool)> {
    let end = number::scan_number(text, at).ok()?;
    Some((end, canonical && number::is_canonical(&text[at..end])))
}
