//! `Date.prototype.toJSON`: <https://tc39.es/ecma262/#sec-date.prototype.tojson>

use super::receiver::this_date;
use crate::builtins::{Builtin, Run};
use crate::ecma::date::write_iso;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Date.prototype.toJSON",
    spec: "sec-date.prototype.tojson",
    summary: "The date as JSON.stringify writes it; null if it is invalid.",
    length: 1,
    returns: Kinds::STRING.or(Kinds::NULL),
    examples: &[("new Date(NaN).toJSON()", "null")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let (_, time) = this_date(heap, this)?;
    if time.is_nan() {
        return Ok(Value::Null);
    }
    heap.string_with(|out| write_iso(time, out)).map(Value::String)
}
