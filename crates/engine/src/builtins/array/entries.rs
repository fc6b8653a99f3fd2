//! `Array.prototype.entries`: <https://tc39.es/ecma262/#sec-array.prototype.entries>

use crate::builtins::arguments::this_array;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, IteratorKind, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.entries",
    spec: "sec-array.prototype.entries",
    summary: "An iterator of the indices and elements.",
    length: 0,
    returns: Kinds::EXOTIC,
    examples: &[("[...['a', 'b'].entries()]", "[[0,\"a\"],[1,\"b\"]]")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let over = this_array(this)?;
    Ok(Value::Object(heap.new_iterator(IteratorKind::ArrayEntries, over)))
}
