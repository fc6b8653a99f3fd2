//! `Map.prototype.has`: <https://tc39.es/ecma262/#sec-map.prototype.has>

use crate::builtins::arguments::{argument, this_of};
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Map.prototype.has",
    spec: "sec-map.prototype.has",
    summary: "Whether there is such a key.",
    length: 1,
    returns: Kinds::BOOLEAN,
    examples: &[("new Map([['a', 1]]).has('a')", "true")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let table = this_of(this, Class::Map)?;
    Ok(Value::Bool(heap.table_find(table, argument(arguments, 0)).is_some()))
}
