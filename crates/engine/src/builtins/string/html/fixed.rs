//! `String.prototype.fixed`: <https://tc39.es/ecma262/#sec-string.prototype.fixed>

use super::create_html;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.fixed",
    spec: "sec-string.prototype.fixed",
    summary: "The string in an HTML element `tt`.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("'x'.fixed()", "\"<tt>x</tt>\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    create_html(heap, this, "tt", None, arguments)
}
