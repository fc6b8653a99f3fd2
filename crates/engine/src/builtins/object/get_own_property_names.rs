//! `Object.getOwnPropertyNames`: <https://tc39.es/ecma262/#sec-object.getownpropertynames>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::own_property_names;
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Object.getOwnPropertyNames",
    spec: "sec-object.getownpropertynames",
    summary: "The names of the own properties, those that are not enumerable included.",
    length: 1,
    returns: Kinds::ARRAY,
    examples: &[("Object.getOwnPropertyNames(['a'])", "[\"0\",\"length\"]")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let names = own_property_names(heap, argument(arguments, 0))?;
    Ok(Value::Object(heap.new_array(&names)?))
}
