//! `Date.prototype.toTimeString`: <https://tc39.es/ecma262/#sec-date.prototype.totimestring>

use crate::builtins::arguments::this_of;
use crate::builtins::{Builtin, Run};
use crate::ecma::date_text;
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.toTimeString",
    spec: "sec-date.prototype.totimestring",
    summary: "The time of day in words, in local time.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("new Date(2024, 0, 1, 9, 30).toTimeString().slice(0, 8)", "\"09:30:00\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let r = this_of(this, Class::Date)?;
    date_text(heap, r, false).map(Value::String)
}
