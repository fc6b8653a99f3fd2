//! `indexOf` and `lastIndexOf`.

use memchr::memmem;

use super::write::{leading_low, trailing_high};
use super::{byte_of_unit, to_units, utf16_len};

/// The first unit index, not before `from`, where `needle` occurs in `hay`:
/// <https://tc39.es/ecma262/#sec-stringindexof>. An empty needle occurs at every index up to the length.
pub fn find(hay: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    if can_split_a_pair(needle) {
        return unit_matches(hay, needle).into_iter().find(|&at| at >= from);
    }
    let (start, is_second) = byte_of_unit(hay, from);
    if needle.is_empty() {
        return (start < hay.len() || from == utf16_len(hay)).then_some(from);
    }
    // No whole character begins at the second half of a pair.
    let start = if is_second { start + 4 } else { start };
    let found = memmem::find(hay.get(start..)?, needle)?;
    let from = from + usize::from(is_second);
    Some(from + utf16_len(&hay[start..start + found]))
}

/// The last unit index, not behind `from`, where `needle` occurs in `hay`:
/// <https://tc39.es/ecma262/#sec-stringlastindexof>.
pub fn rfind(hay: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    if can_split_a_pair(needle) {
        return unit_matches(hay, needle).into_iter().rfind(|&at| at <= from);
    }
    if needle.is_empty() {
        return Some(from.min(utf16_len(hay)));
    }
    let (start, _) = byte_of_unit(hay, from);
    let end = hay.len().min(start.saturating_add(needle.len()));
    let found = memmem::rfind(&hay[..end], needle)?;
    Some(utf16_len(&hay[..found]))
}

/// Whether the needle can begin or end inside a pair of the hay, so that its bytes need not be there.
fn can_split_a_pair(needle: &[u8]) -> bool {
    leading_low(needle).is_some() || trailing_high(needle).is_some()
}

/// All matches by units, in linear time (Knuth, Morris and Pratt): such needles are rare, but may be long.
fn unit_matches(hay: &[u8], needle: &[u8]) -> Vec<usize> {
    let (mut hay_units, mut needle_units) = (Vec::new(), Vec::new());
    to_units(hay, &mut hay_units);
    to_units(needle, &mut needle_units);
    // For each prefix of the needle: how long its longest border is, a proper prefix that is also its suffix.
    let mut borders = vec![0; needle_units.len() + 1];
    let mut border = 0;
    for index in 1..needle_units.len() {
        border = longer(&borders, &needle_units, border, needle_units[index]);
        borders[index + 1] = border;
    }
    let mut matches = Vec::new();
    let mut matched = 0;
    for (index, &unit) in hay_units.iter().enumerate() {
        matched = longer(&borders, &needle_units, matched, unit);
        if matched == needle_units.len() {
            matches.push(index + 1 - matched);
        }
    }
    matches
}

/// How much of the needle is matched after one more unit.
fn longer(borders: &[usize], needle: &[u16], mut matched: usize, unit: u16) -> usize {
    loop {
        if needle.get(matched) == Some(&unit) {
            return matched + 1;
        }
        if matched == 0 {
            return 0;
        }
        matched = borders[matched];
    }
}

#[cfg(test)]
mod tests {
    use super::super::{from_units, to_units};
    use super::{find, rfind};

    #[test]
    fn equals_a_search_by_units() {
        let mut state = 0xD1B5_4A32_D192_ED03u64;
        let mut next = |limit: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 9) % limit
        };
        for _ in 0..100_000 {
            let alphabet: &[u16] = if next(3) == 0 {
                &[0x61, 0x62]
            } else {
                &[0x61, 0xE9, 0xD83D, 0xDE00, 0xDE01]
            };
            let mut make = |len: u64| {
                let units: Vec<u16> = (0..next(len))
                    .map(|_| alphabet[next(alphabet.len() as u64) as usize])
                    .collect();
                let mut text = Vec::new();
                from_units(&units, &mut text);
                (text, units)
            };
            let ((hay, hay_units), (needle, needle_units)) = (make(20), make(4));
            let mut check = Vec::new();
            to_units(&hay, &mut check);
            assert_eq!(check, hay_units);
            let is_match = |&at: &usize| hay_units[at..].starts_with(&needle_units);
            for from in 0..hay_units.len() + 2 {
                let expected = (from..hay_units.len() + 1).find(is_match);
                assert_eq!(
                    find(&hay, &needle, from),
                    expected,
                    "{hay_units:x?} {needle_units:x?} {from}"
                );
                let expected = (0..=from.min(hay_units.len())).rfind(is_match);
                assert_eq!(
                    rfind(&hay, &needle, from),
                    expected,
                    "{hay_units:x?} {needle_units:x?} {from}"
                );
            }
        }
    }
}
