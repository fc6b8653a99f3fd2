//! `structuredClone`: <https://html.spec.whatwg.org/multipage/structured-data.html#dom-structuredclone>

use std::collections::HashMap;

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::enumerable_own_properties;
use crate::types::Kinds;
use crate::value::{Abrupt, Class, Completion, Heap, Ref, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "structuredClone",
    spec: "https://html.spec.whatwg.org/multipage/structured-data.html#dom-structuredclone",
    summary: "A copy of a value and of all it holds: plain objects, arrays, Date, RegExp, Map and Set.",
    length: 0,
    returns: Kinds::ANY,
    examples: &[("structuredClone({ a: [1] })", "{\"a\":[1]}")],
    run: Run::Pure(run),
};

/// Deeper values are V8's, which has its own limit.
const MAX_DEPTH: usize = 500;

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    if arguments.is_empty() || !matches!(argument(arguments, 1), Value::Undefined) {
        return Err(Abrupt::Unsupported("structuredClone with options"));
    }
    clone(heap, arguments[0], &mut HashMap::new(), 0)
}

/// Copies a value. What has been copied before is the same copy again.
fn clone(heap: &mut Heap<'_>, value: Value, copies: &mut HashMap<Ref, Ref>, depth: usize) -> Completion {
    let Value::Object(original) = value else {
        return match value {
            Value::Builtin(_) => Err(Abrupt::Unsupported("an error of the DOM")),
            primitive => Ok(primitive),
        };
    };
    if let Some(copy) = copies.get(&original) {
        return Ok(Value::Object(*copy));
    }
    if depth > MAX_DEPTH {
        return Err(Abrupt::Unsupported("structuredClone of a deep value"));
    }
    let copy = match original.class {
        Class::Plain => {
            let copy = heap.new_dictionary();
            copies.insert(original, copy);
            let mut members = Vec::new();
            enumerable_own_properties(heap, value, &mut members)?;
            for member in members {
                let part = clone(heap, member.value, copies, depth + 1)?;
                heap.set_own(copy, member.key, part)?;
            }
            copy
        }
        Class::Array if !heap.has_array_properties(original) => {
            let copy = heap.new_array(&[])?;
            copies.insert(original, copy);
            for element in heap.elements(original)?.to_vec() {
                let part = clone(heap, element, copies, depth + 1)?;
                heap.array_push(copy, part)?;
            }
            copy
        }
        Class::Map | Class::Set => {
            let copy = heap.new_table(original.class);
            copies.insert(original, copy);
            for (key, value) in heap.table(original).entries.clone() {
                if matches!(key, Value::Absent) {
                    continue;
                }
                let key = clone(heap, key, copies, depth + 1)?;
                let value = clone(heap, value, copies, depth + 1)?;
                let hash = heap.hash_key(key);
                heap.table_mut(copy)?.append(hash, key, value);
            }
            copy
        }
        Class::Date => {
            let time = heap.date(original);
            heap.new_date(time)
        }
        Class::RegExp => heap.clone_regexp(original),
        _ => return Err(Abrupt::Unsupported("structuredClone of another kind of object")),
    };
    copies.insert(original, copy);
    Ok(Value::Object(copy))
}
