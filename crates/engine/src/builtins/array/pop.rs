//! `Array.prototype.pop`: <https://tc39.es/ecma262/#sec-array.prototype.pop>

use crate::builtins::arguments::this_array;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.pop",
    spec: "sec-array.prototype.pop",
    summary: "Takes the last element away and returns it.",
    length: 0,
    returns: Kinds::ANY,
    examples: &[("[1, 2].pop()", "2")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let array = this_array(this)?;
    let length = heap.array_len(array)?;
    let last = if length == 0 {
        Value::Undefined
    } else {
        heap.array_get(array, length - 1)?.or_undefined()
    };
    heap.array_truncate(array, length.saturating_sub(1))?;
    Ok(last)
}
