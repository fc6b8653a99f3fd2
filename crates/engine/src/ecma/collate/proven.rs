//! Text whose order has been compared with V8's, character by character and in samples: `__test__/collation.test.mjs`.

use jsonmill_json::wtf8;

use super::Collation;

/// Characters, ascending, on which ICU4X and V8's ICU agree under all options but `ignorePunctuation`: of Latin, Greek,
/// Cyrillic, Hebrew, Arabic, Devanagari, Thai, kana and Hangul, punctuation, symbols and emoji, those that every version of
/// Unicode in use knows.
#[rustfmt::skip]
const PROVEN: &[(u32, u32)] = &[
    (0x0000, 0x0377), (0x037A, 0x037F), (0x0384, 0x038A), (0x038C, 0x038C), (0x038E, 0x03A1), (0x03A3, 0x052F),
    (0x0591, 0x05C7), (0x05D0, 0x05EA), (0x05EF, 0x05F4), (0x0600, 0x06FF), (0x0900, 0x097F), (0x0E01, 0x0E3A),
    (0x0E3F, 0x0E5B), (0x1E00, 0x1F15), (0x1F18, 0x1F1D), (0x1F20, 0x1F45), (0x1F48, 0x1F4D), (0x1F50, 0x1F57),
    (0x1F59, 0x1F59), (0x1F5B, 0x1F5B), (0x1F5D, 0x1F5D), (0x1F5F, 0x1F7D), (0x1F80, 0x1FB4), (0x1FB6, 0x1FC4),
    (0x1FC6, 0x1FD3), (0x1FD6, 0x1FDB), (0x1FDD, 0x1FEF), (0x1FF2, 0x1FF4), (0x1FF6, 0x1FFE), (0x2000, 0x2064),
    (0x2066, 0x2071), (0x2074, 0x208E), (0x2090, 0x209C), (0x20A0, 0x20BF), (0x20D0, 0x20F0), (0x2100, 0x218B),
    (0x2190, 0x23FF), (0x2500, 0x27BF), (0x3000, 0x3004), (0x3008, 0x3020), (0x3041, 0x3096), (0x3099, 0x30FF),
    (0xAC00, 0xD7A3), (0xD800, 0xDFFF), (0xFB00, 0xFB06), (0xFE00, 0xFE0F), (0xFF01, 0xFFBE), (0xFFC2, 0xFFC7), (0xFFCA, 0xFFCF), (0xFFD2, 0xFFD7),
    (0xFFDA, 0xFFDC), (0xFFE0, 0xFFE6), (0xFFE8, 0xFFEE), (0x1F300, 0x1F6D2), (0x1F6F3, 0x1F6FC), (0x1F7E0, 0x1F7EB),
    (0x1F90C, 0x1F9FF),
];

/// With `ignorePunctuation` the two differ in what follows a mark that stands alone.
const PROVEN_WITHOUT_PUNCTUATION: &[(u32, u32)] = &[(0x0000, 0x024F)];

/// The ideographs that every version of Unicode in use knows. ICU4X sorts them by number, V8's ICU by radical.
const IDEOGRAPHS: &[(u32, u32)] = &[(0x3400, 0x4DB5), (0x4E00, 0x9FA5)];

/// Whether the order of these two is known.
pub(super) fn is_proven(a: &[u8], b: &[u8], collation: Collation) -> bool {
    match (scan(a, collation), scan(b, collation)) {
        (Some(false), Some(_)) | (Some(_), Some(false)) => true,
        // both have ideographs: they must not stand where the two differ
        (Some(true), Some(true)) => {
            let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
            let start = (0..=same).rev().find(|at| is_boundary(a, *at) && is_boundary(b, *at));
            let start = start.expect("every text begins with a character");
            matches!(
                (scan(&a[start..], collation), scan(&b[start..], collation)),
                (Some(false), _) | (_, Some(false))
            )
        }
        _ => false,
    }
}

/// Whether the order of this text and any other of which this is true is known.
pub(super) fn is_proven_beside_any(text: &[u8], collation: Collation) -> bool {
    scan(text, collation) == Some(false)
}

/// Whether a character begins at a byte, or the text ends there.
fn is_boundary(text: &[u8], at: usize) -> bool {
    text.get(at).is_none_or(|byte| byte & 0xC0 != 0x80)
}

/// Whether there are ideographs in a text that has known characters only, or `None`.
fn scan(text: &[u8], collation: Collation) -> Option<bool> {
    let proven = if collation.ignore_punctuation {
        PROVEN_WITHOUT_PUNCTUATION
    } else {
        PROVEN
    };
    let mut ideographs = false;
    for code_point in wtf8::code_points(text).filter(|code_point| *code_point > 0x24F) {
        if is_in(IDEOGRAPHS, code_point) && !collation.ignore_punctuation {
            ideographs = true;
        } else if !is_in(proven, code_point) {
            return None;
        }
    }
    Some(ideographs)
}

fn is_in(ranges: &[(u32, u32)], code_point: u32) -> bool {
    let next = ranges.partition_point(|(from, _)| *from <= code_point);
    next > 0 && code_point <= ranges[next - 1].1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ideographs_only_where_they_do_not_decide() {
        let proven = |a: &str, b: &str| is_proven(a.as_bytes(), b.as_bytes(), Collation::default());
        assert!(proven("é", "ä"));
        assert!(proven("漢字a", "漢字b"));
        assert!(proven("漢", "b"));
        assert!(!proven("漢", "字"));
        assert!(!proven("a漢", "b字"));
        assert!(!proven("漢", "漣"));
        assert!(proven("漢字", "漢"));
        assert!(!proven("\u{10400}", "a"));
        assert!(is_proven(b"\xED\xA0\x80", b"a", Collation::default()));
    }
}
