//! Dates from texts.

use crate::ecma::date::parse_date;
use crate::value::{Completion, Heap, Str, UNKNOWN_ZONE};

/// The time value of a text, NaN if it is none.
pub(super) fn from_text(heap: &mut Heap<'_>, text: Str) -> Completion<f64> {
    let units = heap.units_of(text).to_vec();
    let time = parse_date(&units, heap.zone());
    time.ok_or(UNKNOWN_ZONE)
}
