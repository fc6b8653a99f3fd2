//! `Number.isFinite`: <https://tc39.es/ecma262/#sec-number.isfinite>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Number.isFinite",
    spec: "sec-number.isfinite",
    summary: "Whether the value is a finite number.",
    length: 1,
    returns: Kinds::BOOLEAN,
    examples: &[("Number.isFinite('5')", "false")],
    run: Run::Pure(run),
};

fn run(_heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    Ok(Value::Bool(
        matches!(argument(arguments, 0), Value::Number(n) if n.is_finite()),
    ))
}
