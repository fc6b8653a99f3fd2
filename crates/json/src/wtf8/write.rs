//! Building text piece by piece, pairs always joined.

use super::decode::{decode, decode_last};
use super::{is_high, is_low, joined};

/// Appends a code unit to the string that `out` holds; a low surrogate joins a high one at its end.
pub fn push_unit(out: &mut Vec<u8>, unit: u16) {
    push_code_point(out, u32::from(unit));
}

/// Appends a code point, which may be a surrogate, to the string that `out` holds; a low surrogate joins a high one at
/// its end.
pub fn push_code_point(out: &mut Vec<u8>, code_point: u32) {
    if is_low(code_point)
        && let Some(high) = trailing_high(out)
    {
        out.truncate(out.len() - 3);
        push_unjoined(out, joined(high, code_point));
    } else {
        push_unjoined(out, code_point);
    }
}

/// Appends the bytes of a code point, whatever stands before it.
pub(crate) fn push_unjoined(out: &mut Vec<u8>, code_point: u32) {
    let next = |shift: u32| 0x80 | (code_point >> shift & 0x3F) as u8;
    match code_point {
        0..=0x7F => out.push(code_point as u8),
        0x80..=0x7FF => out.extend_from_slice(&[0xC0 | (code_point >> 6) as u8, next(0)]),
        0x800..=0xFFFF => out.extend_from_slice(&[0xE0 | (code_point >> 12) as u8, next(6), next(0)]),
        _ => out.extend_from_slice(&[0xF0 | (code_point >> 18) as u8 & 0x07, next(12), next(6), next(0)]),
    }
}

/// Appends `text` to the string that begins at `out[start..]`, joining a pair that meets at the seam.
pub fn push(out: &mut Vec<u8>, start: usize, text: &[u8]) {
    match (out.get(start..).and_then(trailing_high), leading_low(text)) {
        (Some(high), Some(low)) => {
            out.truncate(out.len() - 3);
            push_unjoined(out, joined(high, low));
            out.extend_from_slice(&text[3..]);
        }
        _ => out.extend_from_slice(text),
    }
}

/// Whether the concatenation of the two is more than their bytes one after the other: a pair meets at the seam.
pub fn needs_join(left: &[u8], right: &[u8]) -> bool {
    leading_low(right).is_some() && trailing_high(left).is_some()
}

/// Appends the string of these code units, joining pairs. `out` is not looked at.
pub fn from_units(units: &[u16], out: &mut Vec<u8>) {
    out.reserve(units.len());
    for unit in char::decode_utf16(units.iter().copied()) {
        match unit {
            Ok(character) => push_unjoined(out, u32::from(character)),
            Err(lone) => push_unjoined(out, u32::from(lone.unpaired_surrogate())),
        }
    }
}

/// The high surrogate that the text ends with, if it does.
pub(super) fn trailing_high(text: &[u8]) -> Option<u32> {
    match text {
        [.., 0xED, 0xA0..=0xAF, _] => decode_last(text, text.len())
            .map(|(unit, _)| unit)
            .filter(|&unit| is_high(unit)),
        _ => None,
    }
}

/// The low surrogate that the text begins with, if it does.
pub(super) fn leading_low(text: &[u8]) -> Option<u32> {
    match text {
        [0xED, 0xB0..=0xBF, _, ..] => decode(text, 0).map(|(unit, _)| unit),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::units;
    use super::*;

    const HIGH: &[u8] = b"\xED\xA0\xBD";
    const LOW: &[u8] = b"\xED\xB8\x80";

    #[test]
    fn joins_pairs_at_the_seam() {
        let mut out = b"x".to_vec();
        push(&mut out, 1, HIGH);
        push(&mut out, 1, &[LOW, b"y"].concat());
        assert_eq!(out, "x😀y".as_bytes());
        assert!(needs_join(HIGH, LOW));
        assert!(!needs_join(LOW, HIGH));
        assert!(!needs_join(HIGH, b""));
        assert!(!needs_join("\u{D7FF}".as_bytes(), LOW));
    }

    #[test]
    fn does_not_join_another_string() {
        let mut out = HIGH.to_vec();
        push(&mut out, 3, LOW);
        assert_eq!(out, [HIGH, LOW].concat());
        let mut out = HIGH.to_vec();
        from_units(&[0xDE00, 0xD83D], &mut out);
        assert_eq!(out, [HIGH, LOW, HIGH].concat());
    }

    #[test]
    fn units_go_both_ways() {
        for unit in 0..=u16::MAX {
            for other in [0x41, 0xD83D, 0xDE00, 0xFFFF] {
                for pair in [[unit, other], [other, unit]] {
                    let (mut one_by_one, mut at_once) = (Vec::new(), Vec::new());
                    pair.iter().for_each(|&unit| push_unit(&mut one_by_one, unit));
                    from_units(&pair, &mut at_once);
                    assert_eq!(one_by_one, at_once);
                    assert!(units(&at_once).eq(pair));
                }
            }
        }
        let mut out = Vec::new();
        (0..=0x10_FFFF)
            .filter_map(char::from_u32)
            .for_each(|character| push_code_point(&mut out, character.into()));
        let expected: String = (0..=0x10_FFFF).filter_map(char::from_u32).collect();
        assert!(out == expected.as_bytes());
    }
}
