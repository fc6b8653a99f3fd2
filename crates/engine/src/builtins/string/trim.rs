//! `String.prototype.trim`: <https://tc39.es/ecma262/#sec-string.prototype.trim>

use jsonmill_json::wtf8;

use crate::builtins::arguments::this_string;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.trim",
    spec: "sec-string.prototype.trim",
    summary: "The string without white space at both ends.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("' a '.trim()", "\"a\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let s = this_string(this)?;
    let text = heap.text(s);
    let end = wtf8::trim_end(text).len();
    let start = end - wtf8::trim_start(&text[..end]).len();
    Ok(Value::String(heap.slice_bytes(s, start, end)))
}
