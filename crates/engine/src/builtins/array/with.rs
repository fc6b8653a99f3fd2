//! `Array.prototype.with`: <https://tc39.es/ecma262/#sec-array.prototype.with>

use crate::builtins::arguments::{argument, this_array};
use crate::builtins::{Builtin, Run};
use crate::ecma::{inspect, to_integer_or_infinity};
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.with",
    spec: "sec-array.prototype.with",
    summary: "A copy of the array with one element replaced.",
    length: 2,
    returns: Kinds::ARRAY,
    examples: &[("[1, 2, 3].with(-1, 9)", "[1,2,9]")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let array = this_array(this)?;
    let mut elements: Vec<Value> = heap
        .elements(array)?
        .iter()
        .map(|element| element.or_undefined())
        .collect();
    let length = elements.len() as f64;
    let relative = to_integer_or_infinity(heap, argument(arguments, 0))?;
    let index = if relative < 0.0 { length + relative } else { relative };
    if index < 0.0 || index >= length {
        let shown = inspect(heap, argument(arguments, 0))?;
        return Err(Abrupt::range_error(format!("Invalid index : {shown}")));
    }
    elements[index as usize] = argument(arguments, 1);
    Ok(Value::Object(heap.new_array(&elements)?))
}
