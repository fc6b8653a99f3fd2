//! Runtime values: small copyable handles, and the heap that gives them meaning.
//!
//! A [`Value`] is 16 bytes and `Copy`. Strings ([`Str`]) point into the input, the heap or the constants; objects ([`Ref`])
//! are indices, and their identity is that index. A record's values live until [`Heap::reset`]; nothing is freed one by one.

mod abrupt;
mod array_properties;
mod conversion;
mod function;
mod heap;
mod json_messages;
mod object;
pub mod packed;
pub mod regexp;
pub mod snapshot;
mod spare;
mod store;
mod string;
mod table;
mod verbatim;
mod wrapper;
mod zone;

pub use abrupt::{Abrupt, BORROWED, Completion, ErrorClass, JsError, Limit};
pub use conversion::{Conversions, Hint, OWN_METHOD};
pub use function::FunctionText;
pub use heap::{Caller, Copied, Fixed, Heap, MAX_STRING_UNITS, Mark, UNKNOWN_ZONE, UNREAD, V8_MESSAGE, array_index};
pub use json_messages::JsonMessages;
pub use object::{
    Class, Dictionary, IteratorKind, OBJECT_PROTOTYPE, Object, Property, PropertyKey, Ref, Shape, ShapeId, ShapeKey,
    UNCOMPILED,
};
pub use spare::Spare;
pub use store::{Space, Store};
pub use string::Str;
pub use table::Table;
pub use verbatim::{Halves, Verbatims};
pub use zone::Zone;

/// A built-in function as a value; its identity is this number. The registry of `builtins` gives it meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BuiltinId(pub u16);

static BUILTIN_NAMES: std::sync::OnceLock<Vec<&'static str>> = std::sync::OnceLock::new();

impl BuiltinId {
    /// Called once by the registry: dotted names by number.
    pub fn name_all(names: Vec<&'static str>) {
        // The registry is made once; a second call would bring the same names.
        let _ = BUILTIN_NAMES.set(names);
    }

    /// Its dotted name.
    #[must_use]
    pub fn path(self) -> &'static str {
        let names = BUILTIN_NAMES
            .get()
            .expect("ids come from the registry, which names them");
        names[self.0 as usize]
    }

    /// The function's own `name`: the last part of its dotted name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.path().rsplit(['.', ' ']).next().unwrap_or_default()
    }
}

/// Any JavaScript value that jsonmill knows, and two states of a slot that JavaScript never sees.
#[derive(Clone, Copy, Debug, Default)]
pub enum Value {
    /// `undefined`
    #[default]
    Undefined,
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// Any number, `-0` and `NaN` included
    Number(f64),
    /// A number of the input that keeps its text, by its number among the heap's, as long as it only goes from place to place
    Verbatim(Halves, u32),
    /// A string of UTF-16 code units, kept as WTF-8
    String(Str),
    /// Anything with identity: plain objects, arrays, closures, Map, Set, Date …
    Object(Ref),
    /// A built-in function such as `Math.max`
    Builtin(BuiltinId),
    /// No property here: a field the record lacks, or a hole of an array
    Absent,
    /// The projection left this out. Nobody should read it; who does makes the run go to V8.
    Unread,
}

impl Value {
    /// Absent slots read as `undefined`.
    #[inline]
    #[must_use]
    pub fn or_undefined(self) -> Value {
        if matches!(self, Value::Absent) {
            Value::Undefined
        } else {
            self
        }
    }

    /// The number itself of one that keeps its text.
    #[inline]
    #[must_use]
    pub fn plain(self) -> Value {
        match self {
            Value::Verbatim(n, _) => Value::Number(n.number()),
            other => other,
        }
    }

    /// `undefined` or `null`
    #[inline]
    #[must_use]
    pub fn is_nullish(self) -> bool {
        matches!(self, Value::Undefined | Value::Null)
    }

    /// Whether ECMAScript's Type(value) is Object.
    #[inline]
    #[must_use]
    pub fn is_object(self) -> bool {
        matches!(self, Value::Object(_) | Value::Builtin(_))
    }

    /// The array behind the value, if it is one.
    #[inline]
    #[must_use]
    pub fn as_array(self) -> Option<Ref> {
        match self {
            Value::Object(r) if r.class == Class::Array => Some(r),
            _ => None,
        }
    }

    /// Whether it can be called.
    #[inline]
    #[must_use]
    pub fn is_callable(self) -> bool {
        match self {
            Value::Builtin(_) => true,
            Value::Object(r) => r.class == Class::Function,
            _ => false,
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Value {
        Value::Bool(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Value {
        Value::Number(value)
    }
}

impl From<Str> for Value {
    fn from(value: Str) -> Value {
        Value::String(value)
    }
}

impl From<Ref> for Value {
    fn from(value: Ref) -> Value {
        Value::Object(value)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_value_stays_two_words() {
        assert_eq!(size_of::<super::Value>(), 16);
    }
}
