//! `Array.prototype.values`: <https://tc39.es/ecma262/#sec-array.prototype.values>

use crate::builtins::arguments::this_array;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, IteratorKind, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.values",
    spec: "sec-array.prototype.values",
    summary: "An iterator of the elements.",
    length: 0,
    returns: Kinds::EXOTIC,
    examples: &[("[...['a', 'b'].values()]", "[\"a\",\"b\"]")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let over = this_array(this)?;
    Ok(Value::Object(heap.new_iterator(IteratorKind::ArrayValues, over)))
}
