//! OrdinaryOwnPropertyKeys, the names among them: <https://tc39.es/ecma262/#sec-ordinaryownpropertykeys>

use super::enumerable_own_properties;
use crate::value::{Abrupt, Class, Completion, Heap, OBJECT_PROTOTYPE, Value, array_index};

/// The names of all own properties of a value taken as an object. Null and undefined throw.
pub fn own_property_names(heap: &mut Heap<'_>, value: Value) -> Completion<Vec<Value>> {
    let mut properties = Vec::new();
    enumerable_own_properties(heap, value, &mut properties)?;
    let mut names: Vec<Value> = properties.iter().map(|property| Value::String(property.key)).collect();
    let has_length = match value {
        Value::Bool(_) | Value::Number(_) => false,
        Value::String(_) => true,
        Value::Object(OBJECT_PROTOTYPE) => return Err(UNKNOWN),
        Value::Object(r) => match r.class {
            Class::Plain | Class::Map | Class::Set | Class::Date | Class::Iterator => false,
            Class::Array => true,
            _ => return Err(UNKNOWN),
        },
        _ => return Err(UNKNOWN),
    };
    if has_length {
        // It was there before any other name.
        let indices = properties
            .iter()
            .take_while(|property| array_index(heap.text(property.key)).is_some())
            .count();
        names.insert(indices, Value::String(heap.string(b"length")?));
    }
    Ok(names)
}

const UNKNOWN: Abrupt = Abrupt::Unsupported("the names of all properties of that object");
