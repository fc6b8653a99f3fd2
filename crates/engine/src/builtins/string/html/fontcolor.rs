//! `String.prototype.fontcolor`: <https://tc39.es/ecma262/#sec-string.prototype.fontcolor>

use super::create_html;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.fontcolor",
    spec: "sec-string.prototype.fontcolor",
    summary: "The string in an HTML element `font` with the attribute `color`.",
    length: 1,
    returns: Kinds::STRING,
    examples: &[("'x'.fontcolor('y')", "\"<font color=\\\"y\\\">x</font>\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    create_html(heap, this, "font", Some("color"), arguments)
}
