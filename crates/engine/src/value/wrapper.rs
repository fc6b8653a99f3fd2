//! Objects that wrap a primitive: `new String('x')`, `Object(1)`.

use super::{Class, Heap, Object, Ref, Value};

impl Class {
    /// Whether objects of this class wrap a primitive.
    #[inline]
    #[must_use]
    pub fn is_wrapper(self) -> bool {
        matches!(self, Class::StringObject | Class::NumberObject | Class::BooleanObject)
    }
}

impl Heap<'_> {
    /// ToObject of a value that is neither null nor undefined: <https://tc39.es/ecma262/#sec-toobject>
    pub fn to_object(&mut self, value: Value) -> Value {
        let class = match value {
            Value::String(_) => Class::StringObject,
            Value::Number(_) => Class::NumberObject,
            Value::Bool(_) => Class::BooleanObject,
            other => return other,
        };
        Value::Object(self.add(class, Object::Wrapper(value)))
    }

    /// The primitive that an object wraps.
    #[inline]
    #[must_use]
    pub fn wrapped(&self, r: Ref) -> Option<Value> {
        match self.peek_at(r) {
            Object::Wrapper(value) => Some(*value),
            _ => None,
        }
    }

    /// The primitive that a value wraps, or the value itself.
    #[inline]
    #[must_use]
    pub fn unwrapped(&self, value: Value) -> Value {
        match value {
            Value::Object(r) if r.class.is_wrapper() => self.wrapped(r).unwrap_or(value),
            other => other.plain(),
        }
    }
}
