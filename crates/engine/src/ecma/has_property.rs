//! HasProperty and the operator `in`: <https://tc39.es/ecma262/#sec-relational-operators-runtime-semantics-evaluation>

use super::prototype::is_later;
use super::{Prototype, has_own_property, inspect, is_inherited, to_property_key};
use crate::value::{Abrupt, Completion, Heap, PropertyKey, Value};

/// `key in object`
pub fn in_operator(heap: &mut Heap<'_>, key: Value, object: Value) -> Completion<bool> {
    if !object.is_object() {
        let key = inspect(heap, key)?;
        let object = inspect(heap, object)?;
        let message = format!("Cannot use 'in' operator to search for '{key}' in {object}");
        return Err(Abrupt::type_error(message));
    }
    let key = to_property_key(heap, key)?;
    has_property(heap, object, key)
}

/// Whether an object has such a property, its own or inherited.
pub fn has_property(heap: &mut Heap<'_>, object: Value, key: PropertyKey) -> Completion<bool> {
    let Some(prototype) = Prototype::of(object) else {
        return Ok(false);
    };
    if let PropertyKey::Name(name) = key {
        // Names that are not ASCII are on no prototype.
        let name = std::str::from_utf8(heap.text(name)).unwrap_or("");
        if let Value::Object(r) = object
            && heap.has_null_prototype(r)
        {
            return has_own_property(heap, object, key);
        }
        if is_later(prototype, name) {
            return Err(Abrupt::Unsupported("a property that only newer versions of V8 have"));
        }
        if is_inherited(prototype, name) {
            return Ok(true);
        }
    }
    has_own_property(heap, object, key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecma::test_support::{Fixture, show, string};

    #[test]
    fn own_and_inherited() {
        let fixture = Fixture::new();
        let mut heap = fixture.heap();
        let array = Value::Object(heap.new_array(&[Value::Absent, 1.0.into()]).expect("fits"));
        let object = Value::Object(heap.new_dictionary());
        let text = string(&mut heap, "abc");
        let cases = [
            ("0", array, "false"),
            ("1", array, "true"),
            ("length", array, "true"),
            ("map", array, "true"),
            ("toString", object, "true"),
            ("__proto__", object, "true"),
            ("map", object, "false"),
            (
                "a",
                text,
                "TypeError: Cannot use 'in' operator to search for 'a' in abc",
            ),
            (
                "a",
                Value::Null,
                "TypeError: Cannot use 'in' operator to search for 'a' in null",
            ),
        ];
        for (key, object, expected) in cases {
            let key = string(&mut heap, key);
            let result = in_operator(&mut heap, key, object).map(Value::Bool);
            assert_eq!(show(&mut heap, result), expected);
        }
    }
}
