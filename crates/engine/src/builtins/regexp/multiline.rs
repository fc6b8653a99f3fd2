//! `get RegExp.prototype.multiline`: <https://tc39.es/ecma262/#sec-get-regexp.prototype.multiline>

use crate::builtins::arguments::this_of;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "get RegExp.prototype.multiline",
    spec: "sec-get-regexp.prototype.multiline",
    summary: "Whether flag m is set.",
    length: 0,
    returns: Kinds::BOOLEAN,
    examples: &[("/a/m.multiline", "true")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let regexp = this_of(this, Class::RegExp)?;
    Ok(Value::Bool(heap.pattern(regexp).flags.multiline))
}
