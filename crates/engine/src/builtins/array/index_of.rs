//! `Array.prototype.indexOf`: <https://tc39.es/ecma262/#sec-array.prototype.indexof>

use crate::builtins::arguments::{argument, this_array};
use crate::builtins::{Builtin, Run};
use crate::ecma::{is_strictly_equal, relative_index};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.indexOf",
    spec: "sec-array.prototype.indexof",
    summary: "The index of the first element that is strictly equal to the value, or -1.",
    length: 1,
    returns: Kinds::NUMBER,
    examples: &[("[1, 2, 1].indexOf(1, 1)", "2")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let array = this_array(this)?;
    let length = heap.array_len(array)?;
    let wanted = argument(arguments, 0);
    let start = if length == 0 {
        0
    } else {
        relative_index(heap, arguments.get(1), length, 0)?
    };
    for index in start..length {
        let element = heap.array_get(array, index)?;
        if !matches!(element, Value::Absent) && is_strictly_equal(heap, element, wanted)? {
            return Ok(Value::Number(index as f64));
        }
    }
    Ok(Value::Number(-1.0))
}
