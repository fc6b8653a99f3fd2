//! `Object.getOwnPropertyDescriptor`: <https://tc39.es/ecma262/#sec-object.getownpropertydescriptor>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::{to_property_key, unit_string};
use crate::types::Kinds;
use crate::value::{Abrupt, Class, Completion, Heap, OBJECT_PROTOTYPE, PropertyKey, UNREAD, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Object.getOwnPropertyDescriptor",
    spec: "sec-object.getownpropertydescriptor",
    summary: "What an own property holds, and what may be done to it.",
    length: 2,
    returns: Kinds::OBJECT.or(Kinds::UNDEFINED),
    examples: &[("Object.getOwnPropertyDescriptor({ a: 1 }, 'a').writable", "true")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let value = argument(arguments, 0);
    if value.is_nullish() {
        return Err(Abrupt::type_error("Cannot convert undefined or null to object"));
    }
    let key = to_property_key(heap, argument(arguments, 1))?;
    let is_length = matches!(key, PropertyKey::Name(name) if heap.text(name) == b"length");
    let (held, writable, enumerable, configurable) = match (value, key) {
        (Value::Object(OBJECT_PROTOTYPE), _) => return Err(UNKNOWN),
        (Value::Object(r), _) if r.class == Class::Plain => {
            let changes = !heap.is_frozen(r);
            (heap.get_own_key(r, key)?, changes, true, changes)
        }
        (Value::Object(r), PropertyKey::Index(index)) if r.class == Class::Array => {
            let changes = !heap.is_frozen(r);
            (heap.array_get(r, index as usize)?, changes, true, changes)
        }
        (Value::Object(r), _) if r.class == Class::Array && is_length => {
            let length = heap.array_len(r)? as f64;
            (Value::Number(length), !heap.is_frozen(r), false, false)
        }
        (Value::String(s), PropertyKey::Index(index)) if (index as usize) < heap.length(s) => {
            let unit = unit_string(heap, s, index as usize)?;
            (Value::String(unit), false, true, false)
        }
        (Value::String(s), _) if is_length => (Value::Number(heap.length(s) as f64), false, false, false),
        (Value::String(_) | Value::Number(_) | Value::Bool(_), _) => (Value::Absent, false, false, false),
        (Value::Unread, _) => return Err(UNREAD),
        _ => return Err(UNKNOWN),
    };
    if matches!(held, Value::Absent) {
        return Ok(Value::Undefined);
    }
    let descriptor = heap.new_dictionary();
    let parts = [
        ("value", held),
        ("writable", Value::Bool(writable)),
        ("enumerable", Value::Bool(enumerable)),
        ("configurable", Value::Bool(configurable)),
    ];
    for (name, part) in parts {
        let name = heap.string(name.as_bytes())?;
        heap.set_own(descriptor, name, part)?;
    }
    Ok(Value::Object(descriptor))
}

const UNKNOWN: Abrupt = Abrupt::Unsupported("a property descriptor of that object");
