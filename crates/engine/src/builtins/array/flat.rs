//! `Array.prototype.flat`: <https://tc39.es/ecma262/#sec-array.prototype.flat>

use crate::builtins::arguments::{argument, this_array};
use crate::builtins::{Builtin, Run};
use crate::ecma::to_integer_or_infinity;
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, Limit, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.flat",
    spec: "sec-array.prototype.flat",
    summary: "A new array in which arrays among the elements are replaced by their elements, down to a depth.",
    length: 0,
    returns: Kinds::ARRAY,
    examples: &[
        ("[1, [2, [3]]].flat()", "[1,2,[3]]"),
        ("[1, [2, [3]]].flat(Infinity)", "[1,2,3]"),
    ],
    run: Run::Pure(run),
};

/// How deep arrays may nest in one another here; V8's stack ends earlier.
const MAX_DEPTH: usize = 10_000;

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let array = this_array(this)?;
    let depth = match argument(arguments, 0) {
        Value::Undefined => 1.0,
        depth => to_integer_or_infinity(heap, depth)?.max(0.0),
    };
    let mut flat = Vec::new();
    // An explicit stack of arrays and places in them: data decides how deep this goes.
    let mut stack = vec![(array, 0)];
    while let Some(&mut (array, ref mut next)) = stack.last_mut() {
        let index = *next;
        *next += 1;
        let Some(&element) = heap.elements(array)?.get(index) else {
            stack.pop();
            continue;
        };
        match element.as_array() {
            Some(inner) if (stack.len() as f64) <= depth => {
                if stack.len() == MAX_DEPTH {
                    return Err(Abrupt::Limit(Limit::Depth));
                }
                stack.push((inner, 0));
            }
            _ if matches!(element, Value::Absent) => {}
            _ => flat.push(element),
        }
    }
    Ok(Value::Object(heap.new_array(&flat)?))
}
