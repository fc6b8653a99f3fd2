//! `String.prototype.sup`: <https://tc39.es/ecma262/#sec-string.prototype.sup>

use super::create_html;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.sup",
    spec: "sec-string.prototype.sup",
    summary: "The string in an HTML element `sup`.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("'x'.sup()", "\"<sup>x</sup>\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    create_html(heap, this, "sup", None, arguments)
}
