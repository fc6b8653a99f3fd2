//! `instanceof` with a built-in class: <https://tc39.es/ecma262/#sec-ordinaryhasinstance>

use crate::value::{Class, Completion, ErrorClass, Heap, OBJECT_PROTOTYPE, Object, UNREAD, Value};

/// A built-in class that values can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constructor {
    /// `Object`: all objects
    Object,
    /// `Function`: all functions
    Function,
    /// A class that a handle knows
    Class(Class),
    /// An error class other than `Error` itself
    Error(ErrorClass),
    /// A class that no value here is of: wrappers of primitives, buffers, URL …
    Other,
}

impl Constructor {
    /// The class of a global name.
    #[must_use]
    pub fn named(name: &str) -> Option<Constructor> {
        Some(match name {
            "Object" => Constructor::Object,
            "Function" => Constructor::Function,
            "Array" => Constructor::Class(Class::Array),
            "String" => Constructor::Class(Class::StringObject),
            "Number" => Constructor::Class(Class::NumberObject),
            "Boolean" => Constructor::Class(Class::BooleanObject),
            "Map" => Constructor::Class(Class::Map),
            "Set" => Constructor::Class(Class::Set),
            "Date" => Constructor::Class(Class::Date),
            "RegExp" => Constructor::Class(Class::RegExp),
            "Error" => Constructor::Class(Class::Error),
            "EvalError" => Constructor::Error(ErrorClass::EvalError),
            "RangeError" => Constructor::Error(ErrorClass::RangeError),
            "ReferenceError" => Constructor::Error(ErrorClass::ReferenceError),
            "SyntaxError" => Constructor::Error(ErrorClass::SyntaxError),
            "TypeError" => Constructor::Error(ErrorClass::TypeError),
            "URIError" => Constructor::Error(ErrorClass::UriError),
            "AggregateError" | "ArrayBuffer" | "BigInt" | "BigInt64Array" | "BigUint64Array" | "Buffer"
            | "DataView" | "Float32Array" | "Float64Array" | "Int16Array" | "Int32Array" | "Int8Array" | "Symbol"
            | "TextDecoder" | "TextEncoder" | "URL" | "URLSearchParams" | "Uint16Array" | "Uint32Array"
            | "Uint8Array" | "Uint8ClampedArray" | "WeakMap" | "WeakSet" => Constructor::Other,
            _ => return None,
        })
    }
}

/// Whether the value is an instance of the class.
pub fn instance_of(heap: &Heap<'_>, value: Value, constructor: Constructor) -> Completion<bool> {
    let r = match value {
        Value::Object(r) => r,
        Value::Builtin(_) => return Ok(matches!(constructor, Constructor::Object | Constructor::Function)),
        Value::Unread => return Err(UNREAD),
        _ => return Ok(false),
    };
    Ok(match constructor {
        Constructor::Object => r != OBJECT_PROTOTYPE && !heap.has_null_prototype(r),
        Constructor::Function => r.class == Class::Function,
        Constructor::Class(class) => r.class == class,
        Constructor::Error(class) => matches!(heap.peek(r), Object::Error { class: own, .. } if own == class),
        Constructor::Other => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecma::test_support::Fixture;
    use crate::value::JsError;

    #[test]
    fn errors_are_of_two_classes() {
        let fixture = Fixture::new();
        let mut heap = fixture.heap();
        let error = JsError {
            class: ErrorClass::TypeError,
            message: String::new(),
        };
        let error = Value::Object(heap.new_error(&error).expect("fits"));
        let is = |name| {
            let constructor = Constructor::named(name).expect("a class");
            instance_of(&heap, error, constructor).expect("decided")
        };
        assert!(is("Error") && is("TypeError") && is("Object"));
        assert!(!is("RangeError") && !is("Map") && !is("Function") && !is("String"));
        assert!(Constructor::named("Math").is_none());
    }
}
