//! Dates from texts.

use crate::ecma::date::parse_date;
use crate::value::{Abrupt, Completion, Heap, Str};

/// The time value of a text, NaN if it is none.
pub(super) fn from_text(heap: &mut Heap<'_>, text: Str) -> Completion<f64> {
    let units = heap.units_of(text).to_vec();
    let time = parse_date(&units, heap.zone().ok());
    time.ok_or(Abrupt::Unsupported("local time in a zone that is not known here"))
}
