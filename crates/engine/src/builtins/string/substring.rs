//! `String.prototype.substring`: <https://tc39.es/ecma262/#sec-string.prototype.substring>

use crate::builtins::arguments::this_string;
use crate::builtins::{Builtin, Run};
use crate::ecma::to_clamped_index;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.substring",
    spec: "sec-string.prototype.substring",
    summary: "The part between two positions, in either order.",
    length: 2,
    returns: Kinds::STRING,
    examples: &[("'abcd'.substring(3, 1)", "\"bc\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let s = this_string(this)?;
    let length = heap.length(s);
    let start = to_clamped_index(heap, arguments.first(), length, 0)?;
    let end = to_clamped_index(heap, arguments.get(1), length, length)?;
    Ok(Value::String(heap.slice_units(s, start.min(end), start.max(end))?))
}
