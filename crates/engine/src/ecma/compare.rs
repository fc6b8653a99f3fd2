//! The relational operators: <https://tc39.es/ecma262/#sec-islessthan>

use std::cmp::Ordering;

use super::{Hint, to_number, to_primitive};
use crate::value::{Completion, Heap, Value};

/// How `left` and `right` stand to each other; `None` where NaN takes part. The left operand is always converted first,
/// which is what IsLessThan's LeftFirst arranges.
#[inline]
pub fn compare(heap: &mut Heap<'_>, left: Value, right: Value) -> Completion<Option<Ordering>> {
    if let (Value::Number(x), Value::Number(y)) = (left, right) {
        return Ok(x.partial_cmp(&y));
    }
    let left = to_primitive(heap, left, Hint::Number)?;
    let right = to_primitive(heap, right, Hint::Number)?;
    if let (Value::String(x), Value::String(y)) = (left, right) {
        return Ok(Some(heap.compare_text(x, y)));
    }
    Ok(to_number(heap, left)?.partial_cmp(&to_number(heap, right)?))
}

/// `left < right`
#[inline]
pub fn less(heap: &mut Heap<'_>, left: Value, right: Value) -> Completion<bool> {
    Ok(compare(heap, left, right)? == Some(Ordering::Less))
}

/// `left <= right`
#[inline]
pub fn less_or_equal(heap: &mut Heap<'_>, left: Value, right: Value) -> Completion<bool> {
    Ok(compare(heap, left, right)?.is_some_and(Ordering::is_le))
}

/// `left > right`
#[inline]
pub fn greater(heap: &mut Heap<'_>, left: Value, right: Value) -> Completion<bool> {
    Ok(compare(heap, left, right)? == Some(Ordering::Greater))
}

/// `left >= right`
#[inline]
pub fn greater_or_equal(heap: &mut Heap<'_>, left: Value, right: Value) -> Completion<bool> {
    Ok(compare(heap, left, right)?.is_some_and(Ordering::is_ge))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecma::test_support::{Fixture, string};

    #[test]
    fn strings_compare_by_units_and_mixed_kinds_as_numbers() {
        let fixture = Fixture::new();
        let mut heap = fixture.heap();
        let (ten, nine) = (string(&mut heap, "10"), string(&mut heap, "9"));
        assert!(!greater(&mut heap, ten, nine).expect("no error"));
        assert!(greater(&mut heap, ten, 9.0.into()).expect("no error"));
        assert!(greater_or_equal(&mut heap, Value::Null, 0.0.into()).expect("no error"));
        assert!(!greater_or_equal(&mut heap, Value::Undefined, 0.0.into()).expect("no error"));
        let (emoji, halfwidth) = (string(&mut heap, "😀"), string(&mut heap, "\u{ff61}"));
        assert!(less(&mut heap, emoji, halfwidth).expect("no error"));
        assert!(less_or_equal(&mut heap, emoji, emoji).expect("no error"));
    }
}
