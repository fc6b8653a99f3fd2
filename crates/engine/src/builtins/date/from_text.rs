//! Dates from texts.

use crate::ecma::date::parse_date;
use crate::value::{Completion, Heap, Str, UNKNOWN_ZONE};

/// The time value of a text, NaN if it is none.
pub(super) fn from_text(heap: &mut Heap<'_>, text: Str) -> Completion<f64> {
    let units = heap.take_units(text);
    let time = parse_date(&units, heap.zone());
    heap.give_units(text, units);
    time.ok_or(UNKNOWN_ZONE)
}
