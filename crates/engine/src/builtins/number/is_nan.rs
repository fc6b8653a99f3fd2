//! `Number.isNaN`: <https://tc39.es/ecma262/#sec-number.isnan>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Number.isNaN",
    spec: "sec-number.isnan",
    summary: "Whether the value is NaN.",
    length: 1,
    returns: Kinds::BOOLEAN,
    examples: &[("Number.isNaN('x')", "false")],
    run: Run::Pure(run),
};

fn run(_heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    Ok(Value::Bool(
        matches!(argument(arguments, 0), Value::Number(n) if n.is_nan()),
    ))
}
