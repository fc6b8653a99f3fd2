//! `String.prototype.link`: <https://tc39.es/ecma262/#sec-string.prototype.link>

use super::create_html;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.link",
    spec: "sec-string.prototype.link",
    summary: "The string in an HTML element `a` with the attribute `href`.",
    length: 1,
    returns: Kinds::STRING,
    examples: &[("'x'.link('y')", "\"<a href=\\\"y\\\">x</a>\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    create_html(heap, this, "a", Some("href"), arguments)
}
