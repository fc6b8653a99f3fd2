//! `String.prototype.trimEnd`: <https://tc39.es/ecma262/#sec-string.prototype.trimend>

use jsonmill_json::wtf8;

use crate::builtins::arguments::this_string;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.trimEnd",
    spec: "sec-string.prototype.trimend",
    summary: "The string without white space at the end.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("' a '.trimEnd()", "\" a\"")],
    run: Run::Pure(run),
};

pub(super) fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let s = this_string(this)?;
    let end = wtf8::trim_end(heap.text(s)).len();
    Ok(Value::String(heap.slice_bytes(s, 0, end)))
}
