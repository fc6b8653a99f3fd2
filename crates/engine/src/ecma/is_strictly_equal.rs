//! IsStrictlyEqual: <https://tc39.es/ecma262/#sec-isstrictlyequal>

use crate::value::{Completion, Heap, UNREAD, Value};

/// `a === b`
#[inline]
pub fn is_strictly_equal(heap: &Heap<'_>, a: Value, b: Value) -> Completion<bool> {
    Ok(match (a, b) {
        (Value::Number(x), Value::Number(y)) => x == y,
        (Value::String(x), Value::String(y)) => heap.same_text(x, y),
        (Value::Unread, _) | (_, Value::Unread) => return Err(UNREAD),
        _ => heap.same_value_zero(a.or_undefined(), b.or_undefined()),
    })
}
