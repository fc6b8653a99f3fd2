//! Lengths and positions in code units.

use super::decode::{decode, is_continuation};
use super::write::push_unjoined;
use super::{halves, push};

/// Bytes whose units are counted together on the way to a position.
const STRIDE: usize = 64;

/// The length in code units: <https://tc39.es/ecma262/#sec-properties-of-string-instances-length>.
pub fn utf16_len(text: &[u8]) -> usize {
    let (strides, tail) = text.as_chunks::<STRIDE>();
    strides.iter().map(|stride| units_begun(stride)).sum::<usize>() + units_begun(tail)
}

/// How many units the characters that begin in these bytes have. No counter overflows on [`STRIDE`] bytes, and counters
/// of a byte make the loop a few vector instructions.
#[inline(always)]
fn units_begun(bytes: &[u8]) -> usize {
    let count = bytes.iter().fold(0u8, |count, &byte| {
        count
            .wrapping_add(u8::from(!is_continuation(byte)))
            .wrapping_add(u8::from(byte >= 0xF0))
    });
    usize::from(count)
}

/// Where the code unit number `unit` is: the offset of its character, and whether it is the second half of a pair.
/// A position at or behind the end gives the length of the text.
pub fn byte_of_unit(text: &[u8], unit: usize) -> (usize, bool) {
    let mut left = unit;
    let mut at = 0;
    for stride in text.as_chunks::<STRIDE>().0 {
        let count = units_begun(stride);
        if count > left {
            break;
        }
        left -= count;
        at += STRIDE;
    }
    // The end of a character that an earlier stride began, and counted.
    while text.get(at).is_some_and(|&byte| is_continuation(byte)) {
        at += 1;
    }
    while let Some(&byte) = text.get(at) {
        if left == 0 {
            return (at, false);
        }
        if left == 1 && byte >= 0xF0 {
            return (at, true);
        }
        left -= if byte >= 0xF0 { 2 } else { 1 };
        at += match byte {
            0..=0xBF => 1,
            0xC0..=0xDF => 2,
            0xE0..=0xEF => 3,
            _ => 4,
        };
    }
    (text.len(), false)
}

/// The code unit at an index: <https://tc39.es/ecma262/#sec-string.prototype.charcodeat>.
pub fn unit_at(text: &[u8], index: usize) -> Option<u16> {
    let (at, is_second) = byte_of_unit(text, index);
    let (code_point, _) = decode(text, at)?;
    Some(match u16::try_from(code_point) {
        Ok(unit) => unit,
        Err(_) if is_second => halves(code_point).1,
        Err(_) => halves(code_point).0,
    })
}

/// The code point at an index; at the second half of a pair that half:
/// <https://tc39.es/ecma262/#sec-string.prototype.codepointat>.
pub fn code_point_at(text: &[u8], index: usize) -> Option<u32> {
    let (at, is_second) = byte_of_unit(text, index);
    let (code_point, _) = decode(text, at)?;
    Some(if is_second {
        u32::from(halves(code_point).1)
    } else {
        code_point
    })
}

/// Appends the units `from..to` of the text, `from <= to <= utf16_len(text)`, as a string of its own: halves of cut
/// pairs become lone surrogates, and what stands in `out` is not joined to.
pub fn slice_units(text: &[u8], from: usize, to: usize, out: &mut Vec<u8>) {
    if from >= to {
        return;
    }
    let start = out.len();
    let (mut first, cuts_first) = byte_of_unit(text, from);
    if cuts_first && let Some((code_point, len)) = decode(text, first) {
        push_unjoined(out, u32::from(halves(code_point).1));
        first += len;
    }
    let (rest, skipped) = (text.get(first..).unwrap_or_default(), from + usize::from(cuts_first));
    let (len, cuts_last) = byte_of_unit(rest, to - skipped);
    push(out, start, &rest[..len]);
    if cuts_last && let Some((code_point, _)) = decode(rest, len) {
        push_unjoined(out, u32::from(halves(code_point).0));
    }
}

#[cfg(test)]
mod tests {
    use super::super::{from_units, to_units};
    use super::*;

    #[test]
    fn indexes_as_an_array_of_units_does() {
        let mut state = 0x9E37_79B9u32;
        for _ in 0..3000 {
            let mut text = Vec::new();
            for _ in 0..state >> 8 & 0x7F {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let kinds = ["a", "é", "€", "😀", "\u{FFFF}", "plain ascii text"];
                match kinds.get((state >> 24) as usize % 8) {
                    Some(kind) => text.extend_from_slice(kind.as_bytes()),
                    None => super::super::push_unit(&mut text, 0xD800 + (state >> 8 & 0x7FF) as u16),
                }
            }
            state = state.wrapping_add(0x1234_5678);
            let mut units = Vec::new();
            to_units(&text, &mut units);
            assert_eq!(utf16_len(&text), units.len());
            for index in 0..units.len() + 2 {
                assert_eq!(unit_at(&text, index), units.get(index).copied());
                let code_point = char::decode_utf16(units.iter().skip(index).copied()).next();
                let code_point = code_point.map(|c| c.map_or_else(|e| e.unpaired_surrogate().into(), u32::from));
                assert_eq!(code_point_at(&text, index), code_point);
            }
            for _ in 0..20 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let from = (state >> 16) as usize % (units.len() + 1);
                let to = from + (state >> 3 & 0xFFF) as usize % (units.len() - from + 1);
                let (mut sliced, mut expected) = (b"\xED\xA0\xBD".to_vec(), b"\xED\xA0\xBD".to_vec());
                slice_units(&text, from, to, &mut sliced);
                from_units(&units[from..to], &mut expected);
                assert_eq!(sliced, expected);
            }
        }
    }

    #[test]
    fn says_where_a_unit_is() {
        let text = "aé😀z".as_bytes();
        let places: Vec<_> = (0..7).map(|unit| byte_of_unit(text, unit)).collect();
        assert_eq!(
            places,
            [
                (0, false),
                (1, false),
                (3, false),
                (3, true),
                (7, false),
                (8, false),
                (8, false)
            ]
        );
    }

    #[test]
    fn a_slice_of_one_pair_cut_twice() {
        let mut out = Vec::new();
        slice_units("😀😁".as_bytes(), 1, 3, &mut out);
        assert_eq!(out, b"\xED\xB8\x80\xED\xA0\xBD");
        out.clear();
        slice_units("😀".as_bytes(), 1, 1, &mut out);
        assert_eq!(out, b"");
    }
}
