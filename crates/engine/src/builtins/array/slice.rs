//! `Array.prototype.slice`: <https://tc39.es/ecma262/#sec-array.prototype.slice>

use crate::builtins::arguments::this_array;
use crate::builtins::{Builtin, Run};
use crate::ecma::relative_index;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.slice",
    spec: "sec-array.prototype.slice",
    summary: "A new array of a part of the elements.",
    length: 2,
    returns: Kinds::ARRAY,
    examples: &[("[1, 2, 3].slice(-2)", "[2,3]")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let array = this_array(this)?;
    let length = heap.array_len(array)?;
    let start = relative_index(heap, arguments.first(), length, 0)?;
    let end = relative_index(heap, arguments.get(1), length, length)?;
    let mut part = heap.local.spare.take_values();
    part.extend_from_slice(heap.elements(array)?.get(start..end).unwrap_or_default());
    heap.finish_array(part)
}
