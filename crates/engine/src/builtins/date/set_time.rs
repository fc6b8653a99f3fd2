//! `Date.prototype.setTime`: <https://tc39.es/ecma262/#sec-date.prototype.settime>

use super::receiver::this_date;
use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::date::time_clip;
use crate::ecma::to_number;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.setTime",
    spec: "sec-date.prototype.settime",
    summary: "Sets the milliseconds since the epoch.",
    length: 1,
    returns: Kinds::NUMBER,
    examples: &[("new Date(1).setTime(86400000)", "86400000")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let (r, _) = this_date(heap, this)?;
    let time = time_clip(to_number(heap, argument(arguments, 0))?);
    heap.set_date(r, time)?;
    Ok(Value::Number(time))
}
