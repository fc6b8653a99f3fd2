//! Dates from their parts.

use crate::builtins::arguments::argument;
use crate::ecma::date::{make_date, make_day, make_time};
use crate::ecma::to_number;
use crate::value::{Completion, Heap, Value};

/// The time that year, month and further parts tell, by no clock yet.
pub(super) fn from_parts(heap: &mut Heap<'_>, arguments: &[Value]) -> Completion<f64> {
    let mut parts = [f64::NAN, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0];
    parts[0] = to_number(heap, argument(arguments, 0))?;
    for (part, &given) in parts.iter_mut().zip(arguments).skip(1) {
        *part = to_number(heap, given)?;
    }
    let [mut year, month, day, hour, minute, second, millisecond] = parts;
    // Two digits are years of the last century.
    if (0.0..=99.0).contains(&year.trunc()) {
        year = 1900.0 + year.trunc();
    }
    Ok(make_date(make_day(year, month, day), make_time(hour, minute, second, millisecond)))
}
