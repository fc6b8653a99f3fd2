//! Built-in iterators, one step at a time: <https://tc39.es/ecma262/#sec-array-iterator-objects> and their like.

use super::iterate;
use crate::value::{Class, Completion, Heap, IteratorKind, Object, Ref, Value};

/// The iterator that iterating a value asks for; nothing if it is not iterable. Strings never change, so their characters
/// are listed at once.
pub fn iterator_of(heap: &mut Heap<'_>, value: Value) -> Completion<Option<Ref>> {
    let (kind, over) = match value {
        Value::Object(r) => match r.class {
            Class::Iterator => return Ok(Some(r)),
            Class::Array => (IteratorKind::ArrayValues, r),
            Class::Map => (IteratorKind::MapEntries, r),
            Class::Set => (IteratorKind::SetValues, r),
            _ => return Ok(None),
        },
        Value::String(_) => {
            let mut characters = Vec::new();
            iterate(heap, value, &mut characters)?;
            (IteratorKind::Characters, heap.new_array(&characters)?)
        }
        Value::Unread => return Err(crate::value::UNREAD),
        _ => return Ok(None),
    };
    Ok(Some(heap.new_iterator(kind, over)))
}

/// The next value of a built-in iterator; nothing once it has come to the end, where it stays.
pub fn next_value(heap: &mut Heap<'_>, iterator: Ref) -> Completion<Option<Value>> {
    let Object::Iterator { kind, over, next } = heap.peek(iterator) else {
        unreachable!("class Iterator")
    };
    if next == u32::MAX {
        return Ok(None);
    }
    let found = match over.class {
        Class::Array => next_element(heap, kind, over, next)?,
        _ => next_entry(heap, kind, over, next)?,
    };
    let after = found.map_or(u32::MAX, |(_, at)| at + 1);
    heap.advance_iterator(iterator, after);
    Ok(found.map(|(value, _)| value))
}

/// The array is looked at anew each time: it may have changed.
fn next_element(heap: &mut Heap<'_>, kind: IteratorKind, over: Ref, at: u32) -> Completion<Option<(Value, u32)>> {
    if at as usize >= heap.array_len(over)? {
        return Ok(None);
    }
    let index = Value::Number(f64::from(at));
    if kind == IteratorKind::ArrayKeys {
        return Ok(Some((index, at)));
    }
    let element = heap.array_get(over, at as usize)?.or_undefined();
    let value = match kind {
        IteratorKind::ArrayEntries => Value::Object(heap.new_array(&[index, element])?),
        _ => element,
    };
    Ok(Some((value, at)))
}

/// The next entry of a Map or Set that was not deleted meanwhile.
fn next_entry(heap: &mut Heap<'_>, kind: IteratorKind, over: Ref, from: u32) -> Completion<Option<(Value, u32)>> {
    let mut at = from;
    while let Some(&(key, value)) = heap.table(over).entries.get(at as usize) {
        if matches!(key, Value::Absent) {
            at += 1;
            continue;
        }
        let given = match kind {
            IteratorKind::MapValues => value,
            IteratorKind::MapEntries => Value::Object(heap.new_array(&[key, value])?),
            IteratorKind::SetEntries => Value::Object(heap.new_array(&[key, key])?),
            _ => key,
        };
        return Ok(Some((given, at)));
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecma::test_support::{Fixture, show, string};

    #[test]
    fn an_iterator_sees_changes_until_it_has_ended() {
        let fixture = Fixture::new();
        let mut heap = fixture.heap();
        let array = heap.new_array(&[1.0.into()]).expect("fits");
        let iterator = heap.new_iterator(IteratorKind::ArrayEntries, array);
        let next = |heap: &mut Heap<'_>| {
            let value = next_value(heap, iterator).map(Option::unwrap_or_default);
            show(heap, value)
        };
        assert_eq!(next(&mut heap), "[0,1]");
        heap.array_push(array, 2.0.into()).expect("fits");
        assert_eq!(next(&mut heap), "[1,2]");
        assert_eq!(next(&mut heap), "undefined");
        heap.array_push(array, 3.0.into()).expect("fits");
        assert_eq!(next(&mut heap), "undefined");
    }

    #[test]
    fn strings_give_characters_and_objects_nothing() {
        let fixture = Fixture::new();
        let mut heap = fixture.heap();
        let text = string(&mut heap, "\u{1f600}a");
        let iterator = iterator_of(&mut heap, text).expect("no error").expect("iterable");
        let first = next_value(&mut heap, iterator).map(Option::unwrap_or_default);
        assert_eq!(show(&mut heap, first), "\"\u{1f600}\"");
        let object = Value::Object(heap.new_dictionary());
        assert!(iterator_of(&mut heap, object).expect("no error").is_none());
    }
}
