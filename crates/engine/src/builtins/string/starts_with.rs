//! `String.prototype.startsWith`: <https://tc39.es/ecma262/#sec-string.prototype.startswith>

use super::search::{is_whole, occurs_at, plain_search};
use crate::builtins::arguments::{argument, this_string};
use crate::builtins::{Builtin, Run};
use crate::ecma::to_clamped_index;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.startsWith",
    spec: "sec-string.prototype.startswith",
    summary: "Whether the text occurs at the beginning, or at a position.",
    length: 1,
    returns: Kinds::BOOLEAN,
    examples: &[("'abc'.startsWith('b', 1)", "true")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let s = this_string(this)?;
    let wanted = plain_search(heap, arguments, "startsWith")?;
    if matches!(argument(arguments, 1), Value::Undefined) && is_whole(heap, wanted) {
        return Ok(Value::Bool(heap.text(s).starts_with(heap.text(wanted))));
    }
    let length = heap.length(s);
    let start = to_clamped_index(heap, arguments.get(1), length, 0)?;
    occurs_at(heap, s, wanted, start)
}
