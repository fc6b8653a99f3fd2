//! `String.prototype.endsWith`: <https://tc39.es/ecma262/#sec-string.prototype.endswith>

use super::search::{is_whole, occurs_at, plain_search};
use crate::builtins::arguments::{argument, this_string};
use crate::builtins::{Builtin, Run};
use crate::ecma::to_clamped_index;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.endsWith",
    spec: "sec-string.prototype.endswith",
    summary: "Whether the text occurs at the end, or before a position.",
    length: 1,
    returns: Kinds::BOOLEAN,
    examples: &[("'abc'.endsWith('b', 2)", "true")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let s = this_string(this)?;
    let wanted = plain_search(heap, arguments, "endsWith")?;
    if matches!(argument(arguments, 1), Value::Undefined) && is_whole(heap, wanted) {
        return Ok(Value::Bool(heap.text(s).ends_with(heap.text(wanted))));
    }
    let length = heap.length(s);
    let end = to_clamped_index(heap, arguments.get(1), length, length)?;
    match end.checked_sub(heap.length(wanted)) {
        Some(start) => occurs_at(heap, s, wanted, start),
        None => Ok(Value::Bool(false)),
    }
}
