//! Reading a part of a date.

use super::receiver::{Clock, this_date};
use crate::ecma::date::Parts;
use crate::value::{Completion, Heap, Value};

/// A part of the date that `this` is, NaN if it is invalid.
pub(super) fn get(heap: &mut Heap<'_>, this: Value, clock: Clock, part: fn(&Parts) -> i64) -> Completion {
    let (_, time) = this_date(heap, this)?;
    if time.is_nan() {
        return Ok(Value::Number(time));
    }
    let parts = Parts::of(clock.shown(heap, time)?);
    Ok(Value::Number(part(&parts) as f64))
}
