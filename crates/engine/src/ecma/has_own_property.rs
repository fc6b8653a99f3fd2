//! HasOwnProperty: <https://tc39.es/ecma262/#sec-hasownproperty>

use super::{Prototype, has_builtin_property, has_function_property};
use crate::value::{Abrupt, Class, Completion, Heap, OBJECT_PROTOTYPE, Object, PropertyKey, UNREAD, Value};

/// Whether the value, taken as an object, has such a property itself. Null and undefined throw.
pub fn has_own_property(heap: &mut Heap<'_>, value: Value, key: PropertyKey) -> Completion<bool> {
    match value {
        Value::Undefined | Value::Null | Value::Absent => {
            Err(Abrupt::type_error("Cannot convert undefined or null to object"))
        }
        Value::Bool(_) | Value::Number(_) | Value::Verbatim(..) => Ok(false),
        Value::String(s) => Ok(match key {
            PropertyKey::Index(index) => (index as usize) < heap.length(s),
            PropertyKey::Name(name) => heap.text(name) == b"length",
        }),
        Value::Builtin(id) => match key {
            PropertyKey::Index(_) => Ok(false),
            PropertyKey::Name(name) => has_builtin_property(id, heap.text(name)),
        },
        Value::Object(OBJECT_PROTOTYPE) => Ok(match key {
            PropertyKey::Index(_) => false,
            PropertyKey::Name(name) => {
                let name = std::str::from_utf8(heap.text(name)).unwrap_or("");
                Prototype::Object.own_names().contains(&name)
            }
        }),
        Value::Object(r) if r.class.is_wrapper() => {
            let primitive = heap.unwrapped(value);
            has_own_property(heap, primitive, key)
        }
        Value::Object(r) => match (r.class, key) {
            (Class::Plain, _) => Ok(!matches!(heap.get_own_key(r, key)?, Value::Absent)),
            (Class::Array, PropertyKey::Index(index)) => {
                Ok(!matches!(heap.array_get(r, index as usize)?, Value::Absent))
            }
            (Class::Array, PropertyKey::Name(name)) => {
                let name = heap.text(name).to_vec();
                Ok(name == b"length" || !matches!(heap.array_property(r, &name)?, Value::Absent))
            }
            (Class::Function, PropertyKey::Name(name)) => has_function_property(heap, r, name),
            (Class::Error, PropertyKey::Name(name)) => match (heap.text(name), heap.peek(r)) {
                (b"stack", _) => Ok(true),
                // Whether an empty message was given or inherited is not kept.
                (b"message", Object::Error { message, .. }) if message.is_ok_and(|message| message.is_empty()) => {
                    Err(Abrupt::Unsupported("whether an Error has a message of its own"))
                }
                (b"message", _) => Ok(true),
                (b"cause", _) => Err(Abrupt::Unsupported("the cause of an Error")),
                _ => Ok(false),
            },
            (Class::RegExp, PropertyKey::Name(name)) => Ok(heap.text(name) == b"lastIndex"),
            _ => Ok(false),
        },
        Value::Unread => Err(UNREAD),
    }
}
