//! `String.prototype.slice`: <https://tc39.es/ecma262/#sec-string.prototype.slice>

use crate::builtins::arguments::this_string;
use crate::builtins::{Builtin, Run};
use crate::ecma::relative_index;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.slice",
    spec: "sec-string.prototype.slice",
    summary: "A part of the string; positions count from the end where negative.",
    length: 2,
    returns: Kinds::STRING,
    examples: &[("'abcd'.slice(1, -1)", "\"bc\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let s = this_string(this)?;
    let length = heap.length(s);
    let start = relative_index(heap, arguments.first(), length, 0)?;
    let end = relative_index(heap, arguments.get(1), length, length)?;
    Ok(Value::String(heap.slice_units(s, start, end.max(start))?))
}
