//! Texts of dates that may be invalid.

use super::receiver::this_date;
use crate::value::{Completion, Heap, Value};

/// The text of the date that `this` is, in UTC.
pub(super) fn show(heap: &mut Heap<'_>, this: Value, write: fn(f64, &mut Vec<u8>)) -> Completion {
    let (_, time) = this_date(heap, this)?;
    let text = heap.string_with(|out| {
        if time.is_nan() {
            out.extend_from_slice(b"Invalid Date");
        } else {
            write(time, out);
        }
    });
    text.map(Value::String)
}
