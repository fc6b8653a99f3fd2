//! `uniqueItems`: <https://json-schema.org/draft/2020-12/json-schema-validation#section-6.4.3>

use std::collections::HashMap;

use serde_json::json;

use super::super::Node;
use super::super::check::{Check, Seen};
use super::super::equal::equals;
use super::super::fast::Rules;
use super::Keyword;
use crate::value::Heap;
use crate::value::{Completion, Value};

/// No two items are equal.
#[derive(Debug)]
pub struct UniqueItems;

impl Keyword for UniqueItems {
    fn fast(&self, rules: &mut Rules) -> bool {
        rules.array().unique = true;
        true
    }

    fn check(&self, check: &mut Check<'_, '_>, node: &Node, value: Value, _: &mut Seen) -> Completion<bool> {
        let Some(r) = value.as_array() else { return Ok(true) };
        let items = check.items(r)?;
        let Some((i, j)) = duplicate(check.heap, &items)? else {
            return Ok(true);
        };
        let params = json!({ "i": i, "j": j });
        check.violate(node, "uniqueItems", params, || {
            format!("must NOT have duplicate items (items ## {j} and {i} are identical)")
        });
        Ok(false)
    }
}

/// Two equal items, the later first: those of the last item that has an equal before it.
fn duplicate(heap: &mut Heap<'_>, items: &[Value]) -> Completion<Option<(usize, usize)>> {
    let mut buckets: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut found = None;
    for (i, &item) in items.iter().enumerate() {
        let bucket = buckets.entry(bucket_of(heap, item)?).or_default();
        for &j in bucket.iter().rev() {
            if equals(heap, item, items[j], 0)? {
                found = Some((i, j));
                break;
            }
        }
        bucket.push(i);
    }
    Ok(found)
}

/// Equal values share it.
fn bucket_of(heap: &mut Heap<'_>, item: Value) -> Completion<u64> {
    let Value::Object(r) = item else {
        return Ok(heap.hash_key(item));
    };
    if let Some(array) = item.as_array() {
        let first = match heap.array_len(array)? {
            0 => 0,
            len => match heap.array_get(array, 0)? {
                Value::Object(_) => len as u64,
                scalar => heap.hash_key(scalar) ^ len as u64,
            },
        };
        return Ok(first);
    }
    let mut properties = Vec::new();
    if r.class == crate::value::Class::Plain {
        heap.own_properties(r, &mut properties)?;
    }
    let mut hash = properties.len() as u64;
    for property in properties {
        if !matches!(property.value, Value::Object(_)) {
            hash = hash.wrapping_add(heap.hash_key(property.value));
        }
    }
    Ok(hash)
}
