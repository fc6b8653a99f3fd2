//! A cursor over checked JSON text.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

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

/// High bits where a byte is zero; exact up to the first of them.
#[inline(always)]
fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & HIGHS
}

/// The string whose opening quote stands at `quote`.
#[inline(always)]
pub(super) fn string(text: &[u8], quote: usize) -> Inner {
    let from = quote + 1;
    let mut at = from;
    let mut escaped = false;
    let mut high = 0u64;
    loop {
        if let Some(chunk) = text[at..].first_chunk::<8>() {
            let word = u64::from_le_bytes(*chunk);
            let found = zeros(word ^ (ONES * b'"' as u64)) | zeros(word ^ (ONES * b'\\' as u64));
            if found == 0 {
                high |= word;
                at += 8;
                continue;
            }
            let before = found.trailing_zeros() / 8;
            high |= word & ((1u64 << (before * 8)) - 1);
            at += before as usize;
        }
        match text[at] {
            b'"' => {
                return Inner {
                    from,
                    to: at,
                    escaped,
                    ascii: high & HIGHS == 0,
                };
            }
            b'\\' => {
                escaped = true;
                at += 2;
            }
            byte => {
                high |= u64::from(byte);
                at += 1;
            }
        }
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
