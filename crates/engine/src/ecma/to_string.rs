//! ToString: <https://tc39.es/ecma262/#sec-tostring>

use super::Hint;
use super::to_primitive::{to_primitive, write_primitive};
use crate::value::{Completion, Heap, Str, Value};

/// The value as a string.
#[inline]
pub fn to_string(heap: &mut Heap<'_>, value: Value) -> Completion<Str> {
    match value {
        Value::String(s) => Ok(s),
        Value::Object(_) | Value::Builtin(_) => {
            let primitive = to_primitive(heap, value, Hint::String)?;
            to_string(heap, primitive)
        }
        Value::Number(n) => heap.string_with(|out| jsonmill_json::number::write(out, n)),
        Value::Verbatim(..) => to_string(heap, value.plain()),
        primitive => {
            let mut text = Vec::with_capacity(9);
            write_primitive(heap, primitive, &mut text)?;
            heap.string(&text)
        }
    }
}

/// Appends what ToString gives to the text of a template or a join that begins at `out[0]`.
pub fn to_display(heap: &mut Heap<'_>, value: Value, out: &mut Vec<u8>) -> Completion<()> {
    match value {
        Value::String(s) => super::text::append(heap, out, s),
        Value::Object(_) | Value::Builtin(_) => {
            let primitive = to_primitive(heap, value, Hint::String)?;
            to_display(heap, primitive, out)
        }
        primitive => write_primitive(heap, primitive, out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecma::test_support::{Fixture, show, string};

    #[test]
    fn text_of_every_kind() {
        let fixture = Fixture::new();
        let mut heap = fixture.heap();
        let empty = heap.new_dictionary();
        let cases: [(Value, &str); 8] = [
            (Value::Undefined, "\"undefined\""),
            (Value::Null, "\"null\""),
            (true.into(), "\"true\""),
            ((-0.0).into(), "\"0\""),
            (1e21.into(), "\"1e+21\""),
            (1e-7.into(), "\"1e-7\""),
            (f64::NAN.into(), "\"NaN\""),
            (empty.into(), "\"[object Object]\""),
        ];
        for (value, expected) in cases {
            let result = to_string(&mut heap, value).map(Value::String);
            assert_eq!(show(&mut heap, result), expected);
        }
    }

    #[test]
    fn own_conversion_methods_that_cannot_be_called_are_skipped() {
        let fixture = Fixture::new();
        let mut heap = fixture.heap();
        let object = heap.new_dictionary();
        let Value::String(key) = string(&mut heap, "toString") else {
            unreachable!("a string")
        };
        heap.set_own(object, key, 5.0.into()).expect("plain");
        let result = to_string(&mut heap, object.into()).map(Value::String);
        assert_eq!(
            show(&mut heap, result),
            "TypeError: Cannot convert object to primitive value"
        );
    }
}
