//! The `typeof` operator: <https://tc39.es/ecma262/#sec-typeof-operator>

use crate::value::{Class, Completion, UNREAD, Value};

/// The name that `typeof` gives.
#[inline]
pub fn typeof_(value: Value) -> Completion<&'static str> {
    Ok(match value {
        Value::Undefined | Value::Absent => "undefined",
        Value::Bool(_) => "boolean",
        Value::Number(_) | Value::Verbatim(..) => "number",
        Value::String(_) => "string",
        Value::Object(r) if r.class == Class::Function => "function",
        Value::Null | Value::Object(_) => "object",
        Value::Builtin(_) => "function",
        Value::Unread => return Err(UNREAD),
    })
}
