//! `Map.prototype.set`: <https://tc39.es/ecma262/#sec-map.prototype.set>

use crate::builtins::arguments::{argument, this_of};
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, Ref, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Map.prototype.set",
    spec: "sec-map.prototype.set",
    summary: "Puts a value under a key and returns the map.",
    length: 2,
    returns: Kinds::EXOTIC,
    examples: &[("new Map().set('a', 1).get('a')", "1")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let table = this_of(this, Class::Map)?;
    put(heap, table, argument(arguments, 0), argument(arguments, 1))?;
    Ok(this)
}

/// Puts a value under a key; `-0` becomes `0`.
pub(in crate::builtins) fn put(heap: &mut Heap<'_>, table: Ref, key: Value, value: Value) -> Completion<()> {
    let key = match key {
        Value::Number(n) => Value::Number(n + 0.0),
        key => key,
    };
    let found = heap.table_find(table, key);
    let hash = heap.hash_key(key);
    match found {
        Some(at) => heap.table_mut(table)?.entries[at].1 = value,
        None => {
            heap.table_mut(table)?.append(hash, key, value);
        }
    }
    Ok(())
}
