//! ToIntegerOrInfinity: <https://tc39.es/ecma262/#sec-tointegerorinfinity>

use super::to_number;
use crate::value::{Completion, Heap, Value};

/// The value's integer part; NaN and `-0` become `0`, infinities stay.
#[inline]
pub fn to_integer_or_infinity(heap: &mut Heap<'_>, value: Value) -> Completion<f64> {
    let number = to_number(heap, value)?;
    // Adding zero turns -0 into 0.
    Ok(if number.is_nan() { 0.0 } else { number.trunc() + 0.0 })
}
