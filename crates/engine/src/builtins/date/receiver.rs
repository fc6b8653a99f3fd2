//! What methods of dates are called on.

use crate::builtins::arguments::this_of;
use crate::ecma::date::MAX_LOCAL_TIME;
use crate::value::{Abrupt, Class, Completion, Heap, Ref, UNKNOWN_ZONE, Value};

/// How a method looks at time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clock {
    /// As UTC
    Utc,
    /// As local time
    Local,
}

impl Clock {
    /// The time value as this clock shows it.
    pub(super) fn shown(self, heap: &Heap<'_>, time: f64) -> Completion<f64> {
        match self {
            Clock::Utc => Ok(time),
            Clock::Local => Ok(time + heap.zone().ok_or(UNKNOWN_ZONE)?.offset_at(time)),
        }
    }

    /// The same for dates that may be invalid.
    pub(super) fn shown_or_nan(self, heap: &Heap<'_>, time: f64) -> Completion<f64> {
        if time.is_nan() {
            Ok(time)
        } else {
            self.shown(heap, time)
        }
    }

    /// The time value at which this clock shows such a time.
    pub(super) fn time(self, heap: &Heap<'_>, shown: f64) -> Completion<f64> {
        match self {
            Clock::Utc => Ok(shown),
            Clock::Local if shown.abs() <= MAX_LOCAL_TIME => Ok(heap.zone().ok_or(UNKNOWN_ZONE)?.to_utc(shown)),
            Clock::Local => Ok(f64::NAN),
        }
    }
}

/// The Date that `this` is, and its time value.
pub(super) fn this_date(heap: &Heap<'_>, this: Value) -> Completion<(Ref, f64)> {
    let r = this_of(this, Class::Date)?;
    Ok((r, heap.date(r)))
}

/// The error of taking an invalid date for a valid one.
pub(super) fn invalid_time() -> Abrupt {
    Abrupt::range_error("Invalid time value")
}
