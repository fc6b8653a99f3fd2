//! `String.prototype.bold`: <https://tc39.es/ecma262/#sec-string.prototype.bold>

use super::create_html;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.bold",
    spec: "sec-string.prototype.bold",
    summary: "The string in an HTML element `b`.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("'x'.bold()", "\"<b>x</b>\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    create_html(heap, this, "b", None, arguments)
}
