//! Own properties of functions: <https://tc39.es/ecma262/#sec-function-instances>

use crate::value::{Abrupt, Completion, Heap, Object, Ref, Str, Value};

/// What only V8 knows of a function.
const UNKNOWN: Abrupt = Abrupt::Unsupported("a property of a function");

/// An own property of a function of the callback's; [`Value::Absent`] if it has none of this name.
pub fn function_property(heap: &Heap<'_>, function: Ref, name: &[u8]) -> Completion {
    let Some(known) = heap.function_text(function) else {
        // Bound functions have a name and a length only.
        return match (name, heap.peek(function)) {
            (b"length" | b"name", _) => Err(UNKNOWN),
            (_, Object::Bound { .. }) => Ok(Value::Absent),
            _ => Err(UNKNOWN),
        };
    };
    match name {
        b"length" => Ok(Value::Number(f64::from(known.length))),
        b"name" => known.name.map(Value::String).ok_or(UNKNOWN),
        // Those that `new` can call have the first, and where they are sloppy the others too.
        b"prototype" | b"arguments" | b"caller" if known.has_prototype != Some(false) => Err(UNKNOWN),
        _ => Ok(Value::Absent),
    }
}

/// Whether a function of the callback's has such an own property.
pub fn has_function_property(heap: &Heap<'_>, function: Ref, name: Str) -> Completion<bool> {
    match heap.text(name) {
        b"length" | b"name" => Ok(true),
        b"prototype" if let Some(known) = heap.function_text(function) => known.has_prototype.ok_or(UNKNOWN),
        name => function_property(heap, function, name).map(|value| !matches!(value, Value::Absent)),
    }
}
