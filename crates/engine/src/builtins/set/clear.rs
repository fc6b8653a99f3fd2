//! `Set.prototype.clear`: <https://tc39.es/ecma262/#sec-set.prototype.clear>

use crate::builtins::arguments::this_of;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Set.prototype.clear",
    spec: "sec-set.prototype.clear",
    summary: "Removes all values.",
    length: 0,
    returns: Kinds::UNDEFINED,
    examples: &[(
        "(() => { const set = new Set([1]); set.clear(); return set.size })()",
        "0",
    )],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let table = this_of(this, Class::Set)?;
    // One by one: a forEach that is under way keeps its place.
    for at in 0..heap.table(table).entries.len() {
        let key = heap.table(table).entries[at].0;
        if !matches!(key, Value::Absent) {
            let hash = heap.hash_key(key);
            heap.table_mut(table)?.remove(hash, at);
        }
    }
    heap.table_mut(table)?;
    Ok(Value::Undefined)
}
