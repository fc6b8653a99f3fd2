//! `Object.values`: <https://tc39.es/ecma262/#sec-object.values>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::enumerable_own_properties;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Object.values",
    spec: "sec-object.values",
    summary: "The values of the own enumerable properties.",
    length: 1,
    returns: Kinds::ARRAY,
    examples: &[("Object.values('ab')", "[\"a\",\"b\"]")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let mut properties = Vec::new();
    enumerable_own_properties(heap, argument(arguments, 0), &mut properties)?;
    let list: Vec<Value> = properties.iter().map(|property| property.value).collect();
    Ok(Value::Object(heap.new_array(&list)?))
}
