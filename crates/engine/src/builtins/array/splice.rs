//! `Array.prototype.splice`: <https://tc39.es/ecma262/#sec-array.prototype.splice>

use std::ops::Range;

use crate::builtins::arguments::{argument, this_array};
use crate::builtins::{Builtin, Run};
use crate::ecma::{relative_index, to_integer_or_infinity};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.splice",
    spec: "sec-array.prototype.splice",
    summary: "Replaces a part of the array by the further arguments and returns what was there.",
    length: 2,
    returns: Kinds::ARRAY,
    examples: &[("[1, 2, 3].splice(1, 1)", "[2]")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let array = this_array(this)?;
    let length = heap.array_len(array)?;
    let range = range(heap, arguments, length)?;
    let mut elements = heap.elements(array)?.to_vec();
    let removed: Vec<Value> = elements.splice(range, arguments.iter().skip(2).copied()).collect();
    heap.array_replace(array, &elements)?;
    Ok(Value::Object(heap.new_array(&removed)?))
}

/// Where a splice begins and how many elements it takes away, out of `length`.
pub(super) fn range(heap: &mut Heap<'_>, arguments: &[Value], length: usize) -> Completion<Range<usize>> {
    let start = relative_index(heap, Some(&argument(arguments, 0)), length, 0)?;
    let count = match arguments.len() {
        0 => 0,
        1 => length - start,
        _ => to_integer_or_infinity(heap, arguments[1])?.clamp(0.0, (length - start) as f64) as usize,
    };
    Ok(start..start + count)
}
