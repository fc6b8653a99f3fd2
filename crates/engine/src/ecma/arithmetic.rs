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

/// `left % right`: the exact remainder with the sign of the dividend, which is what Rust's `%` is too.
#[inline]
pub fn remainder(heap: &mut Heap<'_>, left: Value, right: Value) -> Completion<f64> {
    let (x, y) = operands(heap, left, right)?;
    Ok(x % y)
}

/// `left ** right`
#[inline]
pub fn exponentiate(heap: &mut Heap<'_>, left: Value, right: Value) -> Completion<f64> {
    let (x, y) = operands(heap, left, right)?;
    Ok(pow(x, y))
}
