//! `Array.prototype.fill`: <https://tc39.es/ecma262/#sec-array.prototype.fill>

use crate::builtins::arguments::{argument, this_array};
use crate::builtins::{Builtin, Run};
use crate::ecma::relative_index;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.fill",
    spec: "sec-array.prototype.fill",
    summary: "Sets all elements, or a part of them, to a value, and returns the array.",
    length: 1,
    returns: Kinds::ARRAY,
    examples: &[("[1, 2, 3].fill(0, 1)", "[1,0,0]")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let array = this_array(this)?;
    let length = heap.array_len(array)?;
    let start = relative_index(heap, arguments.get(1), length, 0)?;
    let end = relative_index(heap, arguments.get(2), length, length)?;
    let value = argument(arguments, 0);
    for index in start..end {
        heap.array_set(array, index, value)?;
    }
    Ok(this)
}
