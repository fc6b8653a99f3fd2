//! Values as V8's error messages show them.

use super::{error_message, message_text, number_text};
use crate::value::{Abrupt, Class, Completion, Heap, Object, Ref, UNREAD, Value};

/// What V8's `Object::NoSideEffectsToString` gives: text for messages, without running user code.
pub fn inspect(heap: &mut Heap<'_>, value: Value) -> Completion<String> {
    Ok(match inspect_by_name(heap, value)? {
        Some(text) => text,
        None => match value {
            Value::Object(Ref {
                class: Class::Array, ..
            }) => "[object Array]".into(),
            Value::Object(Ref { class: Class::Date, .. }) => "[object Date]".into(),
            Value::Object(Ref {
                class: Class::RegExp, ..
            }) => "[object RegExp]".into(),
            Value::Object(Ref {
                class: Class::StringObject,
                ..
            }) => "[object String]".into(),
            Value::Object(Ref {
                class: Class::NumberObject,
                ..
            }) => "[object Number]".into(),
            Value::Object(Ref {
                class: Class::BooleanObject,
                ..
            }) => "[object Boolean]".into(),
            _ => "[object Object]".into(),
        },
    })
}

/// What V8's `Object::NoSideEffectsMaybeToString` gives: nothing where only the class is known, not the text.
fn inspect_by_name(heap: &mut Heap<'_>, value: Value) -> Completion<Option<String>> {
    Ok(Some(match value {
        Value::Undefined | Value::Absent => "undefined".into(),
        Value::Null => "null".into(),
        Value::Bool(b) => b.to_string(),
        Value::Number(n) => number_text(n),
        Value::Verbatim(n, _) => number_text(n.number()),
        Value::String(s) => message_text(heap, s)?,
        Value::Object(r) => return inspect_object(heap, r),
        Value::Builtin(_) => return Err(Abrupt::Unsupported("the source text of a function")),
        Value::Unread => return Err(UNREAD),
    }))
}

fn inspect_object(heap: &mut Heap<'_>, r: Ref) -> Completion<Option<String>> {
    Ok(match r.class {
        Class::Plain if heap.has_null_prototype(r) => {
            return Err(Abrupt::Unsupported("the groups of a match in an error message"));
        }
        Class::Plain => {
            // An own `toString` or `constructor` hides the inherited one that gives the object its name.
            let own_to_string = heap.get_own(r, b"toString")?;
            let own_constructor = heap.get_own(r, b"constructor")?;
            if own_constructor.is_callable() {
                return Err(Abrupt::Unsupported("an object with a constructor of its own"));
            }
            let plain = matches!((own_to_string, own_constructor), (Value::Absent, Value::Absent));
            plain.then(|| "#<Object>".into())
        }
        Class::Map => Some("#<Map>".into()),
        Class::Set => Some("#<Set>".into()),
        Class::Array
        | Class::Date
        | Class::RegExp
        | Class::StringObject
        | Class::NumberObject
        | Class::BooleanObject => None,
        Class::Error => {
            let Object::Error { class, message } = heap.peek(r) else {
                unreachable!("class Error")
            };
            let message = error_message(heap, message)?;
            let message = message_text(heap, message)?;
            Some(if message.is_empty() {
                class.name().into()
            } else {
                format!("{}: {message}", class.name())
            })
        }
        Class::Function => match heap.function_text(r) {
            Some(known) => Some(message_text(heap, known.source)?),
            None => return Err(Abrupt::Unsupported("the source text of a function")),
        },
        // Newer versions of V8 name its constructor.
        Class::Iterator => return Err(Abrupt::Unsupported("an iterator in an error message")),
    })
}

/// The TypeError of reading a property of null or undefined.
pub fn read_error(heap: &mut Heap<'_>, object: Value, key: Value) -> Abrupt {
    access_error(heap, object, key, "read", "reading")
}

/// The TypeError of writing a property of null or undefined.
pub fn write_error(heap: &mut Heap<'_>, object: Value, key: Value) -> Abrupt {
    access_error(heap, object, key, "set", "setting")
}

#[cold]
fn access_error(heap: &mut Heap<'_>, object: Value, key: Value, verb: &str, doing: &str) -> Abrupt {
    let object = if matches!(object, Value::Null) {
        "null"
    } else {
        "undefined"
    };
    match inspect_by_name(heap, key) {
        Ok(Some(key)) => Abrupt::type_error(format!("Cannot {verb} properties of {object} ({doing} '{key}')")),
        Ok(None) => Abrupt::type_error(format!("Cannot {verb} properties of {object}")),
        Err(abrupt) => abrupt,
    }
}

/// The TypeError of a built-in that was given something else than a function.
pub fn not_callable(heap: &mut Heap<'_>, value: Value) -> Abrupt {
    match inspect(heap, value) {
        Ok(shown) => heap.reworded_type_error(&format!("{shown} is not a function")),
        Err(abrupt) => abrupt,
    }
}

/// Passes functions; throws V8's TypeError for anything else.
#[inline]
pub fn require_callable(heap: &mut Heap<'_>, value: Option<&Value>) -> Completion {
    let value = value.copied().unwrap_or_default();
    if value.is_callable() {
        Ok(value)
    } else {
        Err(not_callable(heap, value))
    }
}
