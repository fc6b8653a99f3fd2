//! `Set.prototype.values`: <https://tc39.es/ecma262/#sec-set.prototype.values>

use crate::builtins::arguments::this_of;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, IteratorKind, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Set.prototype.values",
    spec: "sec-set.prototype.values",
    summary: "An iterator of the values.",
    length: 0,
    returns: Kinds::EXOTIC,
    examples: &[("[...new Set('aba').values()]", "[\"a\",\"b\"]")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let over = this_of(this, Class::Set)?;
    Ok(Value::Object(heap.new_iterator(IteratorKind::SetValues, over)))
}
