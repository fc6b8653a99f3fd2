//! The text of arrays: Array.prototype.join, <https://tc39.es/ecma262/#sec-array.prototype.join>

use super::Hint;
use super::text::{append, check_length};
use super::to_primitive::{to_primitive, write_primitive};
use crate::value::{Abrupt, Completion, Heap, Limit, Ref, Str, Value};

/// How deep arrays may nest in one another here. V8's own stack ends at about 4,000.
const MAX_DEPTH: usize = 10_000;

/// An array whose elements are being written.
struct Frame {
    array: Ref,
    next: usize,
}

/// The elements' texts with a separator between them. Arrays inside are joined with commas, whatever the separator is; an
/// array that contains itself is empty there, as in V8.
pub fn join(heap: &mut Heap<'_>, array: Ref, separator: &[u8]) -> Completion<Str> {
    let mut out = heap.local.spare.take_bytes();
    // No recursion: data decides how deep this goes.
    let mut stack: Vec<Frame> = Vec::new();
    let mut frame = Frame { array, next: 0 };
    loop {
        let Frame { array, next } = frame;
        let depth = stack.len();
        // Nothing below runs JavaScript, so the array does not change under the loop.
        let Some(&element) = heap.elements(array)?.get(next) else {
            match stack.pop() {
                Some(outer) => frame = outer,
                None => break,
            }
            continue;
        };
        frame.next += 1;
        if next > 0 {
            let separator = if depth == 0 { separator } else { b"," };
            jsonmill_json::wtf8::push(&mut out, 0, separator);
        }
        match element {
            Value::Undefined | Value::Null | Value::Absent => {}
            Value::String(s) => append(heap, &mut out, s)?,
            Value::Object(_) => match element.as_array() {
                Some(inner) if inner == array || stack.iter().any(|frame| frame.array == inner) => {}
                Some(inner) if depth + 1 < MAX_DEPTH => {
                    stack.push(std::mem::replace(&mut frame, Frame { array: inner, next: 0 }));
                }
                Some(_) => return Err(Abrupt::Limit(Limit::Depth)),
                None => match to_primitive(heap, element, Hint::String)? {
                    Value::String(s) => append(heap, &mut out, s)?,
                    other => write_primitive(heap, other, &mut out)?,
                },
            },
            Value::Builtin(_) => return Err(Abrupt::Unsupported("the source text of a function")),
            primitive => write_primitive(heap, primitive, &mut out)?,
        }
        check_length(heap, &out)?;
    }
    let joined = heap.string(&out);
    heap.local.spare.give_bytes(out);
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecma::test_support::{Fixture, text};

    #[test]
    fn nested_arrays_join_with_commas() {
        let fixture = Fixture::new();
        let mut heap = fixture.heap();
        let inner = heap.new_array(&[1.0.into(), Value::Null, 2.0.into()]).expect("fits");
        let outer = heap
            .new_array(&[inner.into(), Value::Absent, true.into()])
            .expect("fits");
        let joined = join(&mut heap, outer, b"-").expect("no error");
        assert_eq!(text(&heap, joined), "1,,2--true");
    }

    #[test]
    fn cycles_are_empty_and_depth_is_bounded() {
        let fixture = Fixture::new();
        let mut heap = fixture.heap();
        let cyclic = heap.new_array(&[1.0.into()]).expect("fits");
        heap.array_push(cyclic, cyclic.into()).expect("fits");
        let joined = join(&mut heap, cyclic, b",").expect("no error");
        assert_eq!(text(&heap, joined), "1,");
        let mut deep = heap.new_array(&[]).expect("fits");
        for _ in 0..MAX_DEPTH + 1 {
            deep = heap.new_array(&[deep.into()]).expect("fits");
        }
        assert!(matches!(join(&mut heap, deep, b","), Err(Abrupt::Limit(Limit::Depth))));
    }

    #[test]
    fn halves_of_a_pair_that_meet_become_one_character() {
        let fixture = Fixture::new();
        let mut heap = fixture.heap();
        let high = heap.string(b"\xed\xa0\xbd").expect("fits");
        let low = heap.string(b"\xed\xb8\x80").expect("fits");
        let array = heap.new_array(&[high.into(), low.into()]).expect("fits");
        let joined = join(&mut heap, array, b"").expect("no error");
        assert_eq!(heap.text(joined), "😀".as_bytes());
    }
}
