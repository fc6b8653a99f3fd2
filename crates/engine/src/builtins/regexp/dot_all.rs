//! `get RegExp.prototype.dotAll`: <https://tc39.es/ecma262/#sec-get-regexp.prototype.dotAll>

use crate::builtins::arguments::this_of;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "get RegExp.prototype.dotAll",
    spec: "sec-get-regexp.prototype.dotAll",
    summary: "Whether flag s is set.",
    length: 0,
    returns: Kinds::BOOLEAN,
    examples: &[("/a/s.dotAll", "true")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let regexp = this_of(this, Class::RegExp)?;
    Ok(Value::Bool(heap.pattern(regexp).flags.dot_all))
}
