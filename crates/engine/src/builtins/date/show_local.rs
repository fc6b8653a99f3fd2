//! Texts of dates in a locale.

use super::receiver::{Clock, this_date};
use crate::builtins::arguments::argument;
use crate::ecma::date_format::{Defaults, date_format_of, write_date_time};
use crate::ecma::locale::is_american;
use crate::value::{Abrupt, Completion, Heap, Value};

/// The text of the date that `this` is, by `locales` and `options`.
pub(super) fn show_local(heap: &mut Heap<'_>, this: Value, arguments: &[Value], defaults: Defaults) -> Completion {
    let (_, time) = this_date(heap, this)?;
    if !is_american(heap, argument(arguments, 0))? {
        return Err(Abrupt::Unsupported("the formats of a locale"));
    }
    let format = date_format_of(heap, argument(arguments, 1), defaults)?;
    if time.is_nan() {
        return heap.string(b"Invalid Date").map(Value::String);
    }
    let clock = if format.utc { Clock::Utc } else { Clock::Local };
    let text = write_date_time(clock.shown(heap, time)?, &format)?;
    heap.string(text.as_bytes()).map(Value::String)
}
