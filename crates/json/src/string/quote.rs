//! From text to a literal.

/// Bytes that are looked at together.
const STRIDE: usize = 16;

/// Appends WTF-8 text as JSON.stringify writes it, with its quotes: <https://tc39.es/ecma262/#sec-quotejsonstring>.
///
/// `"`, `\` and control characters are escaped, lone surrogates too, all else stands as it is.
pub fn write_quoted(out: &mut Vec<u8>, text: &[u8]) {
    out.reserve(text.len() + 2);
    out.push(b'"');
    let (mut copied, mut at) = (0, 0);
    while let Some(found) = next_special(text, at) {
        let width = match text[found] {
            // 0xED begins the lone surrogates and much of Hangul; the byte after it tells which.
            0xED => {
                at = found + 3;
                match text.get(found + 1..at) {
                    Some(&[second @ 0xA0..=0xFF, third]) => {
                        out.extend_from_slice(&text[copied..found]);
                        let unit = 0xD000 | u32::from(second & 0x3F) << 6 | u32::from(third & 0x3F);
                        write_unicode_escape(out, unit);
                        3
                    }
                    _ => continue,
                }
            }
            byte => {
                out.extend_from_slice(&text[copied..found]);
                write_escape(out, byte);
                1
            }
        };
        copied = found + width;
        at = copied;
    }
    out.extend_from_slice(text.get(copied..).unwrap_or_default());
    out.push(b'"');
}

/// Appends text that needs no escapes, with its quotes.
#[inline]
pub fn write_plain(out: &mut Vec<u8>, text: &[u8]) {
    out.reserve(text.len() + 2);
    out.push(b'"');
    out.extend_from_slice(text);
    out.push(b'"');
}

/// The next byte that may not simply be copied.
fn next_special(text: &[u8], start: usize) -> Option<usize> {
    let rest = text.get(start..)?;
    let (strides, tail) = rest.as_chunks::<STRIDE>();
    // A loop without an exit over so many bytes becomes one vector instruction a comparison.
    let clean = strides
        .iter()
        .take_while(|stride| !stride.iter().fold(false, |any, &byte| any | is_special(byte)))
        .count();
    let mut from = clean * STRIDE;
    let last = if clean < strides.len() { &strides[clean] } else { tail };
    from += last.iter().position(|&byte| is_special(byte))?;
    Some(start + from)
}

#[inline(always)]
fn is_special(byte: u8) -> bool {
    (byte < 0x20) | (byte == b'"') | (byte == b'\\') | (byte == 0xED)
}

fn write_escape(out: &mut Vec<u8>, byte: u8) {
    let short = match byte {
        b'"' | b'\\' => byte,
        0x08 => b'b',
        0x09 => b't',
        0x0A => b'n',
        0x0C => b'f',
        0x0D => b'r',
        _ => return write_unicode_escape(out, u32::from(byte)),
    };
    out.extend_from_slice(&[b'\\', short]);
}

fn write_unicode_escape(out: &mut Vec<u8>, unit: u32) {
    let digit = |shift: u32| b"0123456789abcdef"[(unit >> shift & 0xF) as usize];
    out.extend_from_slice(&[b'\\', b'u', digit(12), digit(8), digit(4), digit(0)]);
}

#[cfg(test)]
mod tests {
    use super::super::unescape;
    use super::write_quoted;

    fn quoted(text: &[u8]) -> String {
        let mut out = Vec::new();
        write_quoted(&mut out, text);
        String::from_utf8(out).expect("lone surrogates are escaped")
    }

    #[test]
    fn escapes_what_json_stringify_escapes() {
        assert_eq!(quoted(b""), r#""""#);
        assert_eq!(
            quoted("é 😀 \u{7F} \u{2028} 한 \u{D7FF}".as_bytes()),
            "\"é 😀 \u{7F} \u{2028} 한 \u{D7FF}\""
        );
        assert_eq!(
            quoted(b"a\"b\\c/\x08\x0C\n\r\t\x00\x1F"),
            r#""a\"b\\c/\b\f\n\r\t\u0000\u001f""#
        );
        assert_eq!(quoted(b"\xED\xA0\x80-\xED\xBF\xBF"), r#""\ud800-\udfff""#);
        assert_eq!(quoted(b"\xED\xA0\xBD\xED\xA0\xBD"), r#""\ud83d\ud83d""#);
    }

    #[test]
    fn finds_each_special_byte_at_each_place() {
        for len in 0..70 {
            for at in 0..len {
                let mut text = vec![b'a'; len];
                text[at] = b'\n';
                let expected = format!("\"{}\\n{}\"", "a".repeat(at), "a".repeat(len - at - 1));
                assert_eq!(quoted(&text), expected);
            }
        }
    }

    #[test]
    fn is_undone_by_unescape() {
        let mut state = 0x9E37_79B9u32;
        for _ in 0..20_000 {
            let mut text = Vec::new();
            for _ in 0..state % 40 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let unit = match state >> 28 {
                    0..=5 => state >> 8 & 0x7F,
                    6..=8 => 0xD800 + (state >> 8 & 0x7FF),
                    9..=11 => 0xD000 + (state >> 8 & 0x7FF),
                    _ => state >> 8 & 0xFFFF,
                };
                crate::wtf8::push_unit(&mut text, unit as u16);
            }
            state = state.wrapping_add(1);
            let literal = quoted(&text);
            let mut back = Vec::new();
            unescape(&literal.as_bytes()[1..literal.len() - 1], &mut back).expect("just written");
            assert_eq!(back, text, "{literal}");
        }
    }
}
