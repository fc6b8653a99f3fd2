//! Whether text is ASCII, for the short strings of documents.

const HIGH: u64 = 0x8080_8080_8080_8080;

/// Whether every byte is below 0x80.
#[inline]
pub fn is_ascii(text: &[u8]) -> bool {
    let word = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
    match (text.first_chunk(), text.last_chunk()) {
        // Two words that may overlap cover up to 16 bytes.
        (Some(first), Some(last)) if text.len() <= 16 => (word(first) | word(last)) & HIGH == 0,
        (Some(_), _) => text.is_ascii(),
        _ => text.iter().fold(0, |all, byte| all | byte) < 0x80,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn looks_at_every_byte() {
        for len in 0..40 {
            let mut text = vec![b'a'; len];
            assert!(super::is_ascii(&text));
            for at in 0..len {
                text[at] = 0x80;
                assert!(!super::is_ascii(&text), "{at} of {len}");
                text[at] = b'z';
            }
        }
    }
}
