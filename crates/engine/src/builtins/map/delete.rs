//! `Map.prototype.delete`: <https://tc39.es/ecma262/#sec-map.prototype.delete>

use crate::builtins::arguments::{argument, this_of};
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Map.prototype.delete",
    spec: "sec-map.prototype.delete",
    summary: "Removes a key; whether there was one.",
    length: 1,
    returns: Kinds::BOOLEAN,
    examples: &[("new Map([['a', 1]]).delete('a')", "true")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let table = this_of(this, Class::Map)?;
    let key = argument(arguments, 0);
    let found = heap.table_find(table, key);
    let hash = heap.hash_key(key);
    let entries = heap.table_mut(table)?;
    if let Some(at) = found {
        entries.remove(hash, at);
    }
    Ok(Value::Bool(found.is_some()))
}
