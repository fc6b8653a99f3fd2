//! `get RegExp.prototype.flags`: <https://tc39.es/ecma262/#sec-get-regexp.prototype.flags>

use crate::builtins::arguments::this_of;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Class, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "get RegExp.prototype.flags",
    spec: "sec-get-regexp.prototype.flags",
    summary: "The flags, in alphabetical order.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("/a/ig.flags", "\"gi\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let regexp = this_of(this, Class::RegExp)?;
    let text = heap.pattern(regexp).flags.text();
    Ok(Value::String(heap.string(text.as_bytes())?))
}
