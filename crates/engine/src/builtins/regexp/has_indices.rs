//! `get RegExp.prototype.hasIndices`: <https://tc39.es/ecma262/#sec-get-regexp.prototype.hasIndices>

use crate::builtins::arguments::this_of;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "get RegExp.prototype.hasIndices",
    spec: "sec-get-regexp.prototype.hasIndices",
    summary: "Whether flag d is set.",
    length: 0,
    returns: Kinds::BOOLEAN,
    examples: &[("/a/d.hasIndices", "true")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let regexp = this_of(this, Class::RegExp)?;
    Ok(Value::Bool(heap.pattern(regexp).flags.has_indices))
}
