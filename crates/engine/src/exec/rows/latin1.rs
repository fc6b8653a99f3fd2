//! JSON text in Latin-1: V8 takes it as it stands, while reading UTF-8 costs as much as `JSON.parse` itself.

/// Appends JSON text (WTF-8) with one byte a character: what Latin-1 lacks is escaped. Outside of strings JSON is ASCII, so
/// that is always possible.
pub(super) fn write(out: &mut Vec<u8>, mut text: &[u8]) {
    out.reserve(text.len());
    loop {
        let run = ascii_run(text);
        out.extend_from_slice(&text[..run]);
        text = &text[run..];
        let Some(&lead) = text.first() else { return };
        let bits = |at: usize| text.get(at).map_or(0, |&byte| u32::from(byte & 0x3F));
        let lead = u32::from(lead);
        let length = match lead {
            0xF0.. => {
                let above = ((lead & 7) << 18 | bits(1) << 12 | bits(2) << 6 | bits(3)).saturating_sub(0x1_0000);
                escape(out, 0xD800 | above >> 10 & 0x3FF);
                escape(out, 0xDC00 | above & 0x3FF);
                4
            }
            0xE0.. => {
                escape(out, (lead & 15) << 12 | bits(1) << 6 | bits(2));
                3
            }
            _ => {
                match u8::try_from((lead & 31) << 6 | bits(1)) {
                    Ok(byte) => out.push(byte),
                    Err(_) => escape(out, (lead & 31) << 6 | bits(1)),
                }
                2
            }
        };
        text = text.get(length..).unwrap_or(&[]);
    }
}

/// How many bytes from the beginning are ASCII.
fn ascii_run(text: &[u8]) -> usize {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let mut run = 0;
    while let Some(word) = text[run..].first_chunk() {
        let high = u64::from_le_bytes(*word) & HIGH;
        if high != 0 {
            return run + (high.trailing_zeros() / 8) as usize;
        }
        run += 8;
    }
    run + text[run..].iter().take_while(|byte| byte.is_ascii()).count()
}

fn escape(out: &mut Vec<u8>, unit: u32) {
    let digit = |shift: u32| b"0123456789abcdef"[(unit >> shift & 15) as usize];
    out.extend_from_slice(&[b'\\', b'u', digit(12), digit(8), digit(4), digit(0)]);
}

#[cfg(test)]
mod tests {
    fn written(text: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        super::write(&mut out, text);
        out
    }

    #[test]
    fn keeps_latin1_and_escapes_the_rest() {
        assert_eq!(written(b""), b"");
        assert_eq!(written("\"plain ascii text\"".as_bytes()), b"\"plain ascii text\"");
        assert_eq!(written("\"ÿé\u{80}Ā\"".as_bytes()), b"\"\xFF\xE9\x80\\u0100\"");
        assert_eq!(
            written("\"日本 👍🏽!\"".as_bytes()),
            br#""\u65e5\u672c \ud83d\udc4d\ud83c\udffd!""#
        );
        assert_eq!(written(b"\xED\xA0\x80"), br"\ud800");
    }

    #[test]
    fn no_bytes_make_it_panic() {
        for lead in 0x80..=0xFF {
            written(&[lead]);
            written(&[lead, b'a']);
            written(&[lead, 0xFF, 0xFF]);
        }
    }
}
