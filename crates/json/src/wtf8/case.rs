//! Upper and lower case.

use super::decode::lone_surrogates;

/// Appends the text in lower case: <https://tc39.es/ecma262/#sec-string.prototype.tolowercase>.
///
/// Both ECMAScript and Rust's standard library use the locale-independent mappings of Unicode with SpecialCasing, final
/// sigma among them. Lone surrogates stay, and end a word as any character without case does.
pub fn to_lower(text: &[u8], out: &mut Vec<u8>) {
    if text.is_ascii() {
        let start = out.len();
        out.extend_from_slice(text);
        out[start..].make_ascii_lowercase();
    } else {
        lower_latin(text, out);
    }
}

/// Text of ASCII, and of letters up to U+017F whose lower case is known by their bytes, as most names are: a table look-up.
fn lower_latin(text: &[u8], out: &mut Vec<u8>) {
    let start = out.len();
    out.extend_from_slice(text);
    let copy = &mut out[start..];
    copy.make_ascii_lowercase();
    let mut at = 0;
    while at < copy.len() {
        match copy[at..] {
            [0..=0x7F, ..] => at += 1,
            [0xC2, ..] => at += 2,
            // À to Þ but ×, which is no letter
            [0xC3, ref mut second, ..] => {
                if matches!(*second, 0x80..=0x9E) && *second != 0x97 {
                    *second += 0x20;
                }
                at += 2;
            }
            // Lower case already, or letters that come in pairs, upper case first: Ā to ķ but İ and ı
            [0xC4, ref mut second, ..] if !matches!(*second, 0xB0 | 0xB1 | 0xB8..) => {
                *second |= 1;
                at += 2;
            }
            _ => match caseless(&copy[at..]) {
                Some(width) => at += width,
                None => {
                    out.truncate(start);
                    return map_utf8(text, out, |part, out| {
                        out.extend_from_slice(part.to_lowercase().as_bytes())
                    });
                }
            },
        }
    }
}

/// The width of a character of a block in which none has case: punctuation as “ and —, Han and kana, emoji.
fn caseless(text: &[u8]) -> Option<usize> {
    match text {
        [0xE2, 0x80, ..] | [0xE3..=0xE9, ..] => Some(3),
        [0xF0, 0x9F, ..] => Some(4),
        _ => None,
    }
}

/// Appends the text in upper case: <https://tc39.es/ecma262/#sec-string.prototype.touppercase>.
pub fn to_upper(text: &[u8], out: &mut Vec<u8>) {
    if text.is_ascii() {
        let start = out.len();
        out.extend_from_slice(text);
        out[start..].make_ascii_uppercase();
    } else {
        upper_latin(text, out);
    }
}

/// The same as [`lower_latin`] for upper case.
fn upper_latin(text: &[u8], out: &mut Vec<u8>) {
    let start = out.len();
    out.extend_from_slice(text);
    let copy = &mut out[start..];
    copy.make_ascii_uppercase();
    let mut at = 0;
    while at < copy.len() {
        match copy[at..] {
            [0..=0x7F, ..] => at += 1,
            // µ is a Greek letter
            [0xC2, second, ..] if second != 0xB5 => at += 2,
            // à to þ but ÷, which is no letter; ß and ÿ do not become one of these
            [0xC3, ref mut second, ..] if !matches!(*second, 0x9F | 0xBF) => {
                if *second > 0x9F && *second != 0xB7 {
                    *second -= 0x20;
                }
                at += 2;
            }
            // Upper case already, or letters that come in pairs: Ā to ķ but İ and ı
            [0xC4, ref mut second, ..] if !matches!(*second, 0xB0 | 0xB1 | 0xB8..) => {
                *second &= !1;
                at += 2;
            }
            _ => match caseless(&copy[at..]) {
                Some(width) => at += width,
                None => {
                    out.truncate(start);
                    return map_utf8(text, out, |part, out| {
                        for upper in part.chars().flat_map(char::to_uppercase) {
                            out.extend_from_slice(upper.encode_utf8(&mut [0; 4]).as_bytes());
                        }
                    });
                }
            },
        }
    }
}

/// Maps what stands between lone surrogates.
fn map_utf8(text: &[u8], out: &mut Vec<u8>, map: impl Fn(&str, &mut Vec<u8>)) {
    let mut map_part = |part: &[u8], lone: &[u8]| {
        map(&String::from_utf8_lossy(part), out);
        out.extend_from_slice(lone);
    };
    let mut start = 0;
    for lone in lone_surrogates(text) {
        let end = text.len().min(lone + 3);
        map_part(&text[start..lone], &text[lone..end]);
        start = end;
    }
    map_part(&text[start..], &[]);
}

/// Code points whose mapping, or whose part in the rule of final sigma, is newer than Unicode 15.0, the version of the
/// oldest Node that is supported (20.3). The tables of the standard library are those of Unicode 17.0, as those of
/// Node 20.20 and 22.23 are.
const NEWER: [(u32, u32); 41] = [
    (0x19B, 0x19B),
    (0x264, 0x264),
    (0x295, 0x295),
    (0x897, 0x897),
    (0x1ACF, 0x1ADD),
    (0x1AE0, 0x1AEB),
    (0x1C89, 0x1C8A),
    (0xA7CB, 0xA7CF),
    (0xA7D2, 0xA7D5),
    (0xA7DA, 0xA7DC),
    (0xA7F1, 0xA7F1),
    (0x1_0D4E, 0x1_0D4E),
    (0x1_0D50, 0x1_0D65),
    (0x1_0D69, 0x1_0D6D),
    (0x1_0D6F, 0x1_0D85),
    (0x1_0EC5, 0x1_0EC5),
    (0x1_0EFA, 0x1_0EFC),
    (0x1_13BB, 0x1_13C0),
    (0x1_13CE, 0x1_13CE),
    (0x1_13D0, 0x1_13D0),
    (0x1_13D2, 0x1_13D2),
    (0x1_13E1, 0x1_13E2),
    (0x1_171E, 0x1_171E),
    (0x1_1B60, 0x1_1B60),
    (0x1_1B62, 0x1_1B64),
    (0x1_1B66, 0x1_1B66),
    (0x1_1DD9, 0x1_1DD9),
    (0x1_1F5A, 0x1_1F5A),
    (0x1_611E, 0x1_6129),
    (0x1_612D, 0x1_612F),
    (0x1_6D40, 0x1_6D42),
    (0x1_6D6B, 0x1_6D6C),
    (0x1_6EA0, 0x1_6EB8),
    (0x1_6EBB, 0x1_6ED3),
    (0x1_6FF2, 0x1_6FF3),
    (0x1_E5EE, 0x1_E5EF),
    (0x1_E6E3, 0x1_E6E3),
    (0x1_E6E6, 0x1_E6E6),
    (0x1_E6EE, 0x1_E6EF),
    (0x1_E6F5, 0x1_E6F5),
    (0x1_E6FF, 0x1_E6FF),
];

/// Whether a text may hold such code points; those of Latin letters are all older.
#[inline]
pub fn case_may_be_newer_than_node(text: &[u8]) -> bool {
    // The smallest begins with 0xC6. Of what follows a first byte none is as large.
    text.iter().fold(false, |any, &byte| any | (byte >= 0xC6)) && super::code_points(text).any(case_is_newer_than_node)
}

/// Whether [`to_lower`] or [`to_upper`] of a text with this code point may differ from a Node whose
/// `process.versions.unicode` is below 17.0.
#[inline]
pub fn case_is_newer_than_node(code_point: u32) -> bool {
    if code_point < NEWER[0].0 {
        return false;
    }
    let next = NEWER.partition_point(|&(_, last)| last < code_point);
    NEWER.get(next).is_some_and(|&(first, _)| first <= code_point)
}

#[cfg(test)]
mod tests {
    use super::super::{code_points, push_code_point};
    use super::*;

    fn lower(text: &str) -> String {
        let mut out = Vec::new();
        to_lower(text.as_bytes(), &mut out);
        String::from_utf8(out).expect("no surrogates came in")
    }

    fn upper(text: &str) -> String {
        let mut out = Vec::new();
        to_upper(text.as_bytes(), &mut out);
        String::from_utf8(out).expect("no surrogates came in")
    }

    #[test]
    fn the_short_way_agrees_with_the_tables() {
        for code in 0..0x2_0000 {
            let Some(character) = char::from_u32(code) else {
                continue;
            };
            let text = format!("aB{character}Z");
            assert_eq!(lower(&text), text.to_lowercase(), "{code:x}");
            let raised: String = text.chars().flat_map(char::to_uppercase).collect();
            assert_eq!(upper(&text), raised, "{code:x}");
        }
    }

    #[test]
    fn maps_as_javascript_does() {
        for (text, lowered) in [
            ("AbC1", "abc1"),
            ("ÉÀ", "éà"),
            ("ΟΔΟΣ Σ", "οδος σ"),
            ("İ", "i\u{307}"),
            ("𐐀", "𐐨"),
        ] {
            assert_eq!(lower(text), lowered);
        }
        for (text, raised) in [
            ("AbC1", "ABC1"),
            ("straße", "STRASSE"),
            ("ŉ", "ʼN"),
            ("ﬁx", "FIX"),
            ("ΐ", "Ι\u{308}\u{301}"),
        ] {
            assert_eq!(upper(text), raised);
        }
        let mut out = b"\xED\xA0\xBD".to_vec();
        to_lower("ΑΣ".as_bytes(), &mut out);
        to_lower(b"A\xED\xB8\x80\xCE\xA3\xC3\x89", &mut out);
        assert_eq!(out, b"\xED\xA0\xBD\xCE\xB1\xCF\x82a\xED\xB8\x80\xCF\x83\xC3\xA9");
    }

    /// The constants are what Node prints for this: 20.20.2 and 22.23.3 (Unicode 17.0) the first, where `isNewer` is always
    /// false, and these and 20.3.0 (Unicode 15.0) the second, where it is the list above.
    ///
    /// ```js
    /// let hash = 0x811C9DC5
    /// const mix = text => { for (const c of text + '\n') hash = Math.imul(hash ^ c.codePointAt(0), 0x01000193) }
    /// for (let c = 0; c <= 0x10FFFF; c++) {
    ///   if (isNewer(c)) continue
    ///   const s = String.fromCodePoint(c)
    ///   mix(s.toUpperCase()); mix(s.toLowerCase())
    ///   mix(('aΣ' + s).toLowerCase()); mix(('aΣ' + s + 'a').toLowerCase()); mix((s + 'Σ').toLowerCase())
    /// }
    /// console.log((hash >>> 0).toString(16))
    /// ```
    #[test]
    fn every_code_point_is_mapped_as_in_node_or_listed() {
        let (mut all, mut old) = (0x811C_9DC5u32, 0x811C_9DC5u32);
        let (mut text, mut mapped) = (Vec::new(), Vec::new());
        for code_point in 0..=0x10_FFFF {
            mapped.clear();
            for (before, after) in [("", ""), ("aΣ", ""), ("aΣ", "a"), ("", "Σ")] {
                text.clear();
                text.extend_from_slice(before.as_bytes());
                push_code_point(&mut text, code_point);
                text.extend_from_slice(after.as_bytes());
                if before.is_empty() && after.is_empty() {
                    to_upper(&text, &mut mapped);
                    mapped.push(b'\n');
                }
                to_lower(&text, &mut mapped);
                mapped.push(b'\n');
            }
            let mix = |hash: u32, c: u32| (hash ^ c).wrapping_mul(0x0100_0193u32);
            all = code_points(&mapped).fold(all, mix);
            if !case_is_newer_than_node(code_point) {
                old = code_points(&mapped).fold(old, mix);
            }
        }
        assert_eq!((all, old), (0x7708_A8EE, 0x05C1_A4F7));
    }
}
