//! `get RegExp.prototype.source`: <https://tc39.es/ecma262/#sec-get-regexp.prototype.source>

use crate::builtins::arguments::this_of;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "get RegExp.prototype.source",
    spec: "sec-get-regexp.prototype.source",
    summary: "The text of the pattern.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("/a+/g.source", "\"a+\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let regexp = this_of(this, Class::RegExp)?;
    let source = heap.pattern(regexp).source.to_vec();
    Ok(Value::String(heap.string(&source)?))
}
