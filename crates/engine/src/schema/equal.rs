//! Equality of JSON values, as `const`, `enum` and `uniqueItems` mean it: numbers by value, objects whatever their order.

use serde_json::Value as Json;

use crate::value::{Class, Completion, Heap, Property, Value};

use super::check::depth_exceeded;

/// Containers inside each other that are compared.
const MAX_DEPTH: u32 = 1000;

/// Whether a value is the one that a schema has.
pub(super) fn equals_json(heap: &mut Heap<'_>, value: Value, json: &Json, depth: u32) -> Completion<bool> {
    if depth > MAX_DEPTH {
        return Err(depth_exceeded());
    }
    Ok(match (value, json) {
        (Value::Null, Json::Null) => true,
        (Value::Bool(a), Json::Bool(b)) => a == *b,
        (Value::Number(a), Json::Number(b)) => b.as_f64() == Some(a),
        (Value::String(s), Json::String(text)) => heap.text(s) == text.as_bytes(),
        (Value::Object(r), Json::Array(elements)) if r.class == Class::Array => {
            if heap.array_len(r)? != elements.len() {
                return Ok(false);
            }
            for (i, element) in elements.iter().enumerate() {
                let own = heap.array_get(r, i)?;
                if !equals_json(heap, own, element, depth + 1)? {
                    return Ok(false);
                }
            }
            true
        }
        (Value::Object(r), Json::Object(members)) if r.class == Class::Plain => {
            let mut own = Vec::new();
            heap.own_properties(r, &mut own)?;
            if own.len() != members.len() {
                return Ok(false);
            }
            for Property { key, value, .. } in own {
                let Some(member) = std::str::from_utf8(heap.text(key))
                    .ok()
                    .and_then(|key| members.get(key))
                else {
                    return Ok(false);
                };
                if !equals_json(heap, value, member, depth + 1)? {
                    return Ok(false);
                }
            }
            true
        }
        _ => false,
    })
}

/// Whether two values are equal.
pub(super) fn equals(heap: &mut Heap<'_>, a: Value, b: Value, depth: u32) -> Completion<bool> {
    if depth > MAX_DEPTH {
        return Err(depth_exceeded());
    }
    let (Value::Object(x), Value::Object(y)) = (a, b) else {
        return Ok(heap.same_value_zero(a, b));
    };
    if x.class != y.class {
        return Ok(false);
    }
    match x.class {
        Class::Array => {
            let len = heap.array_len(x)?;
            if heap.array_len(y)? != len {
                return Ok(false);
            }
            for i in 0..len {
                let (a, b) = (heap.array_get(x, i)?, heap.array_get(y, i)?);
                if !equals(heap, a, b, depth + 1)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        Class::Plain => {
            let (mut left, mut right) = (Vec::new(), Vec::new());
            heap.own_properties(x, &mut left)?;
            heap.own_properties(y, &mut right)?;
            if left.len() != right.len() {
                return Ok(false);
            }
            for Property { key, value, .. } in left {
                let name = heap.text(key).to_vec();
                let other = heap.get_own(y, &name)?;
                if matches!(other, Value::Absent) || !equals(heap, value, other, depth + 1)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        _ => Ok(heap.same_value_zero(a, b)),
    }
}
