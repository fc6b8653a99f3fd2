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
