//! `Object.entries`: <https://tc39.es/ecma262/#sec-object.entries>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::enumerable_own_properties;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Object.entries",
    spec: "sec-object.entries",
    summary: "Names and values of the own enumerable properties.",
    length: 1,
    returns: Kinds::ARRAY,
    examples: &[("Object.entries({ a: 1 })", "[[\"a\",1]]")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let mut properties = heap.local.spare.take_properties();
    enumerable_own_properties(heap, argument(arguments, 0), &mut properties)?;
    let mut entries = heap.local.spare.take_values();
    for property in &properties {
        entries.push(Value::Object(
            heap.new_array(&[Value::String(property.key), property.value])?,
        ));
    }
    heap.local.spare.give_properties(properties);
    heap.finish_array(entries)
}
