//! `Array.prototype.shift`: <https://tc39.es/ecma262/#sec-array.prototype.shift>

use crate::builtins::arguments::this_array;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.shift",
    spec: "sec-array.prototype.shift",
    summary: "Takes the first element away and returns it.",
    length: 0,
    returns: Kinds::ANY,
    examples: &[("[1, 2].shift()", "1")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let array = this_array(this)?;
    if heap.array_len(array)? == 0 {
        // Writes the length all the same, which matters where the array cannot be written to.
        heap.array_truncate(array, 0)?;
        return Ok(Value::Undefined);
    }
    let first = heap.array_get(array, 0)?.or_undefined();
    heap.array_drop_first(array)?;
    Ok(first)
}
