//! What `trim` removes.

use super::decode::{decode, decode_last};

/// Whether ECMAScript calls it white space or a line terminator: <https://tc39.es/ecma262/#sec-white-space>,
/// <https://tc39.es/ecma262/#sec-line-terminators>. Other than in Unicode, U+FEFF is one and U+0085 is none.
pub fn is_white_space(code_point: u32) -> bool {
    matches!(
        code_point,
        0x09..=0x0D | 0x20 | 0xA0 | 0x1680 | 0x2000..=0x200A | 0x2028 | 0x2029 | 0x202F | 0x205F | 0x3000 | 0xFEFF
    )
}

/// The text without white space at its start: <https://tc39.es/ecma262/#sec-trimstring>.
pub fn trim_start(text: &[u8]) -> &[u8] {
    let mut at = 0;
    while let Some((code_point, len)) = decode(text, at)
        && is_white_space(code_point)
    {
        at += len;
    }
    &text[at.min(text.len())..]
}

/// The text without white space at its end.
pub fn trim_end(text: &[u8]) -> &[u8] {
    let mut end = text.len();
    while let Some((code_point, len)) = decode_last(text, end)
        && is_white_space(code_point)
    {
        end = end.saturating_sub(len);
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_what_javascript_trims() {
        let space = "\t\n\u{B}\u{C}\r \u{A0}\u{1680}\u{2000}\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}\u{FEFF}";
        for kept in ["", "x", "x y", "\u{85}", "\u{200B}é", "😀"] {
            let text = format!("{space}{kept}{space}");
            assert_eq!(trim_end(trim_start(text.as_bytes())), kept.as_bytes());
        }
        assert_eq!(trim_start(b" \xED\xA0\x80 "), b"\xED\xA0\x80 ");
        assert_eq!(trim_end(b" \xED\xA0\x80 "), b" \xED\xA0\x80");
    }

    #[test]
    fn is_unicode_white_space_but_for_two() {
        for character in '\0'..=char::MAX {
            let expected = (character.is_whitespace() && character != '\u{85}') || character == '\u{FEFF}';
            assert_eq!(is_white_space(character.into()), expected, "{character:?}");
        }
    }
}
