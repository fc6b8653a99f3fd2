//! `String.prototype.strike`: <https://tc39.es/ecma262/#sec-string.prototype.strike>

use super::create_html;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.strike",
    spec: "sec-string.prototype.strike",
    summary: "The string in an HTML element `strike`.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("'x'.strike()", "\"<strike>x</strike>\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    create_html(heap, this, "strike", None, arguments)
}
