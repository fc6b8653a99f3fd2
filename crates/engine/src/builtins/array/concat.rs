//! `Array.prototype.concat`: <https://tc39.es/ecma262/#sec-array.prototype.concat>

use crate::builtins::arguments::this_array;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.concat",
    spec: "sec-array.prototype.concat",
    summary: "A new array of the elements, followed by the arguments; arrays among them by their elements.",
    length: 1,
    returns: Kinds::ARRAY,
    examples: &[("[1].concat([2, [3]], 4)", "[1,2,[3],4]")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    this_array(this)?;
    let mut joined = heap.local.spare.take_values();
    // Array elements are taken over with their holes. Nothing else spreads: no value has Symbol.isConcatSpreadable.
    for &item in std::iter::once(&this).chain(arguments) {
        match item.as_array() {
            Some(array) => {
                let elements = heap.elements(array)?;
                joined.extend_from_slice(elements);
                heap.afford(size_of_val(&*joined))?;
            }
            None => joined.push(item),
        }
    }
    heap.finish_array(joined)
}
