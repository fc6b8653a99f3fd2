//! The order of ASCII text.

use std::cmp::Ordering;

use super::{CaseFirst, Collation, Sensitivity};

/// Primary weights, in order; upper and lower case share one. Controls have none: they are passed over.
const PRIMARY: [u8; 128] = [
    0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 0, 0, //
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, //
    6, 12, 16, 28, 38, 29, 27, 15, 17, 18, 24, 32, 9, 8, 14, 25, //
    39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 11, 10, 33, 34, 35, 13, //
    23, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, //
    64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 19, 26, 20, 31, 7, //
    30, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, //
    64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 21, 36, 22, 37, 0,
];

/// Compares two ASCII strings: by their letters, and where those are the same by the first difference in case.
pub(super) fn compare(a: &[u8], b: &[u8], collation: Collation) -> Ordering {
    let mut left = a.iter().filter(|byte| weight(**byte) != 0);
    let mut right = b.iter().filter(|byte| weight(**byte) != 0);
    let mut case = Ordering::Equal;
    loop {
        match (left.next(), right.next()) {
            (Some(x), Some(y)) => {
                if x == y {
                    continue;
                }
                let order = weight(*x).cmp(&weight(*y));
                if order.is_ne() {
                    return order;
                }
                // the same letter in another case: ASCII has the upper ones first
                case = case.then(y.cmp(x));
            }
            (None, None) => break,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
        }
    }
    match (collation.sensitivity, collation.case_first) {
        (Sensitivity::Base | Sensitivity::Accent, _) => Ordering::Equal,
        (_, CaseFirst::Upper) => case.reverse(),
        _ => case,
    }
}

/// Appends bytes that stand to those of another ASCII text as the texts do: the weights, then what tells cases apart.
pub(super) fn sort_key(text: &[u8], collation: Collation, key: &mut Vec<u8>) {
    let seen = || text.iter().copied().filter(|byte| weight(*byte) != 0);
    key.extend(seen().map(weight));
    // Below all weights: the shorter text goes first.
    key.push(0);
    match (collation.sensitivity, collation.case_first) {
        (Sensitivity::Base | Sensitivity::Accent, _) => {}
        (_, CaseFirst::Upper) => key.extend(seen()),
        _ => key.extend(seen().map(|byte| !byte)),
    }
}

fn weight(byte: u8) -> u8 {
    PRIMARY[usize::from(byte & 0x7F)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecma::collate::root;

    #[test]
    fn the_table_is_the_order_of_icu() {
        let all: Vec<[u8; 1]> = (0..128).map(|byte| [byte]).collect();
        for sensitivity in Sensitivity::ALL {
            for case_first in CaseFirst::ALL {
                let collation = Collation {
                    sensitivity,
                    case_first,
                    ..Collation::default()
                };
                for a in &all {
                    for b in &all {
                        let (ours, theirs) = (compare(a, b, collation), root::compare(a, b, collation));
                        assert_eq!(ours, theirs, "{a:?} {b:?} {collation:?}");
                        let (x, y) = ([b'a', a[0], b'B'], [b'A', b[0], b'b']);
                        assert_eq!(
                            compare(&x, &y, collation),
                            root::compare(&x, &y, collation),
                            "{x:?} {y:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn letters_first_then_case() {
        let collation = Collation::default();
        for (a, b) in [
            ("a", "B"),
            ("a", "A"),
            ("ab", "Aa\u{1}b"),
            ("resume", "Resumes"),
            ("_", "-"),
            ("", "a"),
        ] {
            let expected = root::compare(a.as_bytes(), b.as_bytes(), collation);
            assert_eq!(compare(a.as_bytes(), b.as_bytes(), collation), expected, "{a} {b}");
        }
    }
}
