//! `Object.prototype.hasOwnProperty`: <https://tc39.es/ecma262/#sec-object.prototype.hasownproperty>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::{has_own_property, to_property_key};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Object.prototype.hasOwnProperty",
    spec: "sec-object.prototype.hasownproperty",
    summary: "Whether the value has such a property itself.",
    length: 1,
    returns: Kinds::BOOLEAN,
    examples: &[("({ a: 1 }).hasOwnProperty('a')", "true")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let key = to_property_key(heap, argument(arguments, 0))?;
    Ok(Value::Bool(has_own_property(heap, this, key)?))
}
