//! `String.prototype.toLowerCase`: <https://tc39.es/ecma262/#sec-string.prototype.tolowercase>

use jsonmill_json::wtf8;

use crate::builtins::arguments::this_string;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Abrupt, Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.toLowerCase",
    spec: "sec-string.prototype.tolowercase",
    summary: "The string in lower case.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("'AbC'.toLowerCase()", "\"abc\"")],
    run: Run::Pure(run),
};

pub(super) fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let s = this_string(this)?;
    let text = heap.text(s);
    if s.ascii && !text.iter().any(u8::is_ascii_uppercase) {
        return Ok(this);
    }
    if !s.ascii && wtf8::case_may_be_newer_than_node(text) {
        return Err(Abrupt::Unsupported("the case of characters that not every Node knows"));
    }
    let mut mapped = heap.local.spare.take_bytes();
    wtf8::to_lower(heap.text(s), &mut mapped);
    heap.finish_text(mapped)
}
