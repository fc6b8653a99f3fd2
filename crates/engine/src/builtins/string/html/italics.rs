//! `String.prototype.italics`: <https://tc39.es/ecma262/#sec-string.prototype.italics>

use super::create_html;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.italics",
    spec: "sec-string.prototype.italics",
    summary: "The string in an HTML element `i`.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("'x'.italics()", "\"<i>x</i>\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    create_html(heap, this, "i", None, arguments)
}
