//! Comparing text as people sort it: CompareStrings of <https://tc39.es/ecma402/#sec-collator-comparestrings>, by the root
//! order of CLDR, which English and its neighbours use unchanged.
//!
//! ASCII goes by a table, other text to ICU4X. What has not been found equal to V8's ICU, character by character, is V8's.

mod ascii;
mod options;
mod proven;
mod root;

use std::cmp::Ordering;

pub use options::{CaseFirst, Collation, Sensitivity, collation_of};

use crate::value::{Abrupt, Completion, Heap, Str};

/// How two strings stand to each other.
pub fn collate(heap: &Heap<'_>, left: Str, right: Str, collation: Collation) -> Completion<Ordering> {
    if heap.same_text(left, right) {
        return Ok(Ordering::Equal);
    }
    let (a, b) = (heap.text(left), heap.text(right));
    if left.ascii && right.ascii && !collation.numeric && !collation.ignore_punctuation {
        return Ok(ascii::compare(a, b, collation));
    }
    if proven::is_proven(a, b, collation) {
        Ok(root::compare(a, b, collation))
    } else {
        Err(Abrupt::Unsupported("text whose order only V8 knows"))
    }
}

/// Bytes that stand to each other as the texts do, one behind the other, and where each ends; nothing where the order of all
/// of them is not known.
pub fn sort_keys(
    heap: &Heap<'_>,
    texts: impl Iterator<Item = Str> + Clone,
    collation: Collation,
) -> Completion<Option<SortKeys>> {
    let ascii = !collation.numeric && !collation.ignore_punctuation && texts.clone().all(|text| text.ascii);
    let (mut bytes, mut ends) = (Vec::new(), Vec::with_capacity(texts.size_hint().0));
    for text in texts {
        let text = heap.text(text);
        if ascii {
            ascii::sort_key(text, collation, &mut bytes);
        } else if proven::is_proven_beside_any(text, collation) {
            root::sort_key(text, collation, &mut bytes);
        } else {
            return Ok(None);
        }
        heap.afford(bytes.len())?;
        ends.push(bytes.len());
    }
    Ok(Some((bytes, ends)))
}

/// What [`sort_keys`] makes.
pub type SortKeys = (Vec<u8>, Vec<usize>);

#[cfg(test)]
mod tests {
    use super::{Collation, ascii, proven, root};

    #[test]
    fn sort_keys_stand_as_the_texts_do() {
        #[rustfmt::skip]
        let pieces = [
            "", "a", "A", "b", "é", "E\u{301}", "ß", "ss", "\u{1}", "-", " ", "1", "я", "日本", "ｶ", "が", "😀",
        ];
        let texts: Vec<String> = pieces
            .iter()
            .flat_map(|x| pieces.iter().map(move |y| format!("{x}{y}")))
            .collect();
        let collation = Collation::default();
        let keys = |of: fn(&[u8], Collation, &mut Vec<u8>)| -> Vec<Vec<u8>> {
            let key = |text: &String| {
                let mut key = Vec::new();
                of(text.as_bytes(), collation, &mut key);
                key
            };
            texts.iter().map(key).collect()
        };
        let (by_root, by_ascii) = (keys(root::sort_key), keys(ascii::sort_key));
        for (i, a) in texts.iter().enumerate() {
            for (j, b) in texts.iter().enumerate() {
                if !proven::is_proven(a.as_bytes(), b.as_bytes(), collation) {
                    continue;
                }
                let expected = root::compare(a.as_bytes(), b.as_bytes(), collation);
                assert_eq!(by_root[i].cmp(&by_root[j]), expected, "{a:?} {b:?}");
                if a.is_ascii() && b.is_ascii() {
                    assert_eq!(by_ascii[i].cmp(&by_ascii[j]), expected, "{a:?} {b:?}");
                }
            }
        }
    }
}
