//! A cursor over checked JSON text.

use jsonmill_json::string::closing_quote;

/// The inside of a string.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inner {
    pub from: usize,
    pub to: usize,
    /// It has escapes
    pub escaped: bool,
    /// Its bytes are ASCII
    pub ascii: bool,
}

/// White space is passed over.
#[inline(always)]
pub(super) fn skip_space(text: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\t' | b'\r') = text.get(at) {
        at += 1;
    }
    at
}

/// The string whose opening quote stands at `quote`.
#[inline(always)]
pub(super) fn string(text: &[u8], quote: usize) -> Inner {
    let from = quote + 1;
    let closing = closing_quote(text, from);
    Inner {
        from,
        to: closing.at,
        escaped: closing.escaped,
        ascii: closing.ascii,
    }
}

/// Behind the value that begins at `at`.
pub(super) fn skip_value(text: &[u8], mut at: usize) -> usize {
    let mut depth = 0usize;
    loop {
        match text[at] {
            b'"' => at = string(text, at).to + 1,
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
