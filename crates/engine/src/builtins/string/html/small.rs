//! `String.prototype.small`: <https://tc39.es/ecma262/#sec-string.prototype.small>

use super::create_html;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.small",
    spec: "sec-string.prototype.small",
    summary: "The string in an HTML element `small`.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("'x'.small()", "\"<small>x</small>\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    create_html(heap, this, "small", None, arguments)
}
