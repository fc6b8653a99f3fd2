//! `String.prototype.includes`: <https://tc39.es/ecma262/#sec-string.prototype.includes>

use jsonmill_json::wtf8;
use memchr::memmem;

use super::search::{is_whole, plain_search};
use crate::builtins::arguments::{argument, this_string};
use crate::builtins::{Builtin, Run};
use crate::ecma::to_clamped_index;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.includes",
    spec: "sec-string.prototype.includes",
    summary: "Whether the text occurs in the string, at or behind a position.",
    length: 1,
    returns: Kinds::BOOLEAN,
    examples: &[("'abc'.includes('b')", "true")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let s = this_string(this)?;
    let wanted = plain_search(heap, arguments, "includes")?;
    if matches!(argument(arguments, 1), Value::Undefined) && is_whole(heap, wanted) {
        return Ok(Value::Bool(memmem::find(heap.text(s), heap.text(wanted)).is_some()));
    }
    let length = heap.length(s);
    let start = to_clamped_index(heap, arguments.get(1), length, 0)?;
    Ok(Value::Bool(
        wtf8::find(heap.text(s), heap.text(wanted), start).is_some(),
    ))
}
