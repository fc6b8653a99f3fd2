//! `Date.prototype.toISOString`: <https://tc39.es/ecma262/#sec-date.prototype.toisostring>

use super::receiver::{invalid_time, this_date};
use crate::builtins::{Builtin, Run};
use crate::ecma::date::write_iso;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.toISOString",
    spec: "sec-date.prototype.toisostring",
    summary: "The date as ISO 8601 writes it, in UTC.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("new Date(0).toISOString()", "\"1970-01-01T00:00:00.000Z\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let (_, time) = this_date(heap, this)?;
    if time.is_nan() {
        return Err(invalid_time());
    }
    heap.string_with(|out| write_iso(time, out)).map(Value::String)
}
