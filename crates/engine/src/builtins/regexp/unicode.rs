//! `get RegExp.prototype.unicode`: <https://tc39.es/ecma262/#sec-get-regexp.prototype.unicode>

use crate::builtins::arguments::this_of;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "get RegExp.prototype.unicode",
    spec: "sec-get-regexp.prototype.unicode",
    summary: "Whether flag u is set.",
    length: 0,
    returns: Kinds::BOOLEAN,
    examples: &[("/a/u.unicode", "true")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let regexp = this_of(this, Class::RegExp)?;
    Ok(Value::Bool(heap.pattern(regexp).flags.unicode))
}
