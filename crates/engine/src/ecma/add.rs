//! The operator `+`: <https://tc39.es/ecma262/#sec-addition-operator-plus>

use super::{Hint, to_number, to_primitive, to_string};
use crate::value::{Completion, Heap, Value};

/// `left + right`: concatenation where either is a string, else a sum.
#[inline]
pub fn add(heap: &mut Heap<'_>, left: Value, right: Value) -> Completion {
    match (left, right) {
        (Value::Number(x), Value::Number(y)) => return Ok(Value::Number(x + y)),
        (Value::String(x), Value::String(y)) => return Ok(Value::String(heap.concat(x, y)?)),
        _ => {}
    }
    let left = to_primitive(heap, left, Hint::Default)?;
    let right = to_primitive(heap, right, Hint::Default)?;
    if matches!(left, Value::String(_)) || matches!(right, Value::String(_)) {
        let x = to_string(heap, left)?;
        let y = to_string(heap, right)?;
        return Ok(Value::String(heap.concat(x, y)?));
    }
    Ok(Value::Number(to_number(heap, left)? + to_number(heap, right)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecma::test_support::{Fixture, show, string};

    #[test]
    fn kinds_decide_at_run_time() {
        let fixture = Fixture::new();
        let mut heap = fixture.heap();
        let array = Value::Object(heap.new_array(&[]).expect("fits"));
        let object = Value::Object(heap.new_dictionary());
        let five = string(&mut heap, "5");
        let cases = [
            (five, 1.0.into(), "\"51\""),
            (1.0.into(), five, "\"15\""),
            (Value::Null, 1.0.into(), "1"),
            (Value::Undefined, 1.0.into(), "NaN"),
            (true.into(), true.into(), "2"),
            (array, object, "\"[object Object]\""),
            (five, Value::Undefined, "\"5undefined\""),
        ];
        for (a, b, expected) in cases {
            let result = add(&mut heap, a, b);
            assert_eq!(show(&mut heap, result), expected);
        }
    }
}
