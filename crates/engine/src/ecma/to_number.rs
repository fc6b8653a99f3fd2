//! ToNumber: <https://tc39.es/ecma262/#sec-tonumber>

use super::{Hint, string_to_number, to_primitive};
use crate::value::{Class, Completion, Heap, Ref, UNREAD, Value};

/// The value as a number.
#[inline]
pub fn to_number(heap: &mut Heap<'_>, value: Value) -> Completion<f64> {
    Ok(match value {
        Value::Number(n) => n,
        Value::Verbatim(n, _) => n.number(),
        Value::Undefined | Value::Absent => f64::NAN,
        Value::Null => 0.0,
        Value::Bool(b) => f64::from(u8::from(b)),
        Value::String(s) => string_to_number(heap.text(s)),
        // A function's text is never that of a number.
        Value::Builtin(_)
        | Value::Object(Ref {
            class: Class::Function, ..
        }) => f64::NAN,
        Value::Object(_) => {
            let primitive = to_primitive(heap, value, Hint::Number)?;
            return to_number(heap, primitive);
        }
        Value::Unread => return Err(UNREAD),
    })
}
