//! The `locales` argument of what formats and sorts: <https://tc39.es/ecma402/#sec-canonicalizelocalelist>

use crate::value::{Abrupt, Class, Completion, Heap, Str, Value};

const UNKNOWN: Abrupt = Abrupt::Unsupported("a list of locales");

/// The one locale that is asked for; `None` is the process's.
pub fn locale_of(heap: &mut Heap<'_>, locales: Value) -> Completion<Option<Str>> {
    match locales {
        Value::Undefined => Ok(None),
        Value::String(tag) => Ok(Some(tag)),
        Value::Object(r) if r.class == Class::Array => match (heap.array_len(r)?, heap.array_get(r, 0)?) {
            (0, _) => Ok(None),
            (1, Value::String(tag)) => Ok(Some(tag)),
            _ => Err(UNKNOWN),
        },
        _ => Err(UNKNOWN),
    }
}

/// Whether formats of the United States are asked for. lib/ leaves stages to V8 where the process itself has others.
pub fn is_american(heap: &mut Heap<'_>, locales: Value) -> Completion<bool> {
    Ok(match locale_of(heap, locales)? {
        None => true,
        Some(tag) => matches!(heap.text(tag), b"en-US" | b"en"),
    })
}
