//! What flag i holds to be the same character: <https://tc39.es/ecma262/#sec-runtime-semantics-canonicalize-ch>.

use std::sync::LazyLock;

use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

use super::char_set::{CharSet, LAST};

/// Canonicalize without flags u and v: the upper case, where that is one unit and not ASCII for what is not.
pub fn canonicalize(unit: u32) -> u32 {
    if unit < 128 {
        return u32::from((unit as u8).to_ascii_uppercase());
    }
    let Some(c) = char::from_u32(unit) else { return unit };
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(upper), None) if (128..=0xFFFF).contains(&u32::from(upper)) => u32::from(upper),
        _ => unit,
    }
}

/// Units by their canonical form: only forms that several units share, units ascending.
static SAME: LazyLock<Vec<(u32, u32)>> = LazyLock::new(|| {
    let mut pairs: Vec<(u32, u32)> = (128..=0xFFFF).map(|unit| (canonicalize(unit), unit)).collect();
    pairs.sort_unstable();
    let shared = pairs.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1);
    shared.flatten().copied().collect()
});

/// Adds all characters that flag i holds to be the same as a member.
pub fn close(set: &CharSet, unicode: bool) -> CharSet {
    let mut closed = set.clone();
    for (first, last) in [(b'A', b'Z'), (b'a', b'z')] {
        let letters = set.intersection(&CharSet::of(&[(first.into(), last.into())]));
        for &(first, last) in letters.ranges() {
            closed.add_range(first ^ 0x20, last ^ 0x20);
        }
    }
    let foreign = set.intersection(&CharSet::of(&[(128, LAST)]));
    // Without flag u ASCII letters have no other forms. The complement of an ASCII set has all others in it already.
    let all = [(128, LAST)];
    if unicode {
        return close_unicode(&closed);
    }
    if foreign.is_empty() || foreign.ranges() == all {
        return closed;
    }
    let mut more = Vec::new();
    for same in SAME.chunk_by(|a, b| a.0 == b.0) {
        if same.iter().any(|&(_, unit)| foreign.contains(unit)) {
            more.extend(same.iter().map(|&(_, unit)| (unit, unit)));
        }
    }
    closed.add(&CharSet::of(&more));
    closed
}

/// With flags u and v: simple case folding.
fn close_unicode(set: &CharSet) -> CharSet {
    let mut class = ClassUnicode::empty();
    for &(first, last) in set.ranges() {
        // Surrogates have no case.
        for (first, last) in [(first, last.min(0xD7FF)), (first.max(0xE000), last)] {
            if let (true, Some(first), Some(last)) = (first <= last, char::from_u32(first), char::from_u32(last)) {
                class.push(ClassUnicodeRange::new(first, last));
            }
        }
    }
    class.case_fold_simple();
    let mut closed = set.clone();
    let ranges: Vec<(u32, u32)> = class
        .iter()
        .map(|range| (range.start().into(), range.end().into()))
        .collect();
    closed.add(&CharSet::of(&ranges));
    closed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closes_as_canonicalize_says() {
        assert_eq!(
            close(&CharSet::one(u32::from('k')), false).ranges(),
            [(75, 75), (107, 107)]
        );
        assert_eq!(
            close(&CharSet::one(u32::from('k')), true).ranges(),
            [(75, 75), (107, 107), (0x212A, 0x212A)]
        );
        assert_eq!(close(&CharSet::one(u32::from('ß')), false).ranges(), [(0xDF, 0xDF)]);
        assert!(close(&CharSet::one(u32::from('ß')), true).contains(0x1E9E));
        assert!(close(&CharSet::one(u32::from('µ')), false).contains(u32::from('Μ')));
        assert!(close(&CharSet::one(u32::from('ω')), true).contains(0x2126));
        assert!(!close(&CharSet::one(u32::from('ω')), false).contains(0x2126));
    }
}
