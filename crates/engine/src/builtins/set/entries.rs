//! `Set.prototype.entries`: <https://tc39.es/ecma262/#sec-set.prototype.entries>

use crate::builtins::arguments::this_of;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, IteratorKind, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Set.prototype.entries",
    spec: "sec-set.prototype.entries",
    summary: "An iterator of each value, twice.",
    length: 0,
    returns: Kinds::EXOTIC,
    examples: &[("[...new Set('aba').entries()]", "[[\"a\",\"a\"],[\"b\",\"b\"]]")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let over = this_of(this, Class::Set)?;
    Ok(Value::Object(heap.new_iterator(IteratorKind::SetEntries, over)))
}
