//! `String.prototype.trimStart`: <https://tc39.es/ecma262/#sec-string.prototype.trimstart>

use jsonmill_json::wtf8;

use crate::builtins::arguments::this_string;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.trimStart",
    spec: "sec-string.prototype.trimstart",
    summary: "The string without white space at the beginning.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("' a '.trimStart()", "\"a \"")],
    run: Run::Pure(run),
};

pub(super) fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let s = this_string(this)?;
    let text = heap.text(s);
    let start = text.len() - wtf8::trim_start(text).len();
    Ok(Value::String(heap.slice_bytes(s, start, s.len as usize)))
}
