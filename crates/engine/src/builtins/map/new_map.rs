//! `new Map`: <https://tc39.es/ecma262/#sec-map-iterable>

use super::set::put;
use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::{enumerable_own_properties, inspect, iterate, not_iterable};
use crate::types::Kinds;
use crate::value::{Abrupt, Class, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "new Map",
    spec: "sec-map-iterable",
    summary: "A map of the entries that an iterable gives.",
    length: 0,
    returns: Kinds::EXOTIC,
    examples: &[("new Map([['a', 1], ['a', 2]]).get('a')", "2")],
    run: Run::Pure(run),
};

/// An iterator whose values were taken at once would have stopped before its end.
pub(in crate::builtins) const UNFINISHED: Abrupt =
    Abrupt::Unsupported("an iterator that gives something else than entries");

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let source = argument(arguments, 0);
    let table = heap.new_table(Class::Map);
    if source.is_nullish() {
        return Ok(Value::Object(table));
    }
    let is_iterator = matches!(source, Value::Object(r) if r.class == Class::Iterator);
    let mut entries = Vec::new();
    if !iterate(heap, source, &mut entries)? {
        return Err(not_iterable(heap, source));
    }
    for entry in entries {
        // An iterator would not have come to its end where an entry is none.
        let (key, value) = match entry_parts(heap, entry) {
            Err(Abrupt::Error(_)) if is_iterator => return Err(UNFINISHED),
            parts => parts?,
        };
        put(heap, table, key, value)?;
    }
    Ok(Value::Object(table))
}

/// The properties `0` and `1` of an entry object.
pub(in crate::builtins) fn entry_parts(heap: &mut Heap<'_>, entry: Value) -> Completion<(Value, Value)> {
    match entry {
        Value::Object(r) if r.class == Class::Array => {
            let key = heap.array_get(r, 0)?.or_undefined();
            Ok((key, heap.array_get(r, 1)?.or_undefined()))
        }
        Value::Object(r) if r.class == Class::Plain => {
            let key = heap.get_own(r, b"0")?.or_undefined();
            Ok((key, heap.get_own(r, b"1")?.or_undefined()))
        }
        Value::Object(r) if r.class == Class::StringObject => {
            let mut units = Vec::new();
            enumerable_own_properties(heap, entry, &mut units)?;
            let unit = |at: usize| units.get(at).map(|unit| unit.value).unwrap_or_default();
            Ok((unit(0), unit(1)))
        }
        Value::Object(_) | Value::Builtin(_) => Ok((Value::Undefined, Value::Undefined)),
        primitive => {
            let shown = inspect(heap, primitive)?;
            Err(Abrupt::type_error(format!(
                "Iterator value {shown} is not an entry object"
            )))
        }
    }
}
