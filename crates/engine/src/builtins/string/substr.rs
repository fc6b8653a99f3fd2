//! `String.prototype.substr`: <https://tc39.es/ecma262/#sec-string.prototype.substr>

use crate::builtins::arguments::this_string;
use crate::builtins::{Builtin, Run};
use crate::ecma::{relative_index, to_clamped_index};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.substr",
    spec: "sec-string.prototype.substr",
    summary: "The part of a length that begins at a position.",
    length: 2,
    returns: Kinds::STRING,
    examples: &[("'abcd'.substr(-3, 2)", "\"bc\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let s = this_string(this)?;
    let length = heap.length(s);
    let start = relative_index(heap, arguments.first(), length, 0)?;
    let count = to_clamped_index(heap, arguments.get(1), length - start, length - start)?;
    Ok(Value::String(heap.slice_units(s, start, start + count)?))
}
