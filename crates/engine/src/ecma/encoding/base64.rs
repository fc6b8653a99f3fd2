//! Base 64: <https://www.rfc-editor.org/rfc/rfc4648#section-4>

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const FOR_URLS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The text of bytes; with the letters of URLs, and then without padding.
#[must_use]
pub fn encode_base64(bytes: &[u8], for_urls: bool) -> Vec<u8> {
    let letters = if for_urls { FOR_URLS } else { STANDARD };
    let mut text = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |at: usize| u32::from(group.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..=group.len() {
            text.push(letters[(bits >> (18 - 6 * place) & 63) as usize]);
        }
        if !for_urls {
            text.resize(text.len() + 3 - group.len(), b'=');
        }
    }
    text
}

/// The bytes of text in either set of letters, padded to whole groups or not at all. `None` if it is anything else, about
/// which decoders differ.
#[must_use]
pub fn decode_base64(text: &[u8]) -> Option<Vec<u8>> {
    let padding = text.iter().rev().take_while(|byte| **byte == b'=').count();
    let letters = &text[..text.len() - padding];
    if letters.len() % 4 == 1 || padding > 2 || (padding > 0 && !text.len().is_multiple_of(4)) {
        return None;
    }
    let mut bytes = Vec::with_capacity(letters.len() / 4 * 3 + 2);
    for group in letters.chunks(4) {
        let mut bits = 0;
        for place in 0..4 {
            bits = bits << 6 | group.get(place).map_or(Some(0), |letter| value(*letter))?;
        }
        bytes.extend_from_slice(&bits.to_be_bytes()[1..group.len()]);
    }
    Some(bytes)
}

fn value(letter: u8) -> Option<u32> {
    Some(u32::from(match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_of_the_rfc() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(encode_base64(bytes.as_bytes(), false), text.as_bytes());
            assert_eq!(decode_base64(text.as_bytes()).expect("base 64"), bytes.as_bytes());
        }
        for text in ["Z", "Zg=", "Zg===", "Z g=", "Zg==Zg==", "="] {
            assert_eq!(decode_base64(text.as_bytes()), None, "{text}");
        }
    }
}
