//! `Set.prototype.add`: <https://tc39.es/ecma262/#sec-set.prototype.add>

use crate::builtins::arguments::{argument, this_of};
use crate::builtins::map::put;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Set.prototype.add",
    spec: "sec-set.prototype.add",
    summary: "Puts a value into the set and returns the set.",
    length: 1,
    returns: Kinds::EXOTIC,
    examples: &[("new Set().add(1).has(1)", "true")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    let table = this_of(this, Class::Set)?;
    put(heap, table, argument(arguments, 0), Value::Undefined)?;
    Ok(this)
}
