//! The order of strings.

use std::cmp::Ordering;

use super::units;

/// Compares by code units, as `<` and the default sort do: <https://tc39.es/ecma262/#sec-islessthan>.
///
/// Bytes have the order of code points. That is the order of units too, but for characters above U+FFFF: their units are
/// surrogates, which come before U+E000.
pub fn compare(left: &[u8], right: &[u8]) -> Ordering {
    let same = left.iter().zip(right).take_while(|(l, r)| l == r).count();
    match (left.get(same), right.get(same)) {
        (Some(&l), Some(&r)) => {
            // From 0xED on the first byte of a character alone does not tell the order of units. Where the texts part
            // inside a character, both bytes are below 0xC0, and the order of code points holds.
            if l.max(r) >= 0xF0 && (0xED..0xF0).contains(&l.min(r)) {
                units(&left[same..]).cmp(units(&right[same..]))
            } else {
                l.cmp(&r)
            }
        }
        _ => left.len().cmp(&right.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{from_units, to_units};
    use super::compare;

    #[test]
    fn equals_the_order_of_units() {
        let alphabet = [
            0x41, 0xE9, 0xCFFF, 0xD7FF, 0xD800, 0xD83D, 0xDBFF, 0xDC00, 0xDE00, 0xDFFF, 0xE000, 0xFFFF,
        ];
        let mut state = 0x9E37_79B9_7F4A_7C15u64;
        let mut text = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let units: Vec<u16> = (0..state % 5)
                .map(|i| alphabet[(state >> (8 + 8 * i)) as usize % alphabet.len()])
                .collect();
            let (mut text, mut units_back) = (Vec::new(), Vec::new());
            from_units(&units, &mut text);
            to_units(&text, &mut units_back);
            assert_eq!(units_back, units);
            (text, units)
        };
        for _ in 0..300_000 {
            let ((left, left_units), (right, right_units)) = (text(), text());
            assert_eq!(
                compare(&left, &right),
                left_units.cmp(&right_units),
                "{left_units:x?} {right_units:x?}"
            );
        }
    }
}
