//! `String.prototype.big`: <https://tc39.es/ecma262/#sec-string.prototype.big>

use super::create_html;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.big",
    spec: "sec-string.prototype.big",
    summary: "The string in an HTML element `big`.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("'x'.big()", "\"<big>x</big>\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    create_html(heap, this, "big", None, arguments)
}
