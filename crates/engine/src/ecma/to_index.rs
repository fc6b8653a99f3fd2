//! The two ways that methods turn arguments into positions.

use super::to_integer_or_infinity;
use crate::value::{Completion, Heap, Value};

/// A position that counts from the end where negative: `slice`, `splice`, `fill`, `copyWithin`. `undefined` gives
/// `default`, everything else is clamped to `0 ..= length`.
pub fn relative_index(heap: &mut Heap<'_>, value: Option<&Value>, length: usize, default: usize) -> Completion<usize> {
    let value = match value {
        None | Some(Value::Undefined) => return Ok(default),
        Some(&value) => value,
    };
    let relative = to_integer_or_infinity(heap, value)?;
    let length = length as f64;
    Ok(if relative < 0.0 {
        (length + relative).max(0.0)
    } else {
        relative.min(length)
    } as usize)
}

/// A position clamped to `0 ..= length`: `indexOf`, `substring`, `startsWith`. `undefined` gives `default`.
pub fn to_clamped_index(
    heap: &mut Heap<'_>,
    value: Option<&Value>,
    length: usize,
    default: usize,
) -> Completion<usize> {
    match value {
        None | Some(Value::Undefined) => Ok(default),
        Some(&value) => Ok(to_integer_or_infinity(heap, value)?.clamp(0.0, length as f64) as usize),
    }
}
