//! `Object.assign`: <https://tc39.es/ecma262/#sec-object.assign>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::{enumerable_own_properties, set_array_property};
use crate::types::Kinds;
use crate::value::{Abrupt, Class, Completion, Heap, Property, PropertyKey, Ref, Str, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Object.assign",
    spec: "sec-object.assign",
    summary: "Copies the own enumerable properties of the sources to the target, and returns it.",
    length: 2,
    returns: Kinds::ANY.without(Kinds::PRIMITIVE),
    examples: &[("Object.assign({ a: 1 }, { b: 2 }, null)", "{\"a\":1,\"b\":2}")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let target = argument(arguments, 0);
    let object = match target {
        Value::Undefined | Value::Null => {
            return Err(Abrupt::type_error("Cannot convert undefined or null to object"));
        }
        Value::Object(r) if matches!(r.class, Class::Plain | Class::Array) => r,
        Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            // The object that wraps it takes properties, but nobody here has one of its own.
            let Value::Object(wrapper) = heap.to_object(target) else {
                unreachable!("a primitive is wrapped")
            };
            wrapper
        }
        _ => return Err(Abrupt::Unsupported("Object.assign to that value")),
    };
    let mut properties = heap.local.spare.take_properties();
    for &source in arguments.iter().skip(1).filter(|source| !source.is_nullish()) {
        enumerable_own_properties(heap, source, &mut properties)?;
        for &Property { key, value } in &properties {
            assign(heap, object, key, value)?;
        }
    }
    heap.local.spare.give_properties(properties);
    Ok(Value::Object(object))
}

/// `object[key] = value`
fn assign(heap: &mut Heap<'_>, object: Ref, key: Str, value: Value) -> Completion<()> {
    // Unlike a copy, an assignment to this name would set the prototype.
    if heap.text(key) == b"__proto__" {
        return Err(Abrupt::Unsupported("an assignment to __proto__"));
    }
    if object.class.is_wrapper() {
        return Err(Abrupt::Unsupported("a property on an object that wraps a primitive"));
    }
    match (object.class, heap.key_of(key)) {
        (Class::Plain, _) => heap.set_own(object, key, value),
        (_, PropertyKey::Index(index)) => heap.array_set(object, index as usize, value),
        (_, PropertyKey::Name(name)) => set_array_property(heap, object, name, value),
    }
}
