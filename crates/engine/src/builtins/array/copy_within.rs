//! `Array.prototype.copyWithin`: <https://tc39.es/ecma262/#sec-array.prototype.copywithin>

use crate::builtins::arguments::{argument, this_array};
use crate::builtins::{Builtin, Run};
use crate::ecma::relative_index;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.copyWithin",
    spec: "sec-array.prototype.copywithin",
    summary: "Copies a part of the array over another place in it, and returns the array.",
    length: 2,
    returns: Kinds::ARRAY,
    examples: &[("[1, 2, 3, 4, 5].copyWithin(1, 3)", "[1,4,5,4,5]")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let array = this_array(this)?;
    let length = heap.array_len(array)?;
    let to = relative_index(heap, Some(&argument(arguments, 0)), length, 0)?;
    let from = relative_index(heap, Some(&argument(arguments, 1)), length, 0)?;
    let end = relative_index(heap, arguments.get(2), length, length)?;
    let count = end.saturating_sub(from).min(length - to);
    let mut elements = heap.elements(array)?.to_vec();
    elements.copy_within(from..from + count, to);
    heap.array_replace(array, &elements)?;
    Ok(this)
}
