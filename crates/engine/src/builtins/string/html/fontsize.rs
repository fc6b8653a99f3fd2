//! `String.prototype.fontsize`: <https://tc39.es/ecma262/#sec-string.prototype.fontsize>

use super::create_html;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.fontsize",
    spec: "sec-string.prototype.fontsize",
    summary: "The string in an HTML element `font` with the attribute `size`.",
    length: 1,
    returns: Kinds::STRING,
    examples: &[("'x'.fontsize('y')", "\"<font size=\\\"y\\\">x</font>\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    create_html(heap, this, "font", Some("size"), arguments)
}
