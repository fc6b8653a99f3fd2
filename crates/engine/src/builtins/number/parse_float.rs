//! `Number.parseFloat`: <https://tc39.es/ecma262/#sec-number.parsefloat>

use crate::builtins::global::parse_float;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Number.parseFloat",
    spec: "sec-number.parsefloat",
    summary: "Another name of `parseFloat`.",
    length: 1,
    returns: Kinds::NUMBER,
    examples: &[("Number.parseFloat('12px')", "12")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    parse_float::run(heap, this, arguments)
}
