//! `Date.prototype.toDateString`: <https://tc39.es/ecma262/#sec-date.prototype.todatestring>

use super::receiver::{Clock, this_date};
use crate::builtins::{Builtin, Run};
use crate::ecma::date::write_date;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.toDateString",
    spec: "sec-date.prototype.todatestring",
    summary: "The day in words, in local time.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("new Date(2024, 1, 29).toDateString()", "\"Thu Feb 29 2024\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let (_, time) = this_date(heap, this)?;
    if time.is_nan() {
        return heap.string(b"Invalid Date").map(Value::String);
    }
    let shown = Clock::Local.shown(heap, time)?;
    heap.string_with(|out| write_date(shown, out)).map(Value::String)
}
