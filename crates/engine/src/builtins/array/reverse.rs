//! `Array.prototype.reverse`: <https://tc39.es/ecma262/#sec-array.prototype.reverse>

use crate::builtins::arguments::this_array;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.reverse",
    spec: "sec-array.prototype.reverse",
    summary: "Reverses the array in place and returns it.",
    length: 0,
    returns: Kinds::ARRAY,
    examples: &[("[1, 2, 3].reverse()", "[3,2,1]")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let array = this_array(this)?;
    let mut elements = heap.copy_elements(array)?;
    elements.reverse();
    heap.array_replace(array, &elements)?;
    heap.local.spare.give_values(elements);
    Ok(this)
}
