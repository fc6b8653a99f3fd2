//! IsLooselyEqual: <https://tc39.es/ecma262/#sec-islooselyequal>

use super::{Hint, is_strictly_equal, string_to_number, to_primitive};
use crate::value::{Completion, Heap, UNREAD, Value};

/// `a == b`
pub fn is_loosely_equal(heap: &mut Heap<'_>, a: Value, b: Value) -> Completion<bool> {
    let (a, b) = (a.or_undefined().plain(), b.or_undefined().plain());
    match (a, b) {
        (Value::Unread, _) | (_, Value::Unread) => Err(UNREAD),
        // Steps 2 and 3: null and undefined equal each other and nothing else.
        _ if a.is_nullish() || b.is_nullish() => Ok(a.is_nullish() && b.is_nullish()),
        // Steps 5 and 6: a number and a string compare as numbers.
        (Value::Number(n), Value::String(s)) | (Value::String(s), Value::Number(n)) => {
            Ok(n == string_to_number(heap.text(s)))
        }
        // Steps 9 and 10: booleans are numbers, unless both are booleans.
        (Value::Bool(x), Value::Bool(y)) => Ok(x == y),
        (Value::Bool(x), _) => is_loosely_equal(heap, f64::from(u8::from(x)).into(), b),
        (_, Value::Bool(y)) => is_loosely_equal(heap, a, f64::from(u8::from(y)).into()),
        // Steps 11 and 12: an object and a primitive compare as primitives.
        _ if a.is_object() != b.is_object() => {
            let a = to_primitive(heap, a, Hint::Default)?;
            let b = to_primitive(heap, b, Hint::Default)?;
            is_loosely_equal(heap, a, b)
        }
        _ => is_strictly_equal(heap, a, b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecma::test_support::{Fixture, string};

    #[test]
    fn mixed_kinds() {
        let fixture = Fixture::new();
        let mut heap = fixture.heap();
        let empty_array = Value::Object(heap.new_array(&[]).expect("fits"));
        let empty = string(&mut heap, "");
        let one = string(&mut heap, " 1 ");
        let cases = [
            (Value::Null, Value::Undefined, true),
            (Value::Null, 0.0.into(), false),
            (empty_array, empty, true),
            (empty_array, false.into(), true),
            (empty_array, empty_array, true),
            (one, 1.0.into(), true),
            (one, true.into(), true),
            (f64::NAN.into(), f64::NAN.into(), false),
            (empty, 0.0.into(), true),
            (empty_array, Value::Null, false),
        ];
        for (a, b, expected) in cases {
            assert_eq!(
                is_loosely_equal(&mut heap, a, b).expect("no error"),
                expected,
                "{a:?} == {b:?}"
            );
            assert_eq!(
                is_loosely_equal(&mut heap, b, a).expect("no error"),
                expected,
                "{b:?} == {a:?}"
            );
        }
    }
}
