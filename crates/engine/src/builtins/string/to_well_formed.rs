//! `String.prototype.toWellFormed`: <https://tc39.es/ecma262/#sec-string.prototype.towellformed>

use jsonmill_json::{string, wtf8};

use crate::builtins::arguments::this_string;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.toWellFormed",
    spec: "sec-string.prototype.towellformed",
    summary: "The string with U+FFFD for each lone surrogate.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("'a'.toWellFormed()", "\"a\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, _arguments: &[Value]) -> Completion {
    let s = this_string(this)?;
    if s.ascii || !wtf8::has_lone_surrogate(heap.text(s)) {
        return Ok(this);
    }
    let mut text = Vec::with_capacity(s.len as usize);
    string::write_utf8(&mut text, heap.text(s));
    Ok(Value::String(heap.string(&text)?))
}
