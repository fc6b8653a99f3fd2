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
    let [year, month, day, hour, minute, second, millisecond] = parts;
    Ok(make_date(
        make_day(full_year(year), month, day),
        make_time(hour, minute, second, millisecond),
    ))
}

/// MakeFullYear: <https://tc39.es/ecma262/#sec-makefullyear>
pub(super) fn full_year(year: f64) -> f64 {
    let whole = year.trunc();
    if (0.0..=99.0).contains(&whole) {
        1900.0 + whole
    } else {
        year
    }
}
