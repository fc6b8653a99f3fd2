//! A cursor over checked JSON text.

use jsonmill_json::string::closing_quote;

/// Behind the value that begins at `at`.
pub(super) fn skip_value(text: &[u8], mut at: usize) -> usize {
    let mut depth = 0usize;
    loop {
        match text[at] {
            b'"' => at = closing_quote(text, at + 1).at + 1,
            b'{' | b'[' => {
                depth += 1;
                at += 1;
            }
            b'}' | b']' => {
                depth -= 1;
                at += 1;
            }
            b',' | b':' | b' ' | b'\n' | b'\t' | b'\r' => {
                at += 1;
                continue;
            }
            _ => at = word_end(text, at),
        }
        if depth == 0 {
            return at;
        }
    }
}

/// Behind the number or word that begins at `at`.
#[inline(always)]
pub(super) fn word_end(text: &[u8], mut at: usize) -> usize {
    while let Some(byte) = text.get(at) {
        if matches!(byte, b',' | b'}' | b']' | b' ' | b'\n' | b'\t' | b'\r') {
            break;
        }
        at += 1;
    }
    at
}
