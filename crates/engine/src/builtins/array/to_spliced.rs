//! `Array.prototype.toSpliced`: <https://tc39.es/ecma262/#sec-array.prototype.tospliced>

use super::splice;
use crate::builtins::arguments::this_array;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.toSpliced",
    spec: "sec-array.prototype.tospliced",
    summary: "A copy of the array in which a part is replaced by the further arguments.",
    length: 2,
    returns: Kinds::ARRAY,
    examples: &[("[1, 2, 3].toSpliced(1, 1, 8, 9)", "[1,8,9,3]")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let array = this_array(this)?;
    let mut elements: Vec<Value> = heap
        .elements(array)?
        .iter()
        .map(|element| element.or_undefined())
        .collect();
    let range = splice::range(heap, arguments, elements.len())?;
    elements.splice(range, arguments.iter().skip(2).copied());
    Ok(Value::Object(heap.new_array(&elements)?))
}
