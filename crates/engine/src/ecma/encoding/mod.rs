//! Text as bytes and bytes as text, in the encodings of Node's Buffer: <https://nodejs.org/api/buffer.html#buffers-and-character-encodings>

mod base64;

use jsonmill_json::{repair, string, wtf8};

pub use base64::{decode_base64, encode_base64};

/// An encoding that a Buffer knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8
    Utf8,
    /// Two digits a byte
    Hex,
    /// `+`, `/` and padding
    Base64,
    /// `-`, `_` and no padding
    Base64Url,
    /// A byte a unit
    Latin1,
    /// The same, read without the highest bit
    Ascii,
    /// Two bytes a unit, the lower one first
    Utf16,
}

impl Encoding {
    /// The encoding of a name.
    #[must_use]
    pub fn named(name: &[u8]) -> Option<Encoding> {
        Some(match name.to_ascii_lowercase().as_slice() {
            b"utf8" | b"utf-8" => Encoding::Utf8,
            b"hex" => Encoding::Hex,
            b"base64" => Encoding::Base64,
            b"base64url" => Encoding::Base64Url,
            b"latin1" | b"binary" => Encoding::Latin1,
            b"ascii" => Encoding::Ascii,
            b"ucs2" | b"ucs-2" | b"utf16le" | b"utf-16le" => Encoding::Utf16,
            _ => return None,
        })
    }

    /// The bytes of text. `None` where the text is not in this encoding: how much of it counts is V8's to say.
    #[must_use]
    pub fn bytes_of(self, text: &[u8]) -> Option<Vec<u8>> {
        Some(match self {
            Encoding::Utf8 => {
                let mut bytes = Vec::with_capacity(text.len());
                string::write_utf8(&mut bytes, text);
                bytes
            }
            Encoding::Hex => {
                if !text.len().is_multiple_of(2) {
                    return None;
                }
                let digit = |byte: u8| char::from(byte).to_digit(16);
                let byte = |pair: &[u8]| Some((digit(pair[0])? << 4 | digit(pair[1])?) as u8);
                text.chunks_exact(2).map(byte).collect::<Option<Vec<u8>>>()?
            }
            Encoding::Base64 | Encoding::Base64Url => decode_base64(text)?,
            Encoding::Latin1 | Encoding::Ascii => wtf8::units(text).map(|unit| unit as u8).collect(),
            Encoding::Utf16 => wtf8::units(text).flat_map(u16::to_le_bytes).collect(),
        })
    }

    /// The text of bytes, as WTF-8.
    #[must_use]
    pub fn text_of(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Encoding::Utf8 => repair::to_valid_utf8(bytes).into_owned(),
            Encoding::Hex => bytes
                .iter()
                .flat_map(|byte| [HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]])
                .collect(),
            Encoding::Base64 => encode_base64(bytes, false),
            Encoding::Base64Url => encode_base64(bytes, true),
            Encoding::Latin1 => latin1(bytes.iter().copied()),
            Encoding::Ascii => bytes.iter().map(|byte| byte & 0x7F).collect(),
            Encoding::Utf16 => {
                let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
                let mut text = Vec::with_capacity(bytes.len());
                wtf8::from_units(&units.collect::<Vec<u16>>(), &mut text);
                text
            }
        }
    }
}

const HEX: &[u8; 16] = b"0123456789abcdef";

/// Text of which each unit is a byte.
pub fn latin1(bytes: impl Iterator<Item = u8>) -> Vec<u8> {
    bytes.map(char::from).collect::<String>().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let bytes: Vec<u8> = (0..=255).collect();
        for encoding in [
            Encoding::Hex,
            Encoding::Base64,
            Encoding::Base64Url,
            Encoding::Latin1,
            Encoding::Utf16,
        ] {
            assert_eq!(
                encoding.bytes_of(&encoding.text_of(&bytes)).expect("its own text"),
                bytes,
                "{encoding:?}"
            );
        }
    }

    #[test]
    fn names_and_limits() {
        assert_eq!(Encoding::named(b"UTF-8"), Some(Encoding::Utf8));
        assert_eq!(Encoding::named(b"utf-7"), None);
        assert_eq!(Encoding::Hex.bytes_of(b"6g"), None);
        assert_eq!(
            Encoding::Utf8.bytes_of(b"\xED\xA0\x80").expect("any text"),
            "\u{FFFD}".as_bytes()
        );
        assert_eq!(Encoding::Ascii.text_of(&[0xE9]), b"i");
    }
}
