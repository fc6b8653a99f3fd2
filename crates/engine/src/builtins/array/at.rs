//! `Array.prototype.at`: <https://tc39.es/ecma262/#sec-array.prototype.at>

use crate::builtins::arguments::{argument, this_array};
use crate::builtins::{Builtin, Run};
use crate::ecma::to_integer_or_infinity;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.at",
    spec: "sec-array.prototype.at",
    summary: "The element at an index, counted from the end where negative.",
    length: 1,
    returns: Kinds::ANY,
    examples: &[("[5, 6, 7].at(-1)", "7")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let array = this_array(this)?;
    let length = heap.array_len(array)? as f64;
    let relative = to_integer_or_infinity(heap, argument(arguments, 0))?;
    let index = if relative < 0.0 { length + relative } else { relative };
    if index < 0.0 || index >= length {
        return Ok(Value::Undefined);
    }
    Ok(heap.array_get(array, index as usize)?.or_undefined())
}
