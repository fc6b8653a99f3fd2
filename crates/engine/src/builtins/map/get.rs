//! `Map.prototype.get`: <https://tc39.es/ecma262/#sec-map.prototype.get>

use crate::builtins::arguments::{argument, this_of};
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Map.prototype.get",
    spec: "sec-map.prototype.get",
    summary: "The value under a key, undefined if there is none.",
    length: 1,
    returns: Kinds::ANY,
    examples: &[("new Map([['a', 1]]).get('a')", "1")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let table = this_of(this, Class::Map)?;
    let found = heap.table_find(table, argument(arguments, 0));
    Ok(found.map_or(Value::Undefined, |at| heap.table(table).entries[at].1))
}
