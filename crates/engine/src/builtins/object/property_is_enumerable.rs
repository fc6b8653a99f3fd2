//! `Object.prototype.propertyIsEnumerable`: <https://tc39.es/ecma262/#sec-object.prototype.propertyisenumerable>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::{has_own_property, to_property_key};
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, PropertyKey, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Object.prototype.propertyIsEnumerable",
    spec: "sec-object.prototype.propertyisenumerable",
    summary: "Whether the value has such a property itself, and lists it.",
    length: 1,
    returns: Kinds::BOOLEAN,
    examples: &[("[1].propertyIsEnumerable('length')", "false")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let key = to_property_key(heap, argument(arguments, 0))?;
    let listed = match (this, key) {
        (Value::Object(r), _) if r.class == Class::Plain => true,
        // Indices are listed; what else arrays, strings and other objects have themselves is not.
        (_, PropertyKey::Index(_)) => true,
        _ => false,
    };
    Ok(Value::Bool(has_own_property(heap, this, key)? && listed))
}
