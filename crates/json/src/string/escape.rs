//! Single escapes: <https://tc39.es/ecma262/#prod-JSONString>.

/// Checks the escape whose backslash stands at `backslash` and returns its length, 2 or 6 bytes.
///
/// The error is the offset of the byte that V8 complains about: the byte after the backslash, or what stands for a
/// hexadecimal digit and is none; `input.len()` if the input ends there.
pub fn check_escape(input: &[u8], backslash: usize) -> Result<usize, usize> {
    match input.get(backslash + 1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(2),
        Some(b'u') => {
            let digits = backslash + 2;
            match (digits..digits + 4).find(|&at| !input.get(at).is_some_and(u8::is_ascii_hexdigit)) {
                Some(bad) => Err(bad),
                None => Ok(6),
            }
        }
        _ => Err(backslash + 1),
    }
}

/// Whether JSON.stringify would write just this escape for the character: <https://tc39.es/ecma262/#sec-quotejsonstring>.
///
/// So the short forms except `\/`, and `\u00xx` in lower case for the other control characters. Escapes of surrogates
/// say no: whether they stay depends on their neighbours.
pub fn is_canonical_escape(input: &[u8], backslash: usize) -> bool {
    match input.get(backslash + 1..) {
        Some([b'"' | b'\\' | b'b' | b'f' | b'n' | b'r' | b't', ..]) => true,
        Some(
            [
                b'u',
                b'0',
                b'0',
                high @ (b'0' | b'1'),
                low @ (b'0'..=b'9' | b'a'..=b'f'),
                ..,
            ],
        ) => !matches!((high, low), (b'0', b'8' | b'9' | b'a' | b'c' | b'd')),
        _ => false,
    }
}

/// Whether JSON.stringify would write every escape of a checked string's inner text just so.
pub fn has_canonical_escapes(inner: &[u8]) -> bool {
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &inner[at..]) {
        let backslash = at + found;
        if !is_canonical_escape(inner, backslash) {
            return false;
        }
        at = backslash + if inner[backslash + 1] == b'u' { 6 } else { 2 };
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{check_escape, is_canonical_escape};

    #[test]
    fn points_at_the_byte_that_v8_points_at() {
        for (text, result) in [
            (r#"\n"#, Ok(2)),
            (r#"\/"#, Ok(2)),
            (r#"\uD83d"#, Ok(6)),
            (r#"\x"#, Err(1)),
            (r#"\U0000"#, Err(1)),
            (r#"\u12G4"#, Err(4)),
            (r#"\u12"#, Err(4)),
            (r#"\u"#, Err(2)),
            (r#"\"#, Err(1)),
            ("\\\n", Err(1)),
        ] {
            assert_eq!(check_escape(text.as_bytes(), 0), result, "{text}");
        }
        assert_eq!(check_escape(br#"ab\u00"cd"#, 2), Err(6));
    }

    #[test]
    fn canonical_escapes_are_what_is_written() {
        for code in 0..=0xFFFFu32 {
            let character = char::from_u32(code);
            for text in [format!("\\u{code:04x}"), format!("\\u{code:04X}")] {
                let mut written = Vec::new();
                if let Some(character) = character {
                    super::super::write_quoted(&mut written, character.to_string().as_bytes());
                }
                let is_same = written == format!("\"{text}\"").as_bytes();
                assert_eq!(is_canonical_escape(text.as_bytes(), 0), is_same, "{text}");
            }
        }
        for text in [r#"\""#, r#"\\"#, r#"\b"#, r#"\f"#, r#"\n"#, r#"\r"#, r#"\t"#] {
            assert!(is_canonical_escape(text.as_bytes(), 0), "{text}");
        }
        assert!(!is_canonical_escape(br"\/", 0));
        assert!(!is_canonical_escape(br"\u00", 0));
    }
}
