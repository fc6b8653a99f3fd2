//! `Number.parseInt`: <https://tc39.es/ecma262/#sec-number.parseint>

use crate::builtins::global::parse_int;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Number.parseInt",
    spec: "sec-number.parseint",
    summary: "Another name of `parseInt`.",
    length: 2,
    returns: Kinds::NUMBER,
    examples: &[("Number.parseInt('12px')", "12")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, this: Value, arguments: &[Value]) -> Completion {
    parse_int::run(heap, this, arguments)
}
