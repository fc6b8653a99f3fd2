//! `Set.prototype.delete`: <https://tc39.es/ecma262/#sec-set.prototype.delete>

use crate::builtins::arguments::{argument, this_of};
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Set.prototype.delete",
    spec: "sec-set.prototype.delete",
    summary: "Removes a value; whether it was there.",
    length: 1,
    returns: Kinds::BOOLEAN,
    examples: &[("new Set([1]).delete(2)", "false")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let table = this_of(this, Class::Set)?;
    let key = argument(arguments, 0);
    let found = heap.table_find(table, key);
    let hash = heap.hash_key(key);
    let entries = heap.table_mut(table)?;
    if let Some(at) = found {
        entries.remove(hash, at);
    }
    Ok(Value::Bool(found.is_some()))
}
