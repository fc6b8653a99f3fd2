//! Iteration of the iterables that jsonmill knows: <https://tc39.es/ecma262/#sec-iteratortolist>

use jsonmill_json::wtf8;

use super::{message_text, next_value, number_text, typeof_};
use crate::value::{Abrupt, Class, Completion, Heap, UNREAD, Value};

/// Appends the values that iterating gives; false if the value is not iterable. Nothing runs between two values, so the
/// whole list is what V8's iterator would give one by one.
pub fn iterate(heap: &mut Heap<'_>, value: Value, out: &mut Vec<Value>) -> Completion<bool> {
    match heap.unwrapped(value) {
        Value::String(s) => {
            heap.afford(s.len as usize * size_of::<Value>())?;
            if s.ascii {
                out.extend((0..s.len as usize).map(|at| Value::String(heap.slice_bytes(s, at, at + 1))));
            } else {
                let mut from = 0;
                let ends: Vec<usize> = character_ends(heap.text(s)).collect();
                for to in ends {
                    out.push(Value::String(heap.slice_bytes(s, from, to)));
                    from = to;
                }
            }
            Ok(true)
        }
        Value::Object(r) => match r.class {
            Class::Array => {
                out.extend(heap.elements(r)?.iter().map(|element| element.or_undefined()));
                if out.iter().any(|element| matches!(element, Value::Unread)) {
                    Err(UNREAD)
                } else {
                    Ok(true)
                }
            }
            Class::Set => {
                out.extend(heap.table(r).entries.iter().map(|entry| entry.0).filter(is_live));
                Ok(true)
            }
            Class::Map => {
                let mut at = 0;
                while let Some(&(key, value)) = heap.table(r).entries.get(at) {
                    if is_live(&key) {
                        out.push(Value::Object(heap.new_array(&[key, value])?));
                    }
                    at += 1;
                }
                Ok(true)
            }
            Class::Iterator => {
                while let Some(value) = next_value(heap, r)? {
                    out.push(value);
                }
                Ok(true)
            }
            _ => Ok(false),
        },
        Value::Unread => Err(UNREAD),
        _ => Ok(false),
    }
}

/// Whether an entry's key says that the entry was not deleted.
fn is_live(key: &Value) -> bool {
    !matches!(key, Value::Absent)
}

/// Where each character of WTF-8 text ends.
fn character_ends(text: &[u8]) -> impl Iterator<Item = usize> + '_ {
    let starts = (1..=text.len()).filter(|&at| text.get(at).is_none_or(|byte| byte & 0xC0 != 0x80));
    debug_assert_eq!(starts.clone().count(), wtf8::code_points(text).count());
    starts
}

/// V8's TypeError where a built-in is given something that is not iterable.
pub fn not_iterable(heap: &Heap<'_>, value: Value) -> Abrupt {
    match call_site(heap, value) {
        Ok(what) => Abrupt::type_error(format!(
            "{what} is not iterable (cannot read property Symbol(Symbol.iterator))"
        )),
        Err(abrupt) => abrupt,
    }
}

/// How V8 names a value in messages where it cannot show the expression: its type, and what is short enough.
pub fn call_site(heap: &Heap<'_>, value: Value) -> Completion<String> {
    Ok(match value.plain() {
        Value::Null => "object null".into(),
        Value::Bool(b) => format!("boolean {b}"),
        Value::Number(n) => format!("number {}", number_text(n)),
        Value::String(s) => format!("string \"{}\"", message_text(heap, s)?),
        other => typeof_(other)?.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecma::test_support::{Fixture, show, string};

    #[test]
    fn strings_give_characters_and_arrays_give_undefined_for_holes() {
        let fixture = Fixture::new();
        let mut heap = fixture.heap();
        let text = string(&mut heap, "a😀é");
        let array = Value::Object(heap.new_array(&[Value::Absent, 1.0.into()]).expect("fits"));
        for (value, expected) in [(text, "[\"a\",\"😀\",\"é\"]"), (array, "[undefined,1]")] {
            let mut values = Vec::new();
            assert!(iterate(&mut heap, value, &mut values).expect("no error"));
            let result = heap.new_array(&values).map(Value::Object);
            assert_eq!(show(&mut heap, result), expected);
        }
        assert!(!iterate(&mut heap, Value::Null, &mut Vec::new()).expect("no error"));
    }
}
