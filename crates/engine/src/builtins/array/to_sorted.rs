//! `Array.prototype.toSorted`: <https://tc39.es/ecma262/#sec-array.prototype.tosorted>

use super::sort::{comparator, sort_elements};
use crate::builtins::arguments::this_array;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Caller, Completion, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.toSorted",
    spec: "sec-array.prototype.tosorted",
    summary: "A sorted copy of the array.",
    length: 1,
    returns: Kinds::ARRAY,
    examples: &[("[10, 9, 1].toSorted()", "[1,10,9]")],
    run: Run::Calling(run),
};

fn run(caller: &mut dyn Caller<'_>, this: Value, arguments: &[Value]) -> Completion {
    let comparator = comparator(caller.heap(), arguments)?;
    let array = this_array(this)?;
    let elements: Vec<Value> = caller
        .heap()
        .elements(array)?
        .iter()
        .map(|element| element.or_undefined())
        .collect();
    let sorted = sort_elements(caller, elements, comparator)?;
    Ok(Value::Object(caller.heap().new_array(&sorted)?))
}
