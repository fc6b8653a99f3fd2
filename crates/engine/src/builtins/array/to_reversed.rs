//! `Array.prototype.toReversed`: <https://tc39.es/ecma262/#sec-array.prototype.toreversed>

use crate::builtins::arguments::this_array;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.toReversed",
    spec: "sec-array.prototype.toreversed",
    summary: "A reversed copy of the array.",
    length: 0,
    returns: Kinds::ARRAY,
    examples: &[("[1, 2, 3].toReversed()", "[3,2,1]")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let array = this_array(this)?;
    let elements: Vec<Value> = heap
        .elements(array)?
        .iter()
        .rev()
        .map(|element| element.or_undefined())
        .collect();
    Ok(Value::Object(heap.new_array(&elements)?))
}
