//! `String.prototype.sub`: <https://tc39.es/ecma262/#sec-string.prototype.sub>

use super::create_html;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.sub",
    spec: "sec-string.prototype.sub",
    summary: "The string in an HTML element `sub`.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("'x'.sub()", "\"<sub>x</sub>\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    create_html(heap, this, "sub", None, arguments)
}
