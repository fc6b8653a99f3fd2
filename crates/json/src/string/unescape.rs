//! From a literal to its text.

use memchr::memchr;

use super::check_escape;
use crate::wtf8;

/// Appends the text of a string literal, given without its quotes, as WTF-8.
///
/// An escaped surrogate pair becomes one character, an escaped lone surrogate stays one. `raw` must be valid UTF-8.
/// The error is the offset in `raw` that [`check_escape`] gives; `out` then holds the text before that escape.
pub fn unescape(raw: &[u8], out: &mut Vec<u8>) -> Result<(), usize> {
    let mut at = 0;
    while let Some(plain) = memchr(b'\\', &raw[at..]) {
        out.extend_from_slice(&raw[at..at + plain]);
        at += plain;
        let len = check_escape(raw, at)?;
        let code_point = value(&raw[at + 1..at + len]);
        at += len;
        match (code_point, low_surrogate(raw, at)) {
            (0xD800..=0xDBFF, Some(low)) => {
                wtf8::push_code_point(out, 0x1_0000 + ((code_point - 0xD800) << 10) + (low - 0xDC00));
                at += 6;
            }
            // Only two escapes next to each other make a pair, whatever stood in `out` before.
            _ => wtf8::push_unjoined(out, code_point),
        }
    }
    out.extend_from_slice(&raw[at..]);
    Ok(())
}

/// What a checked escape stands for, given without its backslash.
fn value(escape: &[u8]) -> u32 {
    match *escape {
        [b'u', ref digits @ ..] => hexadecimal(digits),
        [b'b'] => 0x08,
        [b't'] => 0x09,
        [b'n'] => 0x0A,
        [b'f'] => 0x0C,
        [b'r'] => 0x0D,
        [byte, ..] => u32::from(byte),
        [] => unreachable!("a checked escape has at least one byte after its backslash"),
    }
}

/// The low surrogate that is escaped at `at`, if one is.
fn low_surrogate(raw: &[u8], at: usize) -> Option<u32> {
    let escape = raw.get(at..at + 6)?;
    if !escape.starts_with(b"\\u") || !escape[2..].iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let value = hexadecimal(&escape[2..]);
    matches!(value, 0xDC00..=0xDFFF).then_some(value)
}

/// The value of checked hexadecimal digits.
fn hexadecimal(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |value, &digit| {
        // Letters of either case have bit 6 set, and 1 to 6 in their low half.
        value << 4 | u32::from((digit & 0x0F) + 9 * (digit >> 6))
    })
}

#[cfg(test)]
mod tests {
    use super::unescape;

    fn text(raw: &str) -> Vec<u8> {
        let mut out = vec![0xED, 0xA0, 0xBD];
        unescape(raw.as_bytes(), &mut out).expect("valid escapes");
        out.split_off(3)
    }

    #[test]
    fn reads_every_escape() {
        assert_eq!(text(r#"\"\\\/\b\f\n\r\t"#), b"\"\\/\x08\x0C\n\r\t");
        assert_eq!(text(r"a\u0041\u00e9\u20AC\uFFFFz"), "aAé€\u{FFFF}z".as_bytes());
        assert_eq!(text("plain é 😀"), "plain é 😀".as_bytes());
        assert_eq!(text(""), b"");
    }

    #[test]
    fn joins_pairs_and_keeps_lone_surrogates() {
        assert_eq!(text(r"\ud83d\ude00"), "😀".as_bytes());
        assert_eq!(
            text(r"\uD83D\uD83D\uDE00"),
            [b"\xED\xA0\xBD".as_slice(), "😀".as_bytes()].concat()
        );
        assert_eq!(text(r"\ud83d"), b"\xED\xA0\xBD");
        // A low surrogate never joins what stood in the buffer before: see `text`.
        assert_eq!(text(r"\ude00x"), b"\xED\xB8\x80x");
        assert_eq!(text(r"\ud83d-\ude00"), b"\xED\xA0\xBD-\xED\xB8\x80");
        assert_eq!(text(r"\ud83d\n"), b"\xED\xA0\xBD\n");
        assert_eq!(text(r"\udbff\udfff"), "\u{10FFFF}".as_bytes());
    }

    #[test]
    fn points_at_a_bad_escape() {
        for (raw, offset) in [
            (r"ab\x", 3),
            (r"\u12G4", 4),
            (r"\ud800\u", 8),
            (r"\", 1),
            (r"\ud800\u00g0", 10),
        ] {
            assert_eq!(unescape(raw.as_bytes(), &mut Vec::new()), Err(offset), "{raw}");
        }
    }
}
