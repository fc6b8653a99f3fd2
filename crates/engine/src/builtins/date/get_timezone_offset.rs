//! `Date.prototype.getTimezoneOffset`: <https://tc39.es/ecma262/#sec-date.prototype.gettimezoneoffset>

use super::receiver::this_date;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, UNKNOWN_ZONE, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.getTimezoneOffset",
    spec: "sec-date.prototype.gettimezoneoffset",
    summary: "Minutes that local time is behind UTC.",
    length: 0,
    returns: Kinds::NUMBER,
    examples: &[("typeof new Date(0).getTimezoneOffset()", "\"number\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let (_, time) = this_date(heap, this)?;
    if time.is_nan() {
        return Ok(Value::Number(time));
    }
    let offset = heap.zone().ok_or(UNKNOWN_ZONE)?.offset_at(time);
    // Whole minutes; the zero of UTC is positive.
    Ok(Value::Number(0.0 - (offset / 60_000.0).trunc()))
}
