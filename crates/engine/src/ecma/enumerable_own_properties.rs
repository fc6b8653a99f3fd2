//! EnumerableOwnProperties: <https://tc39.es/ecma262/#sec-enumerableownproperties>

use super::unit_string;
use crate::value::{Abrupt, Completion, Heap, Property, PropertyKey, UNREAD, Value};

/// The own enumerable properties of a value taken as an object, in the order that `Object.keys` gives. Null and undefined
/// throw.
pub fn enumerable_own_properties(heap: &mut Heap<'_>, value: Value, out: &mut Vec<Property>) -> Completion<()> {
    out.clear();
    match value {
        Value::Undefined | Value::Null | Value::Absent => {
            Err(Abrupt::type_error("Cannot convert undefined or null to object"))
        }
        Value::Bool(_) | Value::Number(_) | Value::Verbatim(..) | Value::Builtin(_) => Ok(()),
        Value::String(s) => {
            let length = heap.length(s);
            heap.afford(length * size_of::<Property>())?;
            for index in 0..length {
                let key = heap.key_name(PropertyKey::Index(index as u32))?;
                let unit = unit_string(heap, s, index)?;
                out.push(Property {
                    key,
                    value: Value::String(unit),
                });
            }
            Ok(())
        }
        Value::Object(r) if r.class.is_wrapper() => {
            let primitive = heap.unwrapped(value);
            enumerable_own_properties(heap, primitive, out)
        }
        Value::Object(r) => heap.own_properties(r, out),
        Value::Unread => Err(UNREAD),
    }
}
