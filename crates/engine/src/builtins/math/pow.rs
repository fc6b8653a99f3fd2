//! `Math.pow`: <https://tc39.es/ecma262/#sec-math.pow>

use crate::builtins::arguments::argument;
use crate::builtins::{Builtin, Run};
use crate::ecma::{pow, to_number};
use crate::types::Kinds;
use crate::value::{Completion, Heap, Value};

pub(super) const BUILTIN: Builtin = Builtin {
    name: "Math.pow",
    spec: "sec-math.pow",
    summary: "The first argument raised to the power of the second.",
    length: 2,
    returns: Kinds::NUMBER,
    examples: &[("Math.pow(2, 10)", "1024")],
    run: Run::Pure(run),
};

fn run(heap: &mut Heap<'_>, _this: Value, arguments: &[Value]) -> Completion {
    let base = to_number(heap, argument(arguments, 0))?;
    let exponent = to_number(heap, argument(arguments, 1))?;
    Ok(Value::Number(pow(base, exponent)))
}
