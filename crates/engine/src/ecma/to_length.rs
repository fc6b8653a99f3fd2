//! ToLength: <https://tc39.es/ecma262/#sec-tolength>

use super::to_integer_or_infinity;
use crate::value::{Completion, Heap, Value};

/// The value as a length: from 0 to 2^53 - 1.
pub fn to_length(heap: &mut Heap<'_>, value: Value) -> Completion<f64> {
    Ok(to_integer_or_infinity(heap, value)?.clamp(0.0, 9_007_199_254_740_991.0))
}
