//! `Object.fromEntries`: <https://tc39.es/ecma262/#sec-object.fromentries>

use crate::builtins::arguments::argument;
use crate::builtins::map::{UNFINISHED, entry_parts};
use crate::builtins::{Builtin, Run};
use crate::ecma::{iterate, not_iterable, to_string};
use crate::types::Kinds;
use crate::value::{Abrupt, Class, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Object.fromEntries",
    spec: "sec-object.fromentries",
    summary: "An object of the entries that an iterable gives.",
    length: 1,
    returns: Kinds::OBJECT,
    examples: &[("Object.fromEntries([['a', 1]])", "{\"a\":1}")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let source = argument(arguments, 0);
    if source.is_nullish() {
        return Err(Abrupt::type_error("undefined is not iterable"));
    }
    let is_iterator = matches!(source, Value::Object(r) if r.class == Class::Iterator);
    let mut entries = heap.local.spare.take_values();
    if !iterate(heap, source, &mut entries)? {
        return Err(not_iterable(heap, source));
    }
    let object = heap.new_dictionary();
    let mut members = heap.begin_members(object);
    for &entry in &entries {
        // An iterator would not have come to its end where an entry is none.
        let (key, value) = match entry_parts(heap, entry) {
            Err(Abrupt::Error(_)) if is_iterator => return Err(UNFINISHED),
            parts => parts?,
        };
        let key = to_string(heap, key)?;
        heap.add_member(&mut members, key, value)?;
    }
    heap.end_members(members)?;
    heap.local.spare.give_values(entries);
    Ok(Value::Object(object))
}
