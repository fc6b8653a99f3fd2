//! `Array.prototype.unshift`: <https://tc39.es/ecma262/#sec-array.prototype.unshift>

use crate::builtins::arguments::this_array;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.unshift",
    spec: "sec-array.prototype.unshift",
    summary: "Puts the arguments before the first element and returns the new length.",
    length: 1,
    returns: Kinds::NUMBER,
    examples: &[("[3].unshift(1, 2)", "3")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let array = this_array(this)?;
    let mut elements = arguments.to_vec();
    elements.extend_from_slice(heap.elements(array)?);
    heap.array_replace(array, &elements)?;
    Ok(Value::Number(elements.len() as f64))
}
