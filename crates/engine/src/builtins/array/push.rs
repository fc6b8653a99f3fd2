//! `Array.prototype.push`: <https://tc39.es/ecma262/#sec-array.prototype.push>

use crate::builtins::arguments::this_array;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.push",
    spec: "sec-array.prototype.push",
    summary: "Appends the arguments and returns the new length.",
    length: 1,
    returns: Kinds::NUMBER,
    examples: &[("[1].push(2, 3)", "3")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let array = this_array(this)?;
    for &value in arguments {
        heap.array_push(array, value)?;
    }
    Ok(Value::Number(heap.array_len(array)? as f64))
}
