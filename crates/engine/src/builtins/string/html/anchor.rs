//! `String.prototype.anchor`: <https://tc39.es/ecma262/#sec-string.prototype.anchor>

use super::create_html;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.anchor",
    spec: "sec-string.prototype.anchor",
    summary: "The string in an HTML element `a` with the attribute `name`.",
    length: 1,
    returns: Kinds::STRING,
    examples: &[("'x'.anchor('y')", "\"<a name=\\\"y\\\">x</a>\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    create_html(heap, this, "a", Some("name"), arguments)
}
