//! `Array.prototype.includes`: <https://tc39.es/ecma262/#sec-array.prototype.includes>

use crate::builtins::arguments::{argument, this_array};
use crate::builtins::{Builtin, Run};
use crate::ecma::relative_index;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.includes",
    spec: "sec-array.prototype.includes",
    summary: "Whether an element is the value; NaN is found, and holes count as undefined.",
    length: 1,
    returns: Kinds::BOOLEAN,
    examples: &[("[1, NaN].includes(NaN)", "true")],
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
        let element = heap.array_get(array, index)?.or_undefined();
        if heap.same_value_zero(element, wanted) {
            return Ok(Value::Bool(true));
        }
    }
    Ok(Value::Bool(false))
}
