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

/// A number or literal.
#[derive(Clone, Copy)]
pub(super) struct Scalar {
    pub end: usize,
    /// JSON.stringify writes it so; not known of long numbers unless asked for
    pub canonical: bool,
}

/// The number or literal at `at`; `canonical` asks whether JSON.stringify writes it so; `after` is the next token.
#[inline(always)]
pub(super) fn scalar(text: &[u8], at: usize, after: usize, canonical: bool) -> Option<Scalar> {
    let literal = |end| Scalar { end, canonical: true };
    let scalar = match text[at] {
        b'-' | b'0'..=b'9' => match number::quick(text, at) {
            Some(quick) => Scalar {
                end: quick.end,
                canonical: quick.canonical,
            },
            None => long_number(text, at, canonical)?,
        },
        b't' if text.get(at..at + 4) == Some(b"true") => literal(at + 4),
        b'f' if text.get(at..at + 5) == Some(b"false") => literal(at + 5),
        b'n' if text.get(at..at + 4) == Some(b"null") => literal(at + 4),
        _ => return None,
    };
    (scalar.end == after || is_white_space(text, scalar.end)).then_some(scalar)
}

/// The same, where most are short and it is asked whether JSON.stringify writes them so.
#[inline(always)]
pub(super) fn told_scalar(text: &[u8], byte: u8, at: usize, after: usize) -> Option<Scalar> {
    if byte.is_ascii_digit()
        && let Some(number::Outline { end, canonical }) = number::outline(text, at)
        && end == after
    {
        return Some(Scalar { end, canonical });
    }
    scalar(text, at, after, true)
}

/// Whether a number or word stands at `at`, and nothing behind it before the token `after`.
#[inline(always)]
pub(super) fn is_scalar(text: &[u8], byte: u8, at: usize, after: usize) -> bool {
    if byte.is_ascii_digit() && number::outline(text, at).is_some_and(|outline| outline.end == after) {
        return true;
    }
    scalar(text, at, after, false).is_some()
}

#[inline(always)]
pub(super) fn is_white_space(text: &[u8], at: usize) -> bool {
    matches!(text.get(at), Some(b' ' | b'\n' | b'\r' | b'\t'))
}

#[inline(never)]
fn long_number(text: &[u8], at: usize, canonical: bool) -> Option<Scalar> {
    let end = number::scan_number(text, at).ok()?;
    Some(Scalar {
        end,
        canonical: canonical && number::is_canonical(&text[at..end]),
    })
}
