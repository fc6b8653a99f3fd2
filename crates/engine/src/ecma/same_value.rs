//! SameValue: <https://tc39.es/ecma262/#sec-samevalue>

use crate::value::{Heap, Value};

/// As `===`, but `NaN` is itself and `-0` is not `0`. (SameValueZero is [`Heap::same_value_zero`].)
#[must_use]
pub fn same_value(heap: &Heap<'_>, a: Value, b: Value) -> bool {
    match (a, b) {
        (Value::Number(x), Value::Number(y)) => x.to_bits() == y.to_bits() || (x.is_nan() && y.is_nan()),
        (Value::Verbatim(..), _) | (_, Value::Verbatim(..)) => same_value(heap, a.plain(), b.plain()),
        _ => heap.same_value_zero(a, b),
    }
}
