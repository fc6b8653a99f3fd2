//! `Array.from`: <https://tc39.es/ecma262/#sec-array.from>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::{iterate, iterator_of, next_value, not_callable, not_iterable, to_length};
use crate::types::Kinds;
use crate::value::{Abrupt, Caller, Class, Completion, Heap, PropertyKey, Ref, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.from",
    spec: "sec-array.from",
    summary: "An array of what an iterable or an array-like object holds, mapped by a function if there is one.",
    length: 1,
    returns: Kinds::ARRAY,
    examples: &[
        ("Array.from('ab')", "[\"a\",\"b\"]"),
        ("Array.from({ length: 2 }, (_, i) => i)", "[0,1]"),
    ],
    run: Run::Calling(run),
};

fn run(caller: &mut dyn Caller<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let source = argument(arguments, 0);
    let mapper = match argument(arguments, 1) {
        Value::Undefined => None,
        mapper if mapper.is_callable() => Some(mapper),
        other => return Err(not_callable(caller.heap(), other)),
    };
    if source.is_nullish() {
        return Err(not_iterable(caller.heap(), source));
    }
    if let Some(mapper) = mapper
        && let Some(iterator) = iterator_of(caller.heap(), source)?
    {
        return map_iterated(caller, iterator, mapper);
    }
    let mut values = Vec::new();
    if !iterate(caller.heap(), source, &mut values)? {
        array_like(caller.heap(), source, &mut values)?;
    }
    if let Some(mapper) = mapper {
        for (index, value) in values.iter_mut().enumerate() {
            *value = mapped(caller, mapper, *value, index)?;
        }
    }
    Ok(Value::Object(caller.heap().new_array(&values)?))
}

/// The mapper may change what is gone through, so each value is asked for when it is its turn.
fn map_iterated(caller: &mut dyn Caller<'_>, iterator: Ref, mapper: Value) -> Completion {
    let mut values = Vec::new();
    while let Some(value) = next_value(caller.heap(), iterator)? {
        let index = values.len();
        values.push(mapped(caller, mapper, value, index)?);
    }
    Ok(Value::Object(caller.heap().new_array(&values)?))
}

/// `mapper(value, index)`
fn mapped(caller: &mut dyn Caller<'_>, mapper: Value, value: Value, index: usize) -> Completion {
    caller.step()?;
    Ok(caller
        .call(mapper, &[value, Value::Number(index as f64)])?
        .or_undefined())
}

/// The values under the keys `0`, `1` … below `length`.
pub(in crate::builtins) fn array_like(heap: &mut Heap<'_>, source: Value, values: &mut Vec<Value>) -> Completion<()> {
    let object = match source {
        Value::Object(r) if r.class == Class::Plain => r,
        Value::Object(_) | Value::Builtin(_) => return Err(Abrupt::Unsupported("Array.from of that object")),
        _ => return Ok(()),
    };
    let length = heap.get_own(object, b"length")?.or_undefined();
    let length = to_length(heap, length)?;
    if length > f64::from(u32::MAX) {
        return Err(Abrupt::range_error("Invalid array length"));
    }
    heap.afford(length as usize * size_of::<Value>())?;
    for index in 0..length as u32 {
        values.push(heap.get_own_key(object, PropertyKey::Index(index))?.or_undefined());
    }
    Ok(())
}
