//! `String.prototype.blink`: <https://tc39.es/ecma262/#sec-string.prototype.blink>

use super::create_html;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "String.prototype.blink",
    spec: "sec-string.prototype.blink",
    summary: "The string in an HTML element `blink`.",
    length: 0,
    returns: Kinds::STRING,
    examples: &[("'x'.blink()", "\"<blink>x</blink>\"")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    create_html(heap, this, "blink", None, arguments)
}
