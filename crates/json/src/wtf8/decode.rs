//! From bytes to code points and units.

use memchr::memchr_iter;

use super::halves;

/// The code point that begins at `at` and its length in bytes.
pub(super) fn decode(text: &[u8], at: usize) -> Option<(u32, usize)> {
    let first = u32::from(*text.get(at)?);
    // Missing bytes cannot be in well-formed text.
    let next = |offset: usize| u32::from(text.get(at + offset).copied().unwrap_or_default()) & 0x3F;
    Some(match first {
        0..=0xBF => (first, 1),
        0xC0..=0xDF => ((first & 0x1F) << 6 | next(1), 2),
        0xE0..=0xEF => ((first & 0x0F) << 12 | next(1) << 6 | next(2), 3),
        _ => ((first & 0x07) << 18 | next(1) << 12 | next(2) << 6 | next(3), 4),
    })
}

/// The code point that ends at `end` and its length in bytes.
pub(super) fn decode_last(text: &[u8], end: usize) -> Option<(u32, usize)> {
    let head = text.get(..end)?;
    let start = head.iter().rposition(|&byte| !is_continuation(byte))?;
    decode(head, start)
}

/// Whether the byte goes on with a character that an earlier byte began.
#[inline(always)]
pub(super) fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

/// Iterator over the code points of a text, see [`code_points`].
#[derive(Clone, Debug)]
pub struct CodePoints<'a> {
    text: &'a [u8],
    at: usize,
}

impl Iterator for CodePoints<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let (code_point, len) = decode(self.text, self.at)?;
        self.at += len;
        Some(code_point)
    }
}

/// The code points of the text, lone surrogates as themselves: what a string's iterator yields
/// (<https://tc39.es/ecma262/#sec-string.prototype-%symbol.iterator%>).
pub fn code_points(text: &[u8]) -> CodePoints<'_> {
    CodePoints { text, at: 0 }
}

/// Iterator over the UTF-16 code units of a text, see [`units`].
#[derive(Clone, Debug)]
pub struct Units<'a> {
    code_points: CodePoints<'a>,
    low: Option<u16>,
}

impl Iterator for Units<'_> {
    type Item = u16;

    fn next(&mut self) -> Option<u16> {
        if let Some(low) = self.low.take() {
            return Some(low);
        }
        let code_point = self.code_points.next()?;
        Some(u16::try_from(code_point).unwrap_or_else(|_| {
            let (high, low) = halves(code_point);
            self.low = Some(low);
            high
        }))
    }
}

/// The UTF-16 code units of the text.
pub fn units(text: &[u8]) -> Units<'_> {
    Units {
        code_points: code_points(text),
        low: None,
    }
}

/// Appends the UTF-16 code units of the text.
pub fn to_units(text: &[u8], out: &mut Vec<u16>) {
    out.reserve(text.len());
    if text.is_ascii() {
        out.extend(text.iter().map(|&byte| u16::from(byte)));
    } else {
        out.extend(units(text));
    }
}

/// Whether the text holds half of a surrogate pair, so that it is not UTF-8
/// (the opposite of <https://tc39.es/ecma262/#sec-string.prototype.iswellformed>).
pub fn has_lone_surrogate(text: &[u8]) -> bool {
    lone_surrogates(text).next().is_some()
}

/// Where lone surrogates begin.
pub(super) fn lone_surrogates(text: &[u8]) -> impl Iterator<Item = usize> {
    memchr_iter(0xED, text).filter(|&at| text.get(at + 1).is_some_and(|&second| second >= 0xA0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yields_what_javascript_yields() {
        let text = b"a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\xED\xA0\xBDz\xED\xB8\x80";
        assert_eq!(
            code_points(text).collect::<Vec<_>>(),
            [0x61, 0xE9, 0x20AC, 0x1F600, 0xD83D, 0x7A, 0xDE00]
        );
        let mut out = vec![1];
        to_units(text, &mut out);
        assert_eq!(out, [1, 0x61, 0xE9, 0x20AC, 0xD83D, 0xDE00, 0xD83D, 0x7A, 0xDE00]);
        assert_eq!(decode_last(text, text.len()), Some((0xDE00, 3)));
        assert_eq!(decode_last(text, 10), Some((0x1F600, 4)));
        assert_eq!(decode_last(text, 0), None);
    }

    #[test]
    fn knows_lone_surrogates() {
        assert!(has_lone_surrogate(b"a\xED\xA0\x80"));
        assert!(has_lone_surrogate(b"\xED\x9F\xBF\xED\xBF\xBFa"));
        assert!(!has_lone_surrogate("한글 \u{D7FF} \u{E000} 😀".as_bytes()));
    }
}
