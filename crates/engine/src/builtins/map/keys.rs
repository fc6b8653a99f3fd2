//! `Map.prototype.keys`: <https://tc39.es/ecma262/#sec-map.prototype.keys>

use crate::builtins::arguments::this_of;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, IteratorKind, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Map.prototype.keys",
    spec: "sec-map.prototype.keys",
    summary: "An iterator of the keys.",
    length: 0,
    returns: Kinds::EXOTIC,
    examples: &[("[...new Map([['a', 1]]).keys()]", "[\"a\"]")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let over = this_of(this, Class::Map)?;
    Ok(Value::Object(heap.new_iterator(IteratorKind::MapKeys, over)))
}
