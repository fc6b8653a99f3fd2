//! `Boolean.prototype.toString`: <https://tc39.es/ecma262/#sec-boolean.prototype.tostring>

use crate::builtins::arguments::this_boolean;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Boolean.prototype.toString",
    spec: "sec-boolean.prototype.tostring",
    summary: "`true` or `false`.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("true.toString()", "\"true\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    Ok(Value::String(heap.string(if this_boolean(this)? {
        b"true"
    } else {
        b"false"
    })?))
}
