//! `Number.isSafeInteger`: <https://tc39.es/ecma262/#sec-number.issafeinteger>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Number.isSafeInteger",
    spec: "sec-number.issafeinteger",
    summary: "Whether the value is an integer that is exact and unique.",
    length: 1,
    returns: Kinds::BOOLEAN,
    examples: &[("Number.isSafeInteger(2 ** 53)", "false")],
    run: Run::Pure(run),
};

fn run(_heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    Ok(Value::Bool(
        matches!(argument(arguments, 0), Value::Number(n) if n.trunc() == n && n.abs() <= 9_007_199_254_740_991.0),
    ))
}
