//! `Array.prototype.lastIndexOf`: <https://tc39.es/ecma262/#sec-array.prototype.lastindexof>

use crate::builtins::arguments::{argument, this_array};
use crate::builtins::{Builtin, Run};
use crate::ecma::{is_strictly_equal, to_integer_or_infinity};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.lastIndexOf",
    spec: "sec-array.prototype.lastindexof",
    summary: "The index of the last element that is strictly equal to the value, or -1.",
    length: 1,
    returns: Kinds::NUMBER,
    examples: &[("[1, 2, 1].lastIndexOf(1)", "2")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let array = this_array(this)?;
    let length = heap.array_len(array)?;
    let wanted = argument(arguments, 0);
    let mut end = length;
    if length > 0 && arguments.len() > 1 {
        let from = to_integer_or_infinity(heap, arguments[1])?;
        let last = if from < 0.0 {
            length as f64 + from
        } else {
            from.min(length as f64 - 1.0)
        };
        end = (last + 1.0).max(0.0) as usize;
    }
    for index in (0..end).rev() {
        let element = heap.array_get(array, index)?;
        if !matches!(element, Value::Absent) && is_strictly_equal(heap, element, wanted)? {
            return Ok(Value::Number(index as f64));
        }
    }
    Ok(Value::Number(-1.0))
}
