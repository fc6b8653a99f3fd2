//! `Object.hasOwn`: <https://tc39.es/ecma262/#sec-object.hasown>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::{has_own_property, to_property_key};
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Object.hasOwn",
    spec: "sec-object.hasown",
    summary: "Whether the value has such a property itself.",
    length: 2,
    returns: Kinds::BOOLEAN,
    examples: &[("Object.hasOwn({ a: 1 }, 'a')", "true")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let object = argument(arguments, 0);
    if object.is_nullish() {
        return Err(Abrupt::type_error("Cannot convert undefined or null to object"));
    }
    let key = to_property_key(heap, argument(arguments, 1))?;
    Ok(Value::Bool(has_own_property(heap, object, key)?))
}
