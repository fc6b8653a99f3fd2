//! Text that leaves as plain bytes.

use memchr::memchr;

/// U+FFFD, which stands for what UTF-8 cannot say.
const REPLACEMENT: &[u8; 3] = b"\xEF\xBF\xBD";

/// Appends WTF-8 text as `Buffer.from(string)` encodes it: lone surrogates become U+FFFD.
pub fn write_utf8(out: &mut Vec<u8>, text: &[u8]) {
    let start = out.len();
    out.extend_from_slice(text);
    let mut at = start;
    while let Some(found) = memchr(0xED, &out[at..]) {
        at += found;
        if let Some(character @ [_, 0xA0..=0xFF, _]) = out.get_mut(at..at + 3) {
            character.copy_from_slice(REPLACEMENT);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::write_utf8;

    #[test]
    fn replaces_lone_surrogates_only() {
        let mut out = b"\xED\xA0\x80".to_vec();
        write_utf8(&mut out, b"a\xED\xA0\x80\xED\xB0\x80\xED\x9F\xBFz\xF0\x9F\x98\x80");
        assert_eq!(
            out,
            b"\xED\xA0\x80a\xEF\xBF\xBD\xEF\xBF\xBD\xED\x9F\xBFz\xF0\x9F\x98\x80"
        );
    }
}
