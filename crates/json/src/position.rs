//! Offsets as people read them.

use memchr::{memchr_iter, memrchr};

use crate::repair::to_valid_utf8;
use crate::wtf8::utf16_len;

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Counted from 1; `\n` ends a line.
    pub line: u64,
    /// Counted from 1 in UTF-16 code units, as editors and JavaScript do.
    pub column: u64,
}

/// Characters of a snippet on either side of the offset.
const REACH: usize = 40;

/// The line and column of an offset; behind the end those of the end.
pub fn locate(input: &[u8], offset: usize) -> Position {
    let before = &input[..offset.min(input.len())];
    let line = memchr_iter(b'\n', before).count() as u64 + 1;
    let start = memrchr(b'\n', before).map_or(0, |newline| newline + 1);
    let column = utf16_len(&to_valid_utf8(&before[start..])) as u64 + 1;
    Position { line, column }
}

/// The text around an offset, at most 40 characters on either side and nothing of other lines. Control characters are
/// shown as pictures, since a message may be printed on a terminal.
pub fn snippet(input: &[u8], offset: usize) -> String {
    let (before, after) = input.split_at(offset.min(input.len()));
    // A character has at most four bytes; one that is cut by the limit would show as U+FFFD and is dropped below.
    let before = &before[before.len().saturating_sub(4 * REACH)..];
    let before = memrchr(b'\n', before).map_or(before, |newline| &before[newline + 1..]);
    let before = &before[before.iter().take(3).take_while(|&&byte| byte & 0xC0 == 0x80).count()..];
    // What stands at the offset is shown even if it is the end of the line.
    let after = &after[..after.len().min(4 * REACH)];
    let after = after.split_first().map_or(after, |(_, rest)| {
        let line = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        &after[..line + 1]
    });
    let before = String::from_utf8_lossy(before);
    let skipped = before.chars().count().saturating_sub(REACH);
    let after = String::from_utf8_lossy(after);
    before
        .chars()
        .skip(skipped)
        .chain(after.chars().take(REACH))
        .map(visible)
        .collect()
}

/// A character that does nothing to the terminal.
fn visible(character: char) -> char {
    match character {
        // Control Pictures, in the order of what they picture.
        '\0'..='\x1F' => char::from_u32(0x2400 + u32::from(character)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\x7F' => '\u{2421}',
        // C1 controls, line and paragraph separators, and what turns the direction of writing.
        '\u{80}'..='\u{9F}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}'
        | '\u{FEFF}' => char::REPLACEMENT_CHARACTER,
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_lines_and_utf16_columns() {
        let text = "ab\né😀x\n".as_bytes();
        for (offset, line, column) in [
            (0, 1, 1),
            (2, 1, 3),
            (3, 2, 1),
            (5, 2, 2),
            (9, 2, 4),
            (11, 3, 1),
            (99, 3, 1),
        ] {
            assert_eq!(locate(text, offset), Position { line, column }, "{offset}");
        }
        assert_eq!(locate(b"\xFF\xFFx", 2).column, 3);
    }

    #[test]
    fn shows_the_surroundings() {
        assert_eq!(snippet(b"{\"a\": x}", 6), "{\"a\": x}");
        assert_eq!(snippet(b"one\ntwo x\nthree", 8), "two x");
        assert_eq!(snippet(b"a\tb\x00\nc", 3), "a\u{2409}b\u{2400}");
        assert_eq!(snippet(b"\"ab\ncd", 3), "\"ab\u{240A}cd");
        assert_eq!(snippet(b"", 0), "");
        assert_eq!(snippet(b"abc", 9), "abc");
    }

    #[test]
    fn is_short_and_whole_characters() {
        let text = "é".repeat(1000);
        assert_eq!(snippet(text.as_bytes(), 1000), "é".repeat(80));
        assert_eq!(snippet("😀".repeat(100).as_bytes(), 200), "😀".repeat(80));
        let mixed = format!("{}{}", "a€".repeat(100), "b".repeat(100));
        assert_eq!(
            snippet(mixed.as_bytes(), 400),
            format!("{}{}", "a€".repeat(20), "b".repeat(40))
        );
        assert!(!snippet(b"\xFF\xFE ab", 1).is_empty());
    }
}
