//! `Number.isInteger`: <https://tc39.es/ecma262/#sec-number.isinteger>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Number.isInteger",
    spec: "sec-number.isinteger",
    summary: "Whether the value is a number without a fraction.",
    length: 1,
    returns: Kinds::BOOLEAN,
    examples: &[("Number.isInteger(5.0)", "true")],
    run: Run::Pure(run),
};

fn run(_heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    Ok(Value::Bool(
        matches!(argument(arguments, 0), Value::Number(n) if n.is_finite() && n.trunc() == n),
    ))
}
