//! `Array.prototype.keys`: <https://tc39.es/ecma262/#sec-array.prototype.keys>

use crate::builtins::arguments::this_array;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, IteratorKind, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Array.prototype.keys",
    spec: "sec-array.prototype.keys",
    summary: "An iterator of the indices.",
    length: 0,
    returns: Kinds::EXOTIC,
    examples: &[("[...['a', 'b'].keys()]", "[0,1]")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let over = this_array(this)?;
    Ok(Value::Object(heap.new_iterator(IteratorKind::ArrayKeys, over)))
}
