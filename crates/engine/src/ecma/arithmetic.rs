//! The operators `-`, `*`, `/`, `%`, `**`: <https://tc39.es/ecma262/#sec-applystringornumericbinaryoperator>

use super::{pow, to_number};
use crate::value::{Completion, Heap, Value};

#[inline]
fn operands(heap: &mut Heap<'_>, left: Value, right: Value) -> Completion<(f64, f64)> {
    let left = to_number(heap, left)?;
    Ok((left, to_number(heap, right)?))
}

/// `left - right`
#[inline]
pub fn subtract(heap: &mut Heap<'_>, left: Value, right: Value) -> Completion<f64> {
    let (x, y) = operands(heap, left, right)?;
    Ok(x - y)
}

/// `left * right`
#[inline]
pub fn multiply(heap: &mut Heap<'_>, left: Value, right: Value) -> Completion<f64> {
    let (x, y) = operands(heap, left, right)?;
    Ok(x * y)
}

/// `left / right`
#[inline]
pub fn divide(heap: &mut Heap<'_>, left: Value, right: Value) -> Completion<f64> {
    let (x, y) = operands(heap, left, right)?;
    Ok(x / y)
}

/// `left % right`
#[inline]
pub fn remainder(heap: &mut Heap<'_>, left: Value, right: Value) -> Completion<f64> {
    let (x, y) = operands(heap, left, right)?;
    Ok(remainder_of(x, y))
}

/// The exact remainder with the sign of the dividend, which is what Rust's `%` is too. Of whole numbers it takes one division.
#[inline]
#[must_use]
pub fn remainder_of(x: f64, y: f64) -> f64 {
    let (a, b) = (x as i64, y as i64);
    // Larger numbers are whole too, but the cast may have changed them.
    if a > 0 && b > 0 && a < WHOLE && b < WHOLE && a as f64 == x && b as f64 == y {
        (a % b) as f64
    } else {
        x % y
    }
}

/// Whole numbers below this are told apart.
const WHOLE: i64 = 1 << 53;

/// `left ** right`
#[inline]
pub fn exponentiate(heap: &mut Heap<'_>, left: Value, right: Value) -> Completion<f64> {
    let (x, y) = operands(heap, left, right)?;
    Ok(pow(x, y))
}
