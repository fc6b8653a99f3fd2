//! Changing parts of a date: <https://tc39.es/ecma262/#sec-date.prototype.setfullyear> and the others like it.

use super::receiver::{Clock, this_date};
use crate::ecma::date::{MS_PER_DAY, Parts, make_date, make_day, make_time, time_clip};
use crate::ecma::to_number;
use crate::value::{Completion, Heap, Value};

/// The first part that a method sets; further arguments set those that follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
pub(super) enum First {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Millisecond,
}

/// Sets at most `count` parts from `first` on; gives the new time value.
pub(super) fn set(
    heap: &mut Heap<'_>,
    this: Value,
    arguments: &[Value],
    clock: Clock,
    first: First,
    count: usize,
) -> Completion {
    let (r, time) = this_date(heap, this)?;
    // An argument that is missing is not the same as one that is undefined, except for the first.
    let mut given = Vec::with_capacity(count);
    for &argument in arguments.iter().take(count) {
        given.push(to_number(heap, argument)?);
    }
    if given.is_empty() {
        given.push(f64::NAN);
    }
    let time = if time.is_nan() && first == First::Year {
        0.0
    } else {
        clock.shown_or_nan(heap, time)?
    };
    if time.is_nan() {
        // Also says whether the date may be changed at all.
        heap.set_date(r, time)?;
        return Ok(Value::Number(time));
    }
    let parts = Parts::of(time);
    let mut fields = [
        parts.year,
        parts.month,
        parts.day,
        parts.hour,
        parts.minute,
        parts.second,
        parts.millisecond,
    ]
    .map(|part| part as f64);
    for (field, value) in fields[first as usize..].iter_mut().zip(given) {
        *field = value;
    }
    let [year, month, day, hour, minute, second, millisecond] = fields;
    let day = if first <= First::Day {
        make_day(year, month, day)
    } else {
        (time / MS_PER_DAY).floor()
    };
    let shown = make_date(day, make_time(hour, minute, second, millisecond));
    let time = time_clip(clock.time(heap, shown)?);
    heap.set_date(r, time)?;
    Ok(Value::Number(time))
}
