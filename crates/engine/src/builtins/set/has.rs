//! `Set.prototype.has`: <https://tc39.es/ecma262/#sec-set.prototype.has>

use crate::builtins::arguments::{argument, this_of};
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Set.prototype.has",
    spec: "sec-set.prototype.has",
    summary: "Whether the value is in the set.",
    length: 1,
    returns: Kinds::BOOLEAN,
    examples: &[("new Set([NaN]).has(NaN)", "true")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let table = this_of(this, Class::Set)?;
    Ok(Value::Bool(heap.table_find(table, argument(arguments, 0)).is_some()))
}
