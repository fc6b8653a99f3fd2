//! `Map.prototype.values`: <https://tc39.es/ecma262/#sec-map.prototype.values>

use crate::builtins::arguments::this_of;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, IteratorKind, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Map.prototype.values",
    spec: "sec-map.prototype.values",
    summary: "An iterator of the values.",
    length: 0,
    returns: Kinds::EXOTIC,
    examples: &[("[...new Map([['a', 1]]).values()]", "[1]")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let over = this_of(this, Class::Map)?;
    Ok(Value::Object(heap.new_iterator(IteratorKind::MapValues, over)))
}
